// A WebSocket: connect, show what comes, and reconnect with the cursor when the connection is lost.

import { forget, randomId, say, show, spend } from "./board.js";
import { fill } from "./calculator.js";
import "./client.js";
import { now, onWake } from "./clock.js";
import { other, parse, reason, request } from "./quotes.js";
import { cancel, retry, waiting } from "./retry.js";
import { look, pairOf, watch } from "./xray.js";

const TIMEOUT = 10_000;
const SILENCE = 30_000;
const STALE = 2000;

let cursor = 0;
let failures = 0;
let socket; // the newest
let heard; // when the newest was made, or when the last message came on it
let silence; // a timer that ends a connection when nothing comes any more

function connect() {
  drop();
  cancel();
  const trace = randomId();
  // When it reconnects, it asks for the last price again: that price comes at once, and shows that everything works.
  const address = `quotes?after=${Math.max(0, cursor - 1)}`;
  const mine = new WebSocket(new URL(`${address}&trace=${trace}`, location.href).href.replace("http", "ws"));
  let opened = false;
  socket = mine;
  spend({ requests: 1 });
  listen(TIMEOUT, "The server took too long.");
  mine.onopen = () => {
    opened = true;
    listen(SILENCE, `Nothing heard for ${SILENCE / 1000} s.`);
    say(cursor ? "lost" : "connecting", "The WebSocket is open. Waiting for prices.");
    watch("board", trace);
  };
  mine.onmessage = ({ data }) => {
    listen(SILENCE, `Nothing heard for ${SILENCE / 1000} s.`);
    spend({ bytes: wireLength(data) });
    try {
      take(parse(data));
    } catch (error) {
      return fail(error);
    }
    failures = 0;
    say("live", "Connected: prices come over one WebSocket.");
    look("board");
  };
  mine.onclose = async (event) => {
    clearTimeout(silence);
    const error = opened ? end(event) : await refusal(address);
    if (mine === socket) fail(error);
  };
}

function take({ seq, reset, quotes }) {
  if (reset) forget();
  show(quotes.filter((quote) => reset || quote.seq > cursor));
  cursor = seq;
}

/** Something has come. If nothing more comes for so long, the page gives the connection up. */
function listen(millis, sentence) {
  heard = now();
  clearTimeout(silence);
  silence = setTimeout(() => fail(new Error(sentence)), millis);
}

function fail(error) {
  drop();
  failures++;
  say("lost", reason(error));
  retry(connect, failures, error.retryAfter);
}

function drop() {
  clearTimeout(silence);
  if (!socket) return;
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.close();
  socket = undefined;
}

/** Why an open connection has ended. 1006 stands for no close frame at all. */
function end({ code, reason }) {
  return new Error(reason || (code === 1006 ? "The connection was lost." : `The server closed the WebSocket (${code}).`));
}

/** Why there was no connection. The browser does not tell a page, so it asks by an ordinary request to the same address. */
async function refusal(address) {
  try {
    const response = await request(address, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT) });
    return other(await response.text());
  } catch (error) {
    // "Upgrade Required": that is our server.
    return error.status === 426 ? new Error("The server is there, but a WebSocket to it could not be opened.") : error;
  }
}

const encoder = new TextEncoder();

/** A frame from the server: its payload, and a header of 2, 4 or 10 bytes. */
function wireLength(text) {
  const { length } = encoder.encode(text);
  return length + (length < 126 ? 2 : length < 65_536 ? 4 : 10);
}

onWake(() => {
  if (waiting() || (socket && now() - heard <= STALE)) return;
  say(cursor ? "lost" : "connecting", "Nothing heard lately: connecting again.");
  connect();
});
addEventListener("pagehide", drop); // a browser keeps no page that has a connection

fill("dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); // the example of RFC 6455 §1.3
document.getElementById("take").addEventListener("click", () => fill(...pairOf("board")));

connect();
