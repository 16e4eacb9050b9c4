// Comes back after a failure, after a pause. The user sees the pause, and can end it.

import { pause } from "./backoff.js";
import { now, onWake } from "./clock.js";

const at = (id) => document.getElementById(id);
let plan; // what to do after the pause, and when

/**
 * Does it again after a pause: see pause(). The page says for how long, and its button "Now" ends the pause. So does waking
 * up, unless the server has asked for a longer one.
 */
export function retry(work, failures, retryAfter = 0) {
  cancel();
  plan = { work, due: now() + pause(failures, retryAfter), allowed: now() + retryAfter };
  plan.timer = setTimeout(go, plan.due - now());
  draw();
}

/** Whether there is such a pause now. */
export function waiting() {
  return plan !== undefined;
}

/** Ends the pause, and does nothing: the page has begun by itself. */
export function cancel() {
  clearTimeout(plan?.timer);
  plan = undefined;
  draw();
}

function go() {
  const { work } = plan;
  cancel();
  work();
}

function draw() {
  if (!plan && at("again").contains(document.activeElement)) at("connection").focus(); // what is hidden loses the focus
  at("again").hidden = !plan;
  if (plan) at("pause").textContent = Math.max(1, Math.ceil((plan.due - now()) / 1000));
}

at("connection").tabIndex = -1;
at("now").addEventListener("click", go);
onWake(() => plan && now() >= plan.allowed && go());
setInterval(draw, 200);
