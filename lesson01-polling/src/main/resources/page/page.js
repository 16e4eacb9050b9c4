// Polling: ask, show the response, wait, ask again.

import { pause, retryAfter } from "./backoff.js";
import { forget, say, show, spend } from "./board.js";
import { parse } from "./quotes.js";

const TIMEOUT = 10_000;
const HIDDEN = 30_000;

const settings = document.getElementById("polling");
let cursor = 0;
let failures = 0;
let current; // the poll in flight, or the last one
let timer;
let due; // when the next poll begins
let forbidden = 0; // until when the server has asked for silence

async function poll() {
  clearTimeout(timer);
  due = undefined;
  current?.abort(); // the responses to two polls at once could come in the wrong order
  const mine = new AbortController();
  current = mine;
  try {
    const news = await ask(AbortSignal.any([mine.signal, AbortSignal.timeout(TIMEOUT)]));
    if (mine !== current) return; // late: a newer poll has begun
    take(news);
    failures = 0;
    say("live", `Connected: asking every ${settings.interval.value / 1000} s.`);
  } catch (error) {
    if (mine !== current) return;
    failures++;
    forbidden = Date.now() + (error.retryAfter ?? 0);
    say("lost", `${reason(error)} Trying again, ${failures < 2 ? "soon" : "less and less often"}.`);
  }
  wait();
}

/** Asks once. Returns what is new, or nothing. */
async function ask(signal) {
  const etag = settings.way.value === "etag"; // the browser itself keeps the response and sends If-None-Match
  const response = await fetch(etag ? "quotes" : `quotes?after=${cursor}`, { signal });
  if (response.status === 204) return undefined;
  if (response.status !== 200) throw refusal(response);
  const news = parse(await response.text());
  return news.seq === cursor ? undefined : news;
}

function refusal({ status, headers }) {
  return Object.assign(new Error(`The server responded with ${status}.`), { retryAfter: retryAfter(headers.get("Retry-After")) });
}

function take(news) {
  if (news) {
    if (news.reset) forget();
    show(news.quotes.filter((quote) => news.reset || quote.seq > cursor));
    cursor = news.seq;
  }
  count(news);
}

/** The next poll begins when this one is over, not at fixed times: so a slow server is asked less often. */
function wait() {
  const interval = Number(settings.interval.value);
  const visible = failures ? pause(failures, Math.max(0, forbidden - Date.now())) : interval;
  const millis = Math.max(visible, document.hidden ? HIDDEN : 0);
  due = Date.now() + millis;
  timer = setTimeout(poll, millis);
}

function reason(error) {
  if (error.name === "TimeoutError") return `No response within ${TIMEOUT / 1000} s.`;
  return error instanceof TypeError ? "The server can’t be reached." : error.message;
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && Date.now() >= forbidden) poll();
});
settings.addEventListener("submit", (event) => {
  event.preventDefault();
  poll();
});
settings.addEventListener("change", poll);

// ---- What the polls bring and cost ----

const polls = { all: 0, wasted: 0 };

function count(news) {
  polls.all++;
  if (!news) polls.wasted++;
  document.getElementById("wasted").textContent = `${polls.wasted} of ${polls.all}`;
  document.getElementById("cursor").textContent = cursor;
}

setInterval(() => {
  const left = Math.max(0, due - Date.now()) / 1000;
  document.getElementById("next").textContent = due ? `next in ${left.toFixed(1)} s` : "under way";
}, 100);

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.initiatorType === "fetch") spend({ requests: 1, bytes: entry.transferSize });
  }
  performance.clearResourceTimings(); // it keeps 250 entries and then stops
}).observe({ type: "resource" });

poll();
