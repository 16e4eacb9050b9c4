// Time that nobody can set, and that goes on while the computer sleeps.

const TICK = 1000;
const MOMENT = 10;
const ASLEEP = 5000; // the timers of a page that is shown are never so late

const opened = Date.now() - performance.now();
let slept = 0; // what the steady clock has not counted
let last; // what both clocks have shown

/**
 * Milliseconds since this page was opened. One clock can be set, the other one stands still while the computer sleeps. They
 * are not compared if much time passes between reading one and the other.
 */
export function now() {
  const before = performance.now();
  const wall = Date.now();
  const steady = performance.now();
  if (steady - before < MOMENT) {
    const missed = last ? wall - last.wall - (steady - last.steady) : 0;
    if (missed > TICK) slept += missed; // the computer was asleep, or somebody has set the clock forward: nobody can tell
    last = { wall, steady };
  }
  return steady + slept;
}

/** The time of day in milliseconds: that of the moment when the page was opened, and what has passed since. */
export function time() {
  return opened + now();
}

/**
 * Calls when the page may have been asleep: it is shown again, or comes back from the browser's memory, or is online again,
 * or its timers have stood still. What has come in the meantime may be lost, and no connection can be trusted.
 */
export function onWake(call) {
  document.addEventListener("visibilitychange", () => !document.hidden && call());
  document.addEventListener("resume", call);
  addEventListener("pageshow", ({ persisted }) => persisted && call());
  addEventListener("online", call);
  let ticked = now();
  setInterval(() => {
    const late = now() - ticked;
    ticked += late;
    if (late > ASLEEP && !document.hidden) call();
  }, TICK);
}
