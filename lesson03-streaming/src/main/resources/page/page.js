// Streaming: one response that never ends, read by the browser's EventSource or, line by line, by this page.

import { pause, retryAfter } from "./backoff.js";
import { forget, say, show, spend } from "./board.js";
import { protocol } from "./crowd.js";
import { parse } from "./quotes.js";

const SILENCE = 20_000; // the server sends a keep-alive every 15 s
const SLOW = 3000; // a stream that opens takes milliseconds
const at = (id) => document.getElementById(id);

const settings = at("streaming");
let cursor = 0;
let close = () => {}; // ends the stream in use
let failures = 0;
let timer; // opens another stream after a failure
let heard; // when something last came
let slow; // says so when a stream doesn't open

// ---- Server-Sent Events: the browser cuts the stream into events, and comes back by itself ----

function events() {
  const source = new EventSource(`events?after=${after()}`);
  spend({ requests: 1 });
  state(source);
  source.onopen = () => {
    state(source);
    opened();
  };
  source.addEventListener("quotes", (event) => {
    const bytes = new TextEncoder().encode(event.data).length;
    spend({ bytes });
    log(`event quotes, id ${event.lastEventId}, ${bytes} bytes of data`, event.data);
    try {
      take(parse(event.data));
    } catch (error) {
      source.close();
      state(source);
      comeBack(error.message);
    }
  });
  source.onerror = () => {
    state(source);
    if (source.readyState === EventSource.CLOSED) {
      closed("The server sent no event stream. EventSource has given up for good.");
    } else {
      spend({ requests: 1 }); // the one that the browser is about to make
      lost("The stream is lost. The browser is coming back by itself.");
    }
  };
  const watch = setInterval(() => {
    const silent = source.readyState === EventSource.OPEN && Date.now() - heard > SILENCE;
    if (silent)
      say("connecting", "Connected, but nothing has come for a while: a quiet market or a dead connection, EventSource does not tell.");
  }, 1000);
  return () => {
    clearInterval(watch);
    source.close();
  };
}

function state({ readyState }) {
  at("state").textContent = ["0 · connecting", "1 · open", "2 · closed"][readyState];
}

// ---- The plain stream: this page cuts the bytes into lines, and has to come back by itself ----

function lines() {
  const abort = new AbortController();
  (async () => {
    try {
      await read(abort);
      comeBack("The stream has ended.");
    } catch (error) {
      if (abort.signal.aborted && abort.signal.reason !== SILENCE) return;
      abort.abort(); // what else this stream may bring is not wanted
      comeBack(reason(error), error.retryAfter);
    }
    at("state").textContent = "waiting to come back";
  })();
  return () => abort.abort();
}

async function read(abort) {
  at("state").textContent = "fetching";
  spend({ requests: 1 });
  heard = Date.now();
  const watch = watchdog(abort);
  try {
    const response = await fetch(`stream?after=${after()}`, { signal: abort.signal });
    if (response.status !== 200) throw refusal(response);
    const type = response.headers.get("Content-Type");
    if (!/^application\/x-ndjson *(;|$)/i.test(type)) throw new Error(`The server sent ${type ?? "no type"}, which is no stream of lines.`);
    at("state").textContent = "reading";
    opened();
    const decoder = new TextDecoder(); // keeps the first half of a character until the second has come
    let text = "";
    for await (const chunk of chunks(response.body)) {
      heard = Date.now();
      text += decoder.decode(chunk, { stream: true });
      const whole = text.split("\n");
      text = whole.pop(); // the last piece is a line that is not over yet
      const messages = whole.filter((line) => line !== "");
      spend({ bytes: chunk.length });
      log(`chunk of ${chunk.length} bytes, ends ${plural(messages.length, "message")}`, new TextDecoder().decode(chunk));
      messages.forEach((line) => take(parse(line)));
    }
  } finally {
    clearInterval(watch);
  }
}

/** The pieces as the network hands them over. What the server sent as one may come as several, or several as one. */
async function* chunks(body) {
  const reader = body.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** Even without news there is an empty line every 15 s. When none comes, the connection is dead. */
function watchdog(abort) {
  return setInterval(() => {
    if (Date.now() - heard > SILENCE) abort.abort(SILENCE);
  }, 1000);
}

function refusal({ status, headers }) {
  return Object.assign(new Error(`The server responded with ${status}.`), { retryAfter: retryAfter(headers.get("Retry-After")) });
}

function reason(error) {
  if (error === SILENCE) return `Not even a keep-alive for ${SILENCE / 1000} s.`;
  return error instanceof TypeError ? "The stream is lost." : error.message;
}

// ---- Both ----

const returns = { count: 0, waiting: false, since: 0 };

function connect() {
  clearTimeout(timer);
  close();
  const way = ways[settings.way.value];
  at("state-name").textContent = way.state;
  at("measured").textContent = way.measured;
  at("way-note").textContent = way.note;
  close = way.open();
  clearTimeout(slow);
  slow = setTimeout(() => say(cursor ? "lost" : "connecting", `No response for ${SLOW / 1000} s: ${suspicion}`), SLOW);
}

// A page is not told why its stream doesn't open.
const suspicion =
  protocol === "HTTP/1.1"
    ? "the server is slow, a proxy keeps the response back, or the browser waits for a free connection. Over " +
      "HTTP/1.1 it opens six to a host, and each open stream holds one."
    : "the server is slow, or a proxy keeps the response back.";

const ways = {
  events: {
    open: events,
    state: "readyState",
    measured:
      "Bytes are those of the events’ data. EventSource shows neither ids and names nor comments and heads, and" +
      " the browser measures a stream only when it is over.",
    note:
      "EventSource comes back after a lost connection with the last id it has seen. After any response but 200 " +
      "with text/event-stream it does not come back. It does not show the comments that say “still here”.",
  },
  stream: {
    open: lines,
    state: "This page is",
    measured:
      "Bytes are those of the body, counted from the stream itself. The head of the response and those of the chunks are not in it.",
    note:
      "A chunk is not a message: the page keeps what is left after the last line break until the rest of it " +
      "comes. The page itself has to come back, and to say where it was.",
  },
};

function opened() {
  clearTimeout(slow);
  heard = Date.now();
  // A stream that opens has the right status and type. At first, and after nonsense, only prices show that all is well.
  if (cursor && !failures) live();
  else say(cursor ? "lost" : "connecting", "The stream is open. Waiting for prices.");
  if (returns.waiting) {
    returns.waiting = false;
    returns.count++;
    returns.since = cursor;
    at("returns").textContent = plural(returns.count, "time");
    at("brought").textContent = `nothing newer than ${cursor} yet`;
  }
}

function live() {
  say("live", "Connected: prices come as they move.");
}

/** After a failure it asks with the number before: those prices come at once, and show that the page is connected again. */
function after() {
  return failures && cursor ? cursor - 1 : cursor;
}

/** Opens another stream after a pause, where the browser does not. */
function comeBack(sentence, retryAfter) {
  failures++;
  lost(`${sentence} The page is coming back.`);
  timer = setTimeout(connect, pause(failures, retryAfter));
}

function lost(sentence) {
  clearTimeout(slow);
  returns.waiting = true;
  say("lost", sentence);
}

function closed(sentence) {
  clearTimeout(slow);
  returns.waiting = true;
  say("lost", `${sentence} “Connect anew” tries again.`);
}

function take(message) {
  heard = Date.now();
  failures = 0;
  if (message.reset) forget();
  const news = message.quotes.filter((quote) => message.reset || quote.seq > cursor);
  if (returns.since && news.length) {
    at("brought").textContent = `${plural(news.length, "price")} newer than ${returns.since}`;
    returns.since = 0;
  }
  show(news);
  live();
  cursor = message.seq;
  at("last-id").textContent = cursor;
}

function plural(count, thing) {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

function log(title, text) {
  const item = document.createElement("li");
  const head = document.createElement("span");
  const code = document.createElement("code");
  head.textContent = `${new Date().toLocaleTimeString()} · ${title}`;
  code.textContent = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  item.append(head, code);
  at("log").prepend(item);
  if (at("log").children.length > 8) at("log").lastElementChild.remove();
}

settings.addEventListener("submit", (event) => {
  event.preventDefault();
  connect();
});
settings.addEventListener("change", connect);

connect();
