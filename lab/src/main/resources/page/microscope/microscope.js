// The microscope: what passes between a lesson's page and its server, live or played again, goes through a queue into the
// history at once. The view that is open is drawn once a frame.

import { Diagram } from "../docs/drawing/diagram.js";
import { HexView } from "../docs/drawing/hex.js";
import { load, Player } from "../docs/drawing/replay.js";
import { now } from "../clock.js";
import { onNow, say } from "../connecting.js";
import { Stream } from "../stream.js";
import * as counts from "./counts.js";
import * as faults from "./faults.js";
import { History } from "./history.js";
import { choose } from "./lessons.js";
import { MessageQueue } from "./queue.js";
import { Table } from "./table.js";

const DRAWN = 500;
const INTERVAL = 250;
const HELD = 100;
const whole = (number) => number.toLocaleString("en");
const at = (id) => document.getElementById(id);

const controls = at("controls");
const replaying = at("replay");
const history = new History();
const queue = new MessageQueue(take);
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
let stream; // the events of the lab
let offset; // the lab's time minus this page's steady one
let fresh = []; // messages that are not drawn yet
let anew = false; // whether all of the view has to be drawn
let frame;
let recording; // the saved file that is being replayed
let player;
let tally;
let paused = false;
let missing = "";
let scrolled = 0; // to where this page itself has scrolled

// ---- What is shown ----

const view = () => views[controls.view.value];

/** Takes a message. It is drawn with the next frame. A hidden page has no frames, and draws when it is shown again. */
function take(message) {
  anew ||= !history.length;
  history.add(message);
  tally?.add(message);
  if (!anew && history.matches(message)) fresh.push(message);
  if (fresh.length > DRAWN) anew = true; // none of what is drawn stays
  if (!frame) frame = requestAnimationFrame(draw);
}

function draw() {
  frame = undefined;
  if (anew) redraw();
  else add(fresh);
  fresh = [];
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
  anew = false;
  fresh = [];
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

/** From now on messages come from another source. */
function begin() {
  history.begin();
  clear();
}

/** Says how many messages wait, are missing, are shown, and can be saved. */
function tell() {
  const waits =
    paused && !player ? `Paused: ${queue.waiting} messages wait${queue.lost ? `, and ${queue.lost} older ones are lost` : ""}. ` : "";
  const passing = history.matching.length;
  put("notice", waits + missing);
  put("filtered", shown(passing));
  put("progress", player ? `Message ${player.progress.played} of ${player.progress.all}.` : "");
  at("links").hidden = !passing || Boolean(player);
  if (!at("links").hidden) offer(passing);
}

function put(id, text) {
  if (at(id).textContent !== text) at(id).textContent = text;
}

function shown(passing) {
  const all = history.length + history.forgotten;
  const newest = passing > DRAWN ? "the newest 500" : undefined;
  if (!history.filtered) return newest ? `${newest} of ${whole(all)} messages are shown` : "everything is shown";
  const those = history.forgotten ? `the newest ${whole(history.length)}` : whole(history.length);
  return `${whole(passing)} of ${those} messages pass${newest ? `, ${newest} are shown` : ""}`;
}

/** The links save the messages that pass the filter, and no others. */
function offer(passing) {
  const query = new URLSearchParams({ lesson: lesson.name, ...history.query });
  at("save").href = `transcript.ndjson?${query}`;
  at("export").href = `transcript.puml?${query}`;
  put("save", passing === 1 ? "Save the message" : `Save the ${whole(passing)} messages`);
}

/** Time goes on although no message comes. */
function tick() {
  if (paused) return tell();
  if (!player && (offset === undefined || document.body.dataset.connection === "lost")) {
    at("held").textContent = "It is not known whether a request is held.";
    return;
  }
  const time = player ? player.now : now() + offset;
  if (view() === views.diagram) views.diagram.tick(time);
  const held = history.held.filter((request) => time - request.time >= HELD);
  const words = held.map(
    (request) => `${request.line} on connection ${request.connection}, for ${((time - request.time) / 1000).toFixed(1)} s`,
  );
  at("held").textContent = held.length ? `Being held now: ${words.join("; ")}.` : "No request is being held.";
  scroll();
}

// ---- Where the messages come from ----

function live() {
  stop();
  at("replayed").textContent = "";
  if (stream) stream.open();
  else say("connecting", "Connecting to the lab …");
}

const listener = {
  lab: ({ time }) => {
    offset = time - now();
  },
  message: (message) => player || queue.take(message),
  counts: (data) => player || counts.show(data.counts),
  gap: ({ from, to }) => {
    if (player) return;
    missing =
      from === 1 ? `Messages before message ${to + 1} are no longer stored.` : `Messages ${from} to ${to} are missing: they came too fast.`;
  },
  faults: (all) => faults.show(all),
  restarted: () => player || begin(),
  status: ({ state, sentence, wait }) => {
    if (state === "lost") faults.unknown();
    if (player) return;
    const live = `Connected: this page shows the messages of ${lesson.title} as they pass.`;
    say(state, state === "live" ? live : `${sentence} What is shown here stays.`, wait);
  },
};

function replay() {
  stop();
  tally = new counts.Tally();
  counts.show(tally.counts);
  player = new Player(recording.messages, (message) => queue.take(message));
  player.speed = Number(replaying.speed.value);
  at("replayed").textContent = "";
  say("replay", `Not live: ${recording.name} is being replayed.`);
  at("again").disabled = at("live").disabled = false;
  if (!paused) player.resume();
  tell();
}

function stop() {
  player?.pause();
  player = tally = undefined;
  at("again").disabled = at("live").disabled = true;
  begin();
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
  // A user who scrolls up wants to stay there.
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
  if (!lesson) return say("lost", "There is no such lesson. Choose one of those above.");
  faults.watch([lesson.name]);
  stream = new Stream(lesson.name, listener);
  onNow(() => stream.now());
  if (!player) live();
}

start();
