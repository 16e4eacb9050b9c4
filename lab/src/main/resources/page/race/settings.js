// The settings of the race. They are the same for all pages that show it, so the sliders follow the server.

import { tell } from "../ask.js";
import { now } from "../clock.js";

const INTERVALS = [100, 250, 500, 1000, 2000, 5000, 10_000];
const SLOWEST = 0.1;
const FASTEST = 50;
const form = document.getElementById("settings");
const notice = document.getElementById("response");
const bound = document.getElementById("manages");

const CROSSING = 500; // for so long after a change, states from before it may arrive
const REST = 150; // when a slider has not moved for so long, its value is sent

let server; // its newest settings
let shown; // as JSON
let wish = {}; // what has been changed here and not been sent
let resting; // the timer
let sending = false;
let deafUntil = 0; // while a slider is moved it must not jump back

const sliders = {
  rate: {
    read: (at) => Number((SLOWEST * (FASTEST / SLOWEST) ** (at / 100)).toPrecision(2)),
    place: (rate) => Math.round((100 * Math.log(rate / SLOWEST)) / Math.log(FASTEST / SLOWEST)),
    say: (rate) => `${rate} a second`,
  },
  interval: {
    read: (at) => INTERVALS[at],
    place: (interval) => INTERVALS.findIndex((other) => other >= interval),
    say: (interval) => `${interval / 1000} s`,
  },
  clients: { read: (at) => at, place: (clients) => clients, say: (clients) => (clients === 1 ? "1 client" : `${clients} clients`) },
};

/** Shows what the server has, unless it is being changed here. */
export function show(settings) {
  if (now() < deafUntil) return;
  server = settings;
  const json = JSON.stringify(settings);
  if (json === shown) return;
  shown = json;
  form.symbol.value = settings.symbol;
  for (const [name, slider] of Object.entries(sliders)) {
    form[name].value = slider.place(settings[name]);
    say(name, settings[name]);
  }
}

/** Says how many extra clients there can be, if they are fewer than are set. */
export function limit(manages) {
  const text = manages === null ? "" : `This machine manages about ${manages} extra clients each with these settings.`;
  if (bound.textContent !== text) bound.textContent = text;
}

function say(name, value) {
  const text = sliders[name].say(value);
  document.getElementById(`${name}-is`).textContent = text;
  form[name].setAttribute("aria-valuetext", text);
}

/** Sends only what was changed here: a slider can't show every value, so it must not send one that it only shows. */
async function send() {
  if (sending) return;
  sending = true;
  while (Object.keys(wish).length > 0) {
    const settings = { ...server, ...wish };
    wish = {};
    await put(settings);
  }
  sending = false;
  shown = undefined; // so the server's next state is shown, whatever it is
  deafUntil = now() + CROSSING;
}

async function put(settings) {
  try {
    await tell("settings", "PUT", settings);
    server = settings;
    notice.textContent = "";
  } catch (error) {
    notice.textContent = error.message;
  }
}

const settingOf = ({ name, value }) => sliders[name]?.read(Number(value)) ?? value;

function changed({ target }) {
  deafUntil = Infinity;
  wish[target.name] = settingOf(target);
  if (sliders[target.name]) say(target.name, wish[target.name]);
  clearTimeout(resting);
  resting = setTimeout(send, REST);
}

// Assistive technology may cause only one of the two events.
for (const event of ["input", "change"]) form.addEventListener(event, changed);
form.addEventListener("submit", (event) => event.preventDefault());
