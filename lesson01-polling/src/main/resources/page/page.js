// Polling: ask, show the answer, wait, ask again.

import { forget, say, show, spend } from "./board.js";

const TIMEOUT = 10_000;
const HIDDEN = 30_000;

const settings = document.getElementById("polling");
let cursor = 0;
let failures = 0;
let current; // the poll in flight, or the last one
let timer;
let due; // when the next poll begins

async function poll() {
  clearTimeout(timer);
  due = undefined;
  current?.abort(); // two polls at once could answer in the wrong order
  const mine = (current = new AbortController());
  try {
    const answer = await ask(AbortSignal.any([mine.signal, AbortSignal.timeout(TIMEOUT)]));
    if (mine !== current) return; // late: a newer poll has begun
    failures = 0;
    take(answer);
    say("live", `Connected: asking every ${settings.interval.value / 1000} s.`);
  } catch (error) {
    if (mine !== current) return;
    failures++;
    say("lost", `${reason(error)} Trying again, ${failures < 2 ? "soon" : "less and less often"}.`);
  }
  wait();
}

/** Asks once. The answer is what is new, or nothing. */
async function ask(signal) {
  const etag = settings.way.value === "etag"; // the browser itself keeps the answer and sends If-None-Match
  const response = await fetch(etag ? "quotes" : `quotes?after=${cursor}`, { signal });
  if (response.status === 204) return undefined;
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  const answer = await response.json();
  return answer.seq === cursor ? undefined : answer;
}

function take(news) {
  if (news) {
    if (news.reset) forget();
    show(news.quotes.filter((quote) => news.reset || quote.seq > cursor));
    cursor = news.seq;
  }
  count(news);
}

/** The next poll begins when this one is over, not on a beat of its own: so a slow server is asked less often. */
function wait() {
  const interval = Number(settings.interval.value);
  const backoff = Math.min(30_000, 500 * 2 ** failures) * (0.5 + Math.random() / 2);
  const pause = Math.max(failures ? backoff : interval, document.hidden ? HIDDEN : 0);
  due = Date.now() + pause;
  timer = setTimeout(poll, pause);
}

function reason(error) {
  if (error.name === "TimeoutError") return `No answer within ${TIMEOUT / 1000} s.`;
  return error instanceof TypeError ? "The server can’t be reached." : error.message;
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) poll();
});
settings.addEventListener("submit", (event) => {
  event.preventDefault();
  poll();
});
settings.addEventListener("change", poll);

// ---- What the polls bring and cost ----

const answers = { all: 0, wasted: 0 };

function count(answer) {
  answers.all++;
  if (!answer) answers.wasted++;
  document.getElementById("wasted").textContent = `${answers.wasted} of ${answers.all}`;
  document.getElementById("cursor").textContent = cursor;
}

setInterval(() => {
  const left = Math.max(0, due - Date.now()) / 1000;
  document.getElementById("next").textContent = due ? `next in ${left.toFixed(1)} s` : "waiting for the answer";
}, 100);

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.initiatorType === "fetch") spend({ requests: 1, bytes: entry.transferSize });
  }
  performance.clearResourceTimings(); // it keeps 250 entries and then stops
}).observe({ type: "resource" });

poll();
