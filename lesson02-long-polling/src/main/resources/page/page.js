// Long polling: ask, be held, show the response, ask again at once.

import { pause, retryAfter } from "./backoff.js";
import { forget, say, show, spend } from "./board.js";
import { json, parse } from "./quotes.js";

const TIMEOUT = 35_000; // longer than a server holds a request
const SHORTEST_HOLD = 100; // no server holds a request for a shorter time

let cursor = 0;
let failures = 0;
let request; // the one that is held: when it began, and how to end it; none during a pause
let due; // when the pause is over

/** The only loop. It runs as long as the page lives, so there are never two requests at a time. */
async function watch() {
  for (;;) {
    const began = Date.now();
    try {
      const { news, after } = await ask();
      failures = 0;
      take(news);
      say("live", "Connected: the server holds the request until a price moves.");
      const isNew = news?.seq > after;
      if (!isNew && Date.now() - began < SHORTEST_HOLD) await rest(500); // something has responded that holds nothing
    } catch (error) {
      failures++;
      end("trouble", reason(error));
      say("lost", `${reason(error)} Trying again, ${failures < 2 ? "soon" : "less and less often"}.`);
      await rest(pause(failures, error.retryAfter));
    }
  }
}

/** Asks once and waits. Returns the number after which it has asked, and what is new: nothing when the hold time is over. */
async function ask() {
  // After a failure it asks with the number before: that response comes at once, and shows that the page is connected again.
  const after = failures && cursor ? cursor - 1 : cursor;
  const { signal } = begin(after);
  // no-store: else the browser's cache makes a second tab with the same cursor wait for the response to the first.
  const response = await fetch(`quotes?after=${after}`, { signal, cache: "no-store" });
  if (response.status === 204) return { after };
  if (response.status !== 200) throw await refusal(response);
  return { after, news: parse(await response.text()) };
}

function take(news) {
  if (!news) return end("empty", "204: nothing new");
  if (news.reset) forget();
  show(news.quotes.filter((quote) => news.reset || quote.seq > cursor));
  cursor = news.seq;
  end("news", news.quotes.map((quote) => quote.symbol).join(", "));
}

/** The server says in a problem document what is wrong. What stands between does not, whatever the type of its response. */
async function refusal(response) {
  const isProblem = /^application\/problem\+json *(;|$)/i.test(response.headers.get("Content-Type"));
  const detail = isProblem && json(await response.text().catch(() => ""))?.detail; // it may also be cut off
  const sentence = detail && typeof detail === "string" ? detail : `The server responded with ${response.status}.`;
  return Object.assign(new Error(sentence), { retryAfter: retryAfter(response.headers.get("Retry-After")) });
}

async function rest(millis) {
  due = Date.now() + millis;
  await new Promise((over) => setTimeout(over, millis));
}

function reason(error) {
  if (error.name === "TimeoutError") return `No response within ${TIMEOUT / 1000} s.`;
  return error instanceof TypeError ? "The server can’t be reached." : error.message;
}

/** While a laptop sleeps, the browser's timers stop, but its clock goes on: by the clock, a request may be overdue. */
function wake() {
  if (request && Date.now() - request.began > TIMEOUT) request.abort(new DOMException("", "TimeoutError"));
}

// The browser may keep a page that its user has left, in case the user comes back. Then the loop goes on.
addEventListener("pagehide", () => request?.abort(new Error("This page was left.")));

// ---- The request that is held, and those before it ----

const ROWS = 8;

const rows = document.getElementById("timeline").tBodies[0];

function begin(after) {
  const controller = new AbortController();
  request = { began: Date.now(), row: addRow(after), abort: (cause) => controller.abort(cause) };
  document.getElementById("cursor").textContent = after;
  return { signal: AbortSignal.any([controller.signal, AbortSignal.timeout(TIMEOUT)]) };
}

function end(kind, words) {
  const count = document.getElementById(kind);
  count.textContent = Number(count.textContent) + 1;
  draw();
  request.row.className = kind;
  request.row.cells[2].textContent = words;
  request = undefined;
}

function addRow(after) {
  const row = rows.insertRow(0);
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = after;
  const bar = document.createElement("span");
  bar.className = "bar";
  row.append(name, document.createElement("td"), document.createElement("td"));
  row.className = "held";
  row.cells[1].append(document.createElement("span"), bar);
  row.cells[2].textContent = "…";
  while (rows.rows.length > ROWS) rows.deleteRow(ROWS);
  return row;
}

function draw() {
  if (request) {
    const seconds = (Date.now() - request.began) / 1000;
    request.row.dataset.seconds = seconds;
    request.row.cells[1].firstChild.textContent = `${seconds.toFixed(1)} s`;
    document.getElementById("held").textContent = `held for ${seconds.toFixed(1)} s`;
  } else {
    document.getElementById("held").textContent = `next in ${(Math.max(0, due - Date.now()) / 1000).toFixed(1)} s`;
  }
  const longest = Math.max(1, ...[...rows.rows].map((row) => row.dataset.seconds));
  for (const row of rows.rows) row.querySelector(".bar").style.setProperty("--share", row.dataset.seconds / longest);
}

setInterval(() => {
  wake();
  draw();
}, 100);

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.initiatorType === "fetch") spend({ requests: 1, bytes: entry.transferSize });
  }
  performance.clearResourceTimings(); // it keeps 250 entries and then stops
}).observe({ type: "resource" });

watch();
