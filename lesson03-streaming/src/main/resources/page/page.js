// Streaming: one response that never ends, read by the browser's EventSource or, line by line, by this page.

import { forget, onceAFrame, say, set, show, spend } from "./board.js";
import { now, onWake, time } from "./clock.js";
import { protocol } from "./crowd.js";
import { other, parse, reason, request } from "./quotes.js";
import { cancel, retry, waiting } from "./retry.js";

const SILENCE = 20_000; // the server sends a keep-alive every 15 s
const TIMEOUT = 10_000;
const SLOW = 3000; // a stream that opens takes milliseconds
const STALE = 2000;
const MAX_LINE = 1_000_000;
const at = (id) => document.getElementById(id);

const settings = at("streaming");
let way; // the one in use
let stream; // aborts what is under way: a stream, or the request that asks why there is none
let isOpen = false;
let cursor = 0;
let failures = 0; // since the last price
let heard; // when something last came, or the page last opened a stream
let slow; // the timer that says when a stream doesn't open

function connect() {
  cancel();
  stream?.abort();
  stream = new AbortController();
  isOpen = false;
  heard = now();
  way = ways[settings.way.value];
  at("state-name").textContent = way.state;
  at("measured").textContent = way.measured;
  at("way-note").textContent = way.note;
  if (!failures) say("connecting", "Opening the stream …");
  spend({ requests: 1 });
  way.open(stream.signal);
  clearTimeout(slow);
  slow = setTimeout(() => say(cursor ? "lost" : "connecting", `No response yet: ${suspicion}`), SLOW);
}

/** Asks with the number before the cursor: those prices come at once, and show that the page is connected. */
function address(path) {
  return `${path}?after=${Math.max(0, cursor - 1)}`;
}

// ---- Server-Sent Events: the browser splits the stream into events, and reconnects by itself ----

function events(signal) {
  const source = new EventSource(address("events"));
  signal.addEventListener("abort", () => source.close());
  state(source);
  source.onopen = () => {
    state(source);
    opened();
  };
  source.addEventListener("quotes", ({ data, lastEventId }) => {
    const bytes = utf8.encode(data).length;
    spend({ bytes });
    note(`event quotes, id ${lastEventId}, ${bytes} bytes of data`, data);
    try {
      take(data);
    } catch (error) {
      fail(error);
    }
  });
  source.onerror = async () => {
    state(source);
    if (source.readyState === EventSource.CONNECTING && !failures) {
      failures++;
      spend({ requests: 1 }); // the one that the browser is about to make
      lost("The stream is lost. The browser reconnects by itself.");
    } else {
      // It has given up for good, or its attempt to reconnect has failed. It would never wait longer.
      const unknown = new Error(isOpen ? "The stream has ended." : "The stream did not open.");
      source.close();
      state(source);
      lost("There is no stream. EventSource does not say why, so the page asks …");
      const error = await why(signal);
      if (!signal.aborted) fail(error ?? unknown);
    }
  };
}

function state({ readyState }) {
  at("state").textContent = ["0 · connecting", "1 · open", "2 · closed"][readyState];
}

/** The page itself makes the request once more, and sees the status, the type and Retry-After. No error: now all is well. */
async function why(signal) {
  const enough = new AbortController();
  spend({ requests: 1 });
  try {
    await ask("events", "text/event-stream", AbortSignal.any([signal, enough.signal, AbortSignal.timeout(TIMEOUT)]));
    return undefined;
  } catch (error) {
    return error;
  } finally {
    enough.abort(); // the prices that it brings are not read
  }
}

// ---- The plain stream: this page itself splits the bytes into lines, and reconnects ----

async function lines(signal) {
  at("state").textContent = "fetching";
  try {
    const body = await ask("stream", "application/x-ndjson", signal);
    at("state").textContent = "reading";
    opened();
    await read(body.getReader());
    throw new Error("The stream has ended.");
  } catch (error) {
    if (signal.aborted) return;
    fail(error instanceof TypeError ? new Error("The stream is lost.") : error);
  }
}

/** Reads the pieces as they come from the network. What the server sent as one may come as several, or several as one. */
async function read(reader) {
  const decoder = new TextDecoder(); // keeps the first half of a character until the second half comes
  let text = "";
  for (;;) {
    const { value: chunk, done } = await reader.read();
    if (done) return;
    heard = now();
    text += decoder.decode(chunk, { stream: true });
    const whole = text.split("\n");
    text = whole.pop(); // the last piece is a line that is not over yet
    if (text.length > MAX_LINE) throw other(text);
    const messages = whole.filter((line) => line !== "");
    spend({ bytes: chunk.length });
    note(`chunk of ${chunk.length} bytes, ends ${plural(messages.length, "message")}`, chunk);
    messages.forEach(take);
  }
}

// ---- Both ----

const ways = {
  events: {
    open: events,
    state: "readyState",
    closed: "2 · closed",
    silence: "the market is quiet or the connection is dead. EventSource does not say which.",
    measured:
      "Only the bytes of the events’ data are counted. EventSource does not show the page the ids, the names, the " +
      "comments and the headers, and the browser counts the bytes of a stream only when it is over.",
    note:
      "After a lost connection EventSource reconnects, with the last id it has seen. After any response but 200 " +
      "with text/event-stream it does not reconnect: then the page asks why, and opens another one. It does not " +
      "show the comments that say “still here”.",
  },
  stream: {
    open: lines,
    state: "This page is",
    closed: "waiting to come back",
    silence: "not even a keep-alive.",
    measured: "The bytes of the body are counted, as the page reads them. The headers and the lengths of the chunks are not counted.",
    note:
      "A chunk is not a message: the page keeps what comes after the last line break until the rest of that line " +
      "comes. The page itself must reconnect, and send its cursor.",
  },
};

/** Asks for a stream. Returns its body. Only a 200 with the right type is a stream. */
async function ask(path, type, signal) {
  const { status, headers, body } = await request(address(path), { signal });
  if (status !== 200) throw new Error(`The server responded with ${status}.`);
  const given = headers.get("Content-Type") ?? "no type";
  if (given.split(";")[0].trim().toLowerCase() !== type) throw new Error(`The server sends ${given.slice(0, 60)}, not ${type}.`);
  return body;
}

// The browser does not tell a page why its stream doesn't open.
const suspicion =
  protocol === "HTTP/1.1"
    ? "the server is slow, a proxy keeps the response back, or the browser waits for a free connection. Over " +
      "HTTP/1.1 it opens six to a host, and each open stream holds one."
    : "the server is slow, or a proxy keeps the response back.";

const returns = { count: 0, waiting: false, since: 0 };

/** A stream that opens has the right status and type. Only when prices come is all well. */
function opened() {
  clearTimeout(slow);
  isOpen = true;
  heard = now();
  say(failures ? "lost" : "connecting", "The stream is open. Waiting for prices.");
  if (returns.waiting) {
    returns.waiting = false;
    returns.count++;
    returns.since = cursor;
    at("returns").textContent = plural(returns.count, "time");
    at("brought").textContent = `nothing newer than ${cursor} yet`;
  }
}

function take(text) {
  const { seq, quotes, reset } = parse(text);
  heard = now();
  failures = 0;
  if (reset) forget();
  const news = quotes.filter((quote) => reset || quote.seq > cursor);
  if (returns.since && news.length) {
    at("brought").textContent = `${plural(news.length, "price")} newer than ${returns.since}`;
    returns.since = 0;
  }
  show(news);
  say("live", "Connected: prices come as they move.");
  cursor = seq;
  draw();
}

function lost(sentence) {
  clearTimeout(slow);
  isOpen = false;
  heard = now();
  returns.waiting = true;
  say("lost", sentence);
}

/** Opens another stream after a pause. */
function fail(error) {
  stream.abort();
  failures++;
  lost(reason(error));
  at("state").textContent = way.closed;
  retry(connect, failures, error.retryAfter);
}

setInterval(() => {
  if (waiting() || now() - heard < SILENCE) return;
  const seconds = `for ${SILENCE / 1000} s`;
  fail(new Error(isOpen ? `Nothing ${seconds}: ${way.silence}` : `No response ${seconds}: ${suspicion}`));
}, 1000);

onWake(() => !waiting() && now() - heard > STALE && connect());
addEventListener("pagehide", () => {
  stream.abort(); // a browser does not keep a page with an open stream for its Back button
  heard = Number.NEGATIVE_INFINITY;
});

settings.addEventListener("submit", (event) => {
  event.preventDefault();
  connect();
});
// Assistive technology may cause only one of the two events.
for (const event of ["input", "change"]) settings.addEventListener(event, () => ways[settings.way.value] !== way && connect());

// ---- What has arrived, the newest first ----

const SHOWN = 8;
const EXCERPT = 500;
const utf8 = new TextEncoder();
const fresh = []; // the newest that are not drawn yet
let noted = 0;

/** Notes what has come: a text, or its bytes. */
function note(title, content) {
  noted++;
  fresh.push({ title, content, came: time() });
  if (fresh.length > SHOWN) fresh.shift();
  draw();
}

const draw = onceAFrame(() => {
  at("log").prepend(...fresh.splice(0).reverse().map(item));
  while (at("log").children.length > SHOWN) at("log").lastElementChild.remove();
  set(at("more"), noted > SHOWN ? `… and ${(noted - SHOWN).toLocaleString("en")} more` : "");
  set(at("last-id"), String(cursor));
});

function item({ title, content, came }) {
  const element = document.createElement("li");
  const head = document.createElement("span");
  const code = document.createElement("code");
  head.textContent = `${new Date(came).toLocaleTimeString()} · ${title}`;
  code.textContent = excerpt(content);
  code.translate = false;
  element.append(head, code);
  return element;
}

/** The beginning, with a sign for each line break. */
function excerpt(content) {
  const beginning = content.slice(0, EXCERPT);
  const text = typeof content === "string" ? beginning : new TextDecoder().decode(beginning);
  const signs = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return content.length > EXCERPT ? `${signs} …` : signs;
}

function plural(count, thing) {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

connect();
