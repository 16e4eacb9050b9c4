// The race: what the server says of its racers goes to the cards, the charts and the table.

import { watch } from "../microscope/faults.js";
import { Card, duration, overhead } from "./card.js";
import { roundUp } from "./chart.js";
import { Minute } from "./minute.js";
import * as settings from "./settings.js";
import { follow } from "./state.js";

const at = (id) => document.getElementById(id);
const whole = (number) => Math.round(number).toLocaleString("en");
const racers = new Map(); // name → { card, minute, row }

let race; // when it began
let clock; // the server's time minus this page's steady one; undefined when nobody knows

follow({
  state({ began, time, settings: set, manages, racers: standings }) {
    clock = time - performance.now();
    if (began !== race) racers.forEach(({ minute }) => minute.clear());
    race = began;
    say("live", "Connected: the race is on.");
    settings.show(set);
    settings.limit(manages);
    if (racers.size === 0)
      watch(
        "all",
        standings.map(({ name }) => name),
      );
    for (const standing of standings) {
      const racer = racers.get(standing.name) ?? enter(standing);
      racer.minute.add(time, standing);
      racer.card.show(standing, set.symbol);
    }
    draw(time);
  },
  lost(heard) {
    if (clock !== undefined) racers.forEach(({ minute }) => minute.gap(performance.now() + clock));
    clock = undefined;
    const since = new Date(heard).toLocaleTimeString();
    say("lost", `The connection to the lab is lost. Trying again. Nothing heard since ${since}: what is shown is from then.`);
  },
});

function say(state, sentence) {
  document.body.dataset.connection = state;
  if (at("connection").textContent !== sentence) at("connection").textContent = sentence;
}

function enter({ name, title }) {
  const row = at("minute").querySelector("tbody").insertRow();
  const head = row.appendChild(document.createElement("th"));
  head.scope = "row";
  head.textContent = title;
  const racer = { card: new Card(at("cards"), title), minute: new Minute(), row };
  racers.set(name, racer);
  return racer;
}

/** All five on the same scales, or nobody could compare them. */
function draw(now) {
  const all = [...racers.values()].map(({ card, minute }) => ({ card, late: minute.late, bytes: minute.bytes }));
  chart("late", all, now, 10, duration);
  chart("bytes", all, now, 100, whole);
}

function chart(name, all, now, least, words) {
  const values = all.flatMap((racer) => racer[name].map(({ value }) => value ?? 0));
  const most = roundUp(Math.max(least, ...values));
  for (const racer of all) racer.card.chart(name, racer[name], now, most, words);
}

function tabulate() {
  for (const { minute, row } of racers.values()) {
    const sums = minute.sums;
    const { updates, conflated, late, requests, up, down } = sums;
    const cells = [whole(updates), whole(conflated), duration(late), whole(requests), whole(up), whole(down)];
    cells.push(updates ? whole((up + down) / updates) : "–", overhead(sums));
    while (row.cells.length <= cells.length) row.insertCell();
    cells.forEach((text, i) => (row.cells[i + 1].textContent = text));
  }
}

setInterval(() => clock !== undefined && tabulate(), 1000);
setInterval(() => racers.forEach(({ card }) => card.age(clock && performance.now() + clock)), 100);

at("large").hidden = !document.fullscreenEnabled;
at("large").addEventListener("click", async () => {
  try {
    await (document.fullscreenElement ? document.exitFullscreen() : document.querySelector("main").requestFullscreen());
  } catch (refusal) {
    at("response").textContent = `The browser shows no full screen: ${refusal.message}`;
  }
});
document.addEventListener("fullscreenchange", () => {
  at("large").textContent = document.fullscreenElement ? "Leave full screen" : "Full screen";
});
