// Long polling: ask, be held, show the response, ask again at once.

import { forget, onceAFrame, say, set, show, spend } from "./board.js";
import { now, onWake } from "./clock.js";
import { parse, reason, request } from "./quotes.js";
import { cancel, retry, waiting } from "./retry.js";

const TIMEOUT = 35_000; // longer than a server holds a request
const PROMPT = 10_000; // longer than it takes to send a response that is due at once
const MIN_HOLD = 100; // no server holds a request for a shorter time
const STALE = 2000;

let cursor = 0;
let failures = 0;
let connected = false; // whether the last request succeeded
let held; // the request that is held; none during a pause

/** Asks, waits, and asks again as soon as there is a response: so there are never two requests at a time. */
async function watch() {
  cancel();
  // After a failure it asks with the number before: the response comes at once, and shows that the page is connected again.
  const mine = begin(connected ? cursor : Math.max(0, cursor - 1));
  try {
    const news = await ask(mine);
    if (mine !== held) return; // the page has given it up
    take(news);
    if (connected) failures = 0; // else this response came at once, and does not show that the server can hold a request
    connected = true;
    end(news ? "news" : "empty", news ? news.quotes.map((quote) => quote.symbol).join(", ") : "204: nothing new");
    if (cursor) say("live", "Connected: the server holds the request until a price moves.");
    else say("connecting", "The server has no prices yet: it holds the request until one moves.");
    watch();
  } catch (error) {
    if (mine !== held) return;
    connected = false;
    end("trouble", reason(error));
    say("lost", reason(error));
    retry(watch, ++failures, error.retryAfter);
  }
}

/** Asks once and waits. Returns what is new, or nothing when the hold time is over. */
async function ask({ after, controller }) {
  const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(after < cursor ? PROMPT : TIMEOUT)]);
  // no-store: else the browser's cache makes a second tab with the same cursor wait for the response to the first.
  const response = await request(`quotes?after=${after}`, { signal, cache: "no-store" });
  return response.status === 204 ? undefined : parse(await response.text());
}

function take(news) {
  const instant = held.after < cursor || now() - held.began < MIN_HOLD;
  const isNew = news?.quotes.length > 0 && news.seq > held.after;
  if (news) {
    if (news.reset) forget();
    show(news.quotes.filter((quote) => news.reset || quote.seq > cursor));
    cursor = news.seq;
  }
  // A server that holds requests responds at once only with news. Whatever this was, it would respond so again and again.
  if (instant && !isNew) throw new Error("The server responded at once with nothing new.");
}

/** Gives up the request that is held: its response may never come. */
function giveUp(words) {
  if (!held) return;
  held.controller.abort();
  connected = false;
  end("trouble", words);
}

// While a page was asleep, its connection may have ended, and the page was not told.
onWake(() => {
  if (waiting() || (held && now() - held.began < STALE)) return;
  giveUp("the page: it may have slept");
  say("lost", "Asking what this page has missed …");
  watch();
});

// A browser may keep a page that its user has left, in case the user comes back. Its request must not stay held.
addEventListener("pagehide", () => giveUp("the page: it was left"));

// ---- The request that is held, and those before it ----

const ROWS = 8;

const at = (id) => document.getElementById(id);
const body = at("timeline").tBodies[0];
const count = { all: 0, news: 0, empty: 0, trouble: 0 };
const requests = []; // the newest first

function begin(after) {
  held = { after, began: now(), kind: "held", words: "…", controller: new AbortController() };
  requests.unshift(held);
  requests.splice(ROWS);
  count.all++;
  draw();
  return held;
}

function end(kind, words) {
  Object.assign(held, { ended: now(), kind, words });
  held = undefined;
  count[kind]++;
  draw();
}

const draw = onceAFrame(() => {
  const seconds = requests.map(({ began, ended = now() }) => (ended - began) / 1000);
  const longest = Math.max(1, ...seconds);
  requests.forEach((request, i) => drawRow(body.rows[i] ?? addRow(), request, seconds[i], longest));
  set(at("held"), held ? `held for ${seconds[0].toFixed(1)} s` : "–");
  set(at("cursor"), `${cursor}`);
  for (const kind of ["news", "empty", "trouble"]) set(at(kind), count[kind].toLocaleString("en"));
  const more = count.all - requests.length;
  set(at("more"), more ? `… and ${more.toLocaleString("en")} more.` : "");
});

function addRow() {
  const row = body.insertRow();
  const name = document.createElement("th");
  name.scope = "row";
  name.translate = false;
  const bar = document.createElement("span");
  bar.className = "bar";
  row.append(name, document.createElement("td"), document.createElement("td"));
  row.cells[1].append(document.createElement("span"), bar);
  return row;
}

function drawRow(row, { after, kind, words }, seconds, longest) {
  const [name, time, end] = row.cells;
  const [number, bar] = time.children;
  row.className = kind;
  set(name, `${after}`);
  set(number, `${seconds.toFixed(1)} s`);
  bar.style.setProperty("--share", seconds / longest);
  set(end, words);
  end.translate = kind !== "news"; // symbols
}

setInterval(draw, 100);

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.initiatorType === "fetch") spend({ requests: 1, bytes: entry.transferSize });
  }
  performance.clearResourceTimings(); // it keeps 250 entries and then stops
}).observe({ type: "resource" });

watch();
