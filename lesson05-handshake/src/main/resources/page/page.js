// A WebSocket: shake hands, take what comes, and come back with the cursor when it is lost.

import { pause } from "./backoff.js";
import { forget, randomId, say, show, spend } from "./board.js";
import { fill } from "./calculator.js";
import "./client.js";
import { parse } from "./quotes.js";
import { look, pairOf, watch } from "./xray.js";

const SILENCE = 30_000;

let cursor = 0;
let failures = 0;
let silence; // ends a connection on which nothing is heard any more

function connect() {
  const trace = randomId();
  // After a failure it asks with the number before: those prices come at once, and show that all is well again.
  const after = failures && cursor ? cursor - 1 : cursor;
  const url = new URL(`quotes?after=${after}&trace=${trace}`, location.href);
  const socket = new WebSocket(url.href.replace("http", "ws"));
  const over = (sentence) => {
    if (socket.onmessage === null) return; // it has been given up before
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    clearTimeout(silence);
    failures++;
    say("lost", `${sentence} Trying again, ${failures < 2 ? "soon" : "less and less often"}.`);
    // A page is not told the response to a handshake that failed, so no Retry-After either.
    setTimeout(connect, pause(failures));
  };
  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(over, SILENCE, `Nothing heard for ${SILENCE / 1000} s.`);
  };
  spend({ requests: 1 });
  listen();
  socket.onopen = () => {
    say(cursor ? "lost" : "connecting", "The WebSocket is open. Waiting for prices.");
    watch("board", trace);
  };
  socket.onmessage = ({ data }) => {
    listen();
    spend({ bytes: wireLength(data) });
    try {
      take(parse(data));
      failures = 0;
      say("live", "Connected: prices come over one WebSocket.");
    } catch (error) {
      over(error.message);
    }
    look("board");
  };
  socket.onclose = ({ code, reason }) => over(reason || (code === 1006 ? "The server can’t be reached." : `Closed with ${code}.`));
}

function take({ seq, reset, quotes }) {
  if (reset) forget();
  show(quotes.filter((quote) => reset || quote.seq > cursor));
  cursor = seq;
}

/** A frame from the server: its payload, and a header of 2, 4 or 10 bytes. */
function wireLength(text) {
  const length = new TextEncoder().encode(text).length;
  return length + (length < 126 ? 2 : length < 65_536 ? 4 : 10);
}

fill("dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); // the example of RFC 6455 §1.3
document.getElementById("take").addEventListener("click", () => fill(...pairOf("board")));

connect();
