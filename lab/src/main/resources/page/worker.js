// The worker that all tabs of the lab share: it has their one stream.

import { Hub } from "./hub.js";

const hub = new Hub();
addEventListener("connect", ({ ports }) => hub.add(ports[0]));
