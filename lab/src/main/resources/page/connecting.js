// The state of the connection in words and, during a pause, when the page tries again.

import { now, onWake } from "./clock.js";

const at = (id) => document.getElementById(id);
const button = at("retry").querySelector("button");
let due; // when the pause is over

/** Shows a state, "connecting", "live", "lost" or "replay", and how long the pause is, if there is one. */
export function say(state, sentence, wait = 0) {
  document.body.dataset.connection = state;
  if (at("connection").textContent !== sentence) at("connection").textContent = sentence;
  due = now() + wait;
  draw();
}

/** Does this when the user presses "Now". */
export function onNow(work) {
  button.addEventListener("click", work);
}

/** Waits for so long, or until the user presses "Now", or until the page wakes up after the time that the lab has asked for. */
export function rest(wait, retryAfter = 0) {
  const allowed = now() + retryAfter;
  return new Promise((over) => {
    setTimeout(over, wait);
    onNow(over);
    onWake(() => now() >= allowed && over());
  });
}

function draw() {
  const left = due - now();
  at("retry").hidden = !(left > 0);
  if (left > 0) at("retry").querySelector("span").textContent = Math.ceil(left / 1000);
}

setInterval(draw, 250);
