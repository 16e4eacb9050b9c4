// How many streams a browser opens to one host at once: it depends on the version of HTTP.

import { set } from "./board.js";
import { now } from "./clock.js";

const MAX_STREAMS = 60;
const at = (id) => document.getElementById(id);

/** The version of HTTP that has brought this page. */
export const protocol = performance.getEntriesByType("navigation")[0].nextHopProtocol.replace("h2", "HTTP/2").replace("http/", "HTTP/");

const streams = []; // besides the board's

function open() {
  const source = new EventSource("events");
  const stream = { source, began: now(), item: document.createElement("li") };
  source.onopen = source.onerror = draw;
  streams.push(stream);
  at("others").append(stream.item);
}

/** A page sees only that a stream isn't open yet. It must guess why. */
function state({ source, began }) {
  if (source.readyState === EventSource.OPEN) return "open";
  if (source.readyState === EventSource.CLOSED) return "refused by the server";
  if (now() - began < 1000) return "opening";
  return protocol === "HTTP/1.1" ? "waiting for a free connection" : "waiting for a response";
}

function draw() {
  const states = streams.map(state);
  streams.forEach(({ item }, i) => set(item, states[i]));
  const open = states.filter((state) => state === "open").length;
  const waiting = states.filter((state) => state.startsWith("waiting")).length;
  set(
    at("count"),
    streams.length
      ? `Besides the board’s, ${open} of ${streams.length} streams are open${waiting ? `, ${waiting} waiting` : ""}.`
      : "No other streams are open on this page.",
  );
}

at("crowd").addEventListener("submit", (event) => {
  event.preventDefault();
  for (let i = 0; i < 6 && streams.length < MAX_STREAMS; i++) open();
  draw();
});

at("crowd").addEventListener("reset", () => {
  for (const { source, item } of streams.splice(0)) {
    source.close();
    item.remove();
  }
  draw();
});

addEventListener("pagehide", () => at("crowd").reset()); // a browser does not keep a page with open streams for its Back button

at("protocol").textContent = protocol;
setInterval(draw, 500);
