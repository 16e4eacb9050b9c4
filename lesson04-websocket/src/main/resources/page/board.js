// The board that all lessons share. It takes in quotes at once, and draws them once a frame.

import { time } from "./clock.js";

const SVG = "http://www.w3.org/2000/svg";
const POINTS = 60;
const LATE = 1000;
const BEHIND = "Connected, but this page falls behind: the prices it shows are more than a second old.";

const rows = new Map();
const moved = new Set(); // the rows that are not drawn yet
const spent = { requests: 0, bytes: 0, updates: 0 };
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const status = { state: "connecting" };
let taken; // when the newest price moved, by the server's clock
let shown; // the same, of those that are drawn
let expected; // how old the newest price may be when it comes
let late = false;
let idle = 0; // how often this page has looked, without success, for a new price to draw
let ahead = 0; // how far the server's clock is ahead of ours: no price comes from the future
let heard; // when this page last heard from the server
let begun; // when the board began anew, if it did

const at = (id) => document.getElementById(id);
const clock = (millis) => new Date(millis).toLocaleTimeString();

/**
 * Takes quotes, the newest last. Prices that are pushed come at once. Prices that the page asks for may have moved at any
 * time since it last asked: so many milliseconds ago.
 */
export function show(quotes, since = 0) {
  for (const quote of quotes) {
    const row = rows.get(quote.symbol) ?? addRow(quote);
    row.moves.push(quote);
    if (row.moves.length > POINTS) row.moves.shift();
    moved.add(row);
    taken = Math.max(taken ?? 0, quote.time);
  }
  expected = status.state === "live" ? since : Infinity; // what a page has missed may be of any age
  if (quotes.length) spend({ updates: quotes.length });
}

/** Empties the board: what it shows is from another market. */
export function forget() {
  rows.clear();
  moved.clear();
  at("board").tBodies[0].replaceChildren();
  taken = shown = undefined;
  begun = time();
}

/** Says in words how the connection is: "connecting", "live" (the server has just responded) or "lost". */
export function say(state, sentence) {
  if (state === "live") heard = time();
  if (state === status.state && sentence === status.sentence) return; // said already: a page may say it with each message
  Object.assign(status, { state, sentence });
  tell();
}

/** Adds to what this has cost. */
export function spend(cost) {
  for (const [name, amount] of Object.entries(cost)) spent[name] += amount;
  soon();
}

/** A function that asks for a drawing. However often it is called, there is one drawing a frame. */
export function onceAFrame(draw) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}

/** An id that is used only once. crypto.randomUUID exists only for pages from localhost or over https. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Sets a text if it has changed: a text that is set is drawn again, and a screen reader may read it aloud again. */
export function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const soon = onceAFrame(() => {
  for (const row of moved) draw(row);
  moved.clear();
  for (const name of Object.keys(spent)) set(at(name), spent[name].toLocaleString("en"));
  if (shown !== taken) {
    shown = taken;
    idle = 0;
    ahead = Math.max(ahead, shown - time());
    late = age() > expected + LATE;
  }
  tell();
});

function addRow({ symbol, price }) {
  const row = { symbol, opening: price, moves: [] };
  rows.set(symbol, row);
  return row;
}

function draw(row) {
  if (!row.element) insert(row);
  const { price } = row.moves.at(-1);
  set(row.price, price.toFixed(2));

  const change = price - row.opening;
  set(row.change, `${change < 0 ? "−" : "+"}${Math.abs(change).toFixed(2)}`);
  row.change.className = change === 0 ? "" : change < 0 ? "down" : "up";

  row.line.setAttribute("points", points(row.moves));
  if (price !== (row.drawn ?? price) && !calm.matches) flash(row, price > row.drawn ? "--up" : "--down");
  row.drawn = price;
}

/** Prices over time: where nothing has moved for long, the line is long. */
function points(moves) {
  const x = scale(moves.map(({ time }) => time));
  const y = scale(moves.map(({ price }) => price));
  return moves.map(({ time, price }) => `${x(time)},${1 - y(price)}`).join(" ");
}

/** Puts the least value at 0 and the greatest at 1. */
function scale(values) {
  const least = Math.min(...values);
  const span = Math.max(...values) - least || 1;
  return (value) => (value - least) / span;
}

function insert(row) {
  const chart = document.createElementNS(SVG, "svg");
  chart.setAttribute("viewBox", "0 0 1 1");
  chart.setAttribute("preserveAspectRatio", "none");
  chart.setAttribute("aria-hidden", "true");
  row.line = chart.appendChild(document.createElementNS(SVG, "polyline"));

  const name = document.createElement("th");
  name.scope = "row";
  name.translate = false;
  name.textContent = row.symbol;
  const cells = [0, 1, 2].map(() => document.createElement("td"));
  cells[2].append(chart);
  [row.price, row.change] = cells;
  row.element = document.createElement("tr");
  row.element.append(name, ...cells);

  const body = at("board").tBodies[0];
  const next = [...body.rows].find((other) => other.cells[0].textContent > row.symbol) ?? null;
  body.insertBefore(row.element, next);
}

function flash(row, color) {
  const background = `color-mix(in srgb, var(${color}) 15%, transparent)`;
  row.flash?.cancel();
  row.flash = row.element.animate([{ background }, { background: "transparent" }], 700);
}

/** How old the newest price is that is drawn, in milliseconds. */
function age() {
  return time() + ahead - shown;
}

/** Updates what the page says about the connection and the age of the prices. */
function tell() {
  const { state, sentence } = status;
  const behind = state === "live" && late;
  document.body.dataset.connection = behind ? "behind" : state;
  if (sentence) set(at("connection"), behind ? BEHIND : sentence);
  if (shown === undefined) return;
  set(at("age"), `${(Math.ceil(age() / 100) / 10).toFixed(1)} s old`);
  const fresh = begun ? `Another market: the board begins anew, at ${clock(begun)}.` : "The newest price of each symbol.";
  set(at("as-of"), state === "lost" ? `Old prices: nothing heard since ${clock(heard)}.` : fresh);
}

setInterval(() => {
  if (++idle > 5) late = false; // for a second no price has come, and this page was not too busy to see one
  tell();
}, 200);
