// The race: puts the states that the server sends into the cards, the charts and the table.

import { now } from "../clock.js";
import { onNow, say } from "../connecting.js";
import * as faults from "../microscope/faults.js";
import { Stream } from "../stream.js";
import { Card, duration, overhead } from "./card.js";
import { powerUp, roundUp } from "./chart.js";
import { Minute } from "./minute.js";
import * as settings from "./settings.js";

const at = (id) => document.getElementById(id);
const whole = (number) => Math.round(number).toLocaleString("en");
const racers = new Map(); // name → { card, minute, row }

let race; // when it began
let clock; // the server's time minus this page's steady one; undefined when it is not known
let heard; // when the newest state came
let told; // all lessons' faults
let frame;
let newest; // the state that is not drawn yet

const stream = new Stream("race", {
  state(state) {
    clock = state.time - now();
    heard = new Date();
    if (state.began !== race) for (const { minute } of racers.values()) minute.clear();
    race = state.began;
    say("live", "Connected: the race is on.");
    if (racers.size === 0) begin(state.racers);
    for (const racer of state.racers) racers.get(racer.name)?.minute.add(now(), racer);
    newest = state;
    if (!frame) frame = requestAnimationFrame(draw);
  },
  faults(all) {
    told = all;
    if (racers.size) faults.show(told);
  },
  status({ state, sentence, wait }) {
    if (state !== "lost") return; // until a state has come
    faults.unknown();
    if (clock !== undefined) for (const { minute } of racers.values()) minute.gap(now());
    say("lost", heard ? `${sentence} What is shown is from ${heard.toLocaleTimeString()}.` : sentence, wait);
    clock = undefined;
  },
});
stream.open();
onNow(() => stream.now());

function begin(all) {
  all.forEach(enter);
  faults.watch([...racers.keys()]);
  if (told) faults.show(told);
}

function enter({ name, title }) {
  const row = at("minute").querySelector("tbody").insertRow();
  const head = row.appendChild(document.createElement("th"));
  head.scope = "row";
  head.textContent = title;
  const racer = { card: new Card(at("cards"), title), minute: new Minute(), row };
  racers.set(name, racer);
}

/** Once a frame, and never in a hidden page. All five have the same scales, so that they can be compared. */
function draw() {
  frame = undefined;
  const { settings: set, manages } = newest;
  settings.show(set);
  settings.limit(manages);
  for (const racer of newest.racers) racers.get(racer.name)?.card.show(racer, set.symbol);
  const all = [...racers.values()].map(({ card, minute }) => ({ card, late: minute.late, bytes: minute.bytes }));
  chart("late", all, powerUp, 10, duration);
  chart("bytes", all, roundUp, 100, whole);
}

function chart(name, all, round, least, words) {
  const values = all.flatMap((racer) => racer[name].map(({ value }) => value ?? 0));
  const most = round(Math.max(least, ...values));
  for (const racer of all) racer.card.chart(name, racer[name], now(), most, words);
}

function tabulate() {
  for (const { minute, row } of racers.values()) {
    const sums = minute.sums;
    if (!sums) continue;
    const { updates, conflated, late, requests, up, down } = sums;
    const cells = [whole(updates), whole(conflated), duration(late), whole(requests), whole(up), whole(down)];
    cells.push(updates ? whole((up + down) / updates) : "–", overhead(sums));
    while (row.cells.length <= cells.length) row.insertCell();
    cells.forEach((text, i) => (row.cells[i + 1].textContent = text));
  }
}

setInterval(() => clock !== undefined && tabulate(), 1000);
setInterval(() => racers.forEach(({ card }) => card.age(clock && now() + clock)), 100);

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
