// Polling: ask, show the response, wait, ask again.

import { forget, say, show, spend } from "./board.js";
import { now, onWake } from "./clock.js";
import { parse, reason, request } from "./quotes.js";
import { cancel, retry, waiting } from "./retry.js";

const TIMEOUT = 10_000;
const HIDDEN = 30_000;
const STALE = 2000;

const settings = document.getElementById("polling");
let cursor = 0;
let failures = 0;
let current; // the poll in flight, or the last one
let began; // when it began
let asked = 0; // when the last poll that got a response began
let timer;
let due; // when the next one begins
let used; // the settings of the last one

async function poll() {
  clearTimeout(timer);
  cancel();
  due = undefined;
  used = chosen();
  current?.abort(); // the responses to two polls at once could come in the wrong order
  const mine = new AbortController();
  current = mine;
  began = now();
  try {
    const news = await ask(AbortSignal.any([mine.signal, AbortSignal.timeout(TIMEOUT)]));
    if (mine !== current) return; // late: a newer poll has begun
    take(news);
    asked = began;
    failures = 0;
    const asking = `asking every ${settings.interval.value / 1000} s`;
    if (cursor) say("live", `Connected: ${asking}.`);
    else say("connecting", `The server has no prices yet: ${asking}.`);
    wait();
  } catch (error) {
    if (mine !== current) return;
    failures++;
    say("lost", reason(error));
    retry(poll, failures, error.retryAfter);
  }
}

function chosen() {
  return `${settings.interval.value} ${settings.way.value}`;
}

/** Asks once. Returns what is new, or nothing. */
async function ask(signal) {
  const etag = settings.way.value === "etag"; // the browser itself keeps the response and sends If-None-Match
  const response = await request(etag ? "quotes" : `quotes?after=${cursor}`, { signal });
  if (response.status === 204) return undefined;
  const news = parse(await response.text());
  return news.seq === cursor ? undefined : news;
}

function take(news) {
  if (news) {
    if (news.reset) forget();
    show(
      news.quotes.filter((quote) => news.reset || quote.seq > cursor),
      now() - asked,
    );
    cursor = news.seq;
  }
  count(news);
}

/** The next poll begins when this one is over, not at fixed times: so a slow server is asked less often. */
function wait() {
  const millis = Math.max(settings.interval.value, document.hidden ? HIDDEN : 0);
  due = now() + millis;
  timer = setTimeout(poll, millis);
}

onWake(() => {
  const overdue = now() - began > STALE; // its response may have been lost while the page was asleep
  if (!waiting() && (due || overdue)) poll();
});
settings.addEventListener("submit", (event) => {
  event.preventDefault();
  poll();
});
// Assistive technology may cause only one of the two events.
for (const event of ["input", "change"]) settings.addEventListener(event, () => chosen() !== used && poll());

// ---- What the polls bring and cost ----

const polls = { all: 0, wasted: 0 };

function count(news) {
  polls.all++;
  if (!news) polls.wasted++;
  document.getElementById("wasted").textContent = `${polls.wasted} of ${polls.all}`;
  document.getElementById("cursor").textContent = cursor;
}

setInterval(() => {
  const left = Math.max(0, due - now()) / 1000;
  const next = due ? `next in ${left.toFixed(1)} s` : "under way";
  document.getElementById("next").textContent = waiting() ? "–" : next;
}, 100);

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.initiatorType === "fetch") spend({ requests: 1, bytes: entry.transferSize });
  }
  performance.clearResourceTimings(); // it keeps 250 entries and then stops
}).observe({ type: "resource" });

poll();
