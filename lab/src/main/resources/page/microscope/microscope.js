// The microscope: what passes between a lesson's page and its server, live or played again, goes through a queue into the
// history, and from there into the view that is open.

import { Diagram } from "../docs/drawing/diagram.js";
import { HexView } from "../docs/drawing/hex.js";
import { load, Player } from "../docs/drawing/replay.js";
import * as counts from "./counts.js";
import { watch } from "./faults.js";
import { follow } from "./feed.js";
import { History } from "./history.js";
import { choose } from "./lessons.js";
import { MessageQueue } from "./queue.js";
import { Table } from "./table.js";

const DRAWN = 500;
const INTERVAL = 250;
const HELD = 100;
const at = (id) => document.getElementById(id);

const controls = at("controls");
const replaying = at("replay");
const history = new History();
const queue = new MessageQueue(show);
const views = { diagram: new Diagram(at("diagram"), at("lanes"), select), table: new Table(at("table"), select) };
const hex = new HexView({
  opened: at("opened"),
  title: at("chosen"),
  split: at("split"),
  shares: at("shares"),
  fields: at("fields"),
  hex: at("hex"),
  byte: at("byte"),
});
let lesson;
let leave = () => {}; // ends the live feed
let recording; // the saved file that is being replayed
let player;
let tally;
let paused = false;
let missing = "";
let scrolled = 0; // to where this page itself has scrolled

// ---- What is shown ----

const view = () => views[controls.view.value];

function show(messages) {
  const first = !history.length;
  for (const message of messages) history.add(message);
  if (first) redraw();
  else add(messages.filter((message) => history.matches(message)).slice(-DRAWN));
  messages.forEach((message) => tally?.add(message));
  if (tally) counts.show(tally.counts);
  scroll();
  tell();
}

function add(messages) {
  view().add(messages);
  const above = view().trim(DRAWN);
  if (!controls.follow.checked) at("roll").scrollTop -= above;
}

function redraw() {
  for (const [name, each] of Object.entries(views)) {
    const chosen = each === view();
    at(name).toggleAttribute("hidden", !chosen);
    each.reset(chosen ? history.matching.slice(-DRAWN) : [], history.start);
  }
  at("lanes").hidden = view() === views.table;
  at("zoom").textContent = views.diagram.zoomed;
  scroll();
  tell();
}

function scroll() {
  if (controls.follow.checked) at("roll").scrollTop = at("roll").scrollHeight;
  scrolled = at("roll").scrollTop;
}

function select(message) {
  hex.open(message, history.start);
  view().mark(message.number);
}

function clear() {
  queue.clear();
  history.clear();
  missing = "";
  redraw();
}

/** Says what waits, what is missing, and how much of it all is shown. */
function tell() {
  const waits =
    paused && !player ? `Paused: ${queue.waiting} messages wait${queue.lost ? `, and ${queue.lost} older ones are lost` : ""}. ` : "";
  at("notice").textContent = waits + missing;
  at("filtered").textContent = history.filtered ? `${history.matching.length} of ${history.length} messages pass` : "everything is shown";
  at("progress").textContent = player ? `Message ${player.progress.played} of ${player.progress.all}.` : "";
}

/** Time goes on although no message comes. */
function tick() {
  if (paused) return tell();
  if (document.body.dataset.connection === "lost") {
    at("held").textContent = "Whether a request is being held is not known.";
    return;
  }
  const now = player ? player.now : Date.now();
  if (view() === views.diagram) views.diagram.tick(now);
  const held = history.held.filter((request) => now - request.time >= HELD);
  const words = held.map(({ line, connection, time }) => `${line} on connection ${connection}, for ${((now - time) / 1000).toFixed(1)} s`);
  at("held").textContent = held.length ? `Being held now: ${words.join("; ")}.` : "No request is being held.";
  scroll();
}

// ---- Where it comes from ----

function live() {
  stop();
  at("replayed").textContent = "";
  let newest = 0;
  leave = follow(lesson, {
    message: (message) => {
      if (message.number <= newest) clear(); // the lab was started anew
      newest = message.number;
      queue.take(message);
    },
    counts: counts.show,
    gap: ({ from, to }) => {
      missing =
        from === 1
          ? `What passed before message ${to + 1} is no longer kept.`
          : `Messages ${from} to ${to} are missing: this page was too slow for them.`;
    },
    state,
  });
}

function replay() {
  stop();
  tally = new counts.Tally();
  counts.show(tally.counts);
  player = new Player(recording.messages, (message) => queue.take(message));
  player.speed = Number(replaying.speed.value);
  at("replayed").textContent = "";
  state("replay", `Not live: ${recording.name} is being replayed.`);
  at("again").disabled = at("live").disabled = false;
  if (!paused) player.resume();
  tell();
}

function stop() {
  leave();
  player?.pause();
  player = tally = undefined;
  at("again").disabled = at("live").disabled = true;
  clear();
}

function state(name, sentence) {
  document.body.dataset.connection = name;
  at("connection").textContent = sentence;
}

async function open(file) {
  try {
    recording = { name: file.name, messages: await load(file) };
    replay();
  } catch (error) {
    at("replayed").textContent = error.message;
  }
}

// ---- What the learner does ----

function pause() {
  paused = !paused;
  at("pause").textContent = paused ? "Go on" : "Pause";
  at("step").disabled = !paused;
  for (const flow of [queue, player]) paused ? flow?.pause() : flow?.resume();
  tell();
}

function step() {
  if (!queue.waiting) player?.step();
  queue.step();
}

function zoom(direction) {
  views.diagram.zoom(direction);
  redraw();
}

/** Does it when the value changes. Assistive technology may cause only one of the two events. */
function on(control, work) {
  for (const event of ["input", "change"]) control.addEventListener(event, work);
}

at("pause").addEventListener("click", pause);
at("step").addEventListener("click", step);
at("clear").addEventListener("click", clear);
at("smaller").addEventListener("click", () => zoom(-1));
at("larger").addEventListener("click", () => zoom(1));
on(controls, () => {
  views.diagram.time = controls.time.value;
  redraw();
});
on(at("filter"), () => {
  history.filter(Object.fromEntries(new FormData(at("filter"))));
  redraw();
});
at("filter").addEventListener("reset", () => {
  history.filter({});
  redraw();
});
at("roll").addEventListener("scroll", () => {
  const { scrollTop, clientHeight, scrollHeight } = at("roll");
  // A learner who scrolls up wants to stay there.
  if (scrollTop !== scrolled) controls.follow.checked = scrollTop + clientHeight > scrollHeight - 40;
});
replaying.file.addEventListener("change", () => replaying.file.files.length && open(replaying.file.files[0]));
on(replaying.speed, () => {
  if (player) player.speed = Number(replaying.speed.value);
});
at("again").addEventListener("click", replay);
at("live").addEventListener("click", live);
for (const form of document.forms) form.addEventListener("submit", (event) => event.preventDefault());
new ResizeObserver(redraw).observe(at("roll"));
setInterval(tick, INTERVAL);

// ---- The lesson ----

async function start() {
  lesson = await choose();
  if (!lesson) return state("lost", "There is no such lesson. Choose one of those above.");
  live();
  watch(lesson.name);
}

start().catch(() =>
  state("lost", "The lab can’t be reached. Load this page again when it runs. A saved file can be replayed all the same."),
);
