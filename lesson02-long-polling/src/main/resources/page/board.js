// The board that all lessons share. It draws what a lesson's page has received, however it came.

const SVG = "http://www.w3.org/2000/svg";
const POINTS = 60;

const rows = new Map();
const spent = { requests: 0, bytes: 0, updates: 0 };
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let newest; // when the newest price moved, by the server's clock
let heard; // when this page last heard from the server
let begun; // when the board began anew, if it did

const at = (id) => document.getElementById(id);
const clock = (time) => new Date(time).toLocaleTimeString();

/** Draws quotes, given newest last. */
export function show(quotes) {
  for (const quote of quotes) {
    const row = rows.get(quote.symbol) ?? addRow(quote);
    draw(row, quote);
    newest = Math.max(newest ?? 0, quote.time);
  }
  spend({ updates: quotes.length });
}

/** Empties the board: what it shows is from another market. */
export function forget() {
  rows.clear();
  at("board").tBodies[0].replaceChildren();
  newest = undefined;
  begun = Date.now();
}

/** Says in words how the connection is: "connecting", "live" (the server has just responded) or "lost". */
export function say(state, sentence) {
  if (state === "live") heard = Date.now();
  document.body.dataset.connection = state;
  set("connection", sentence);
  age();
}

/** Adds to what this has cost. */
export function spend(cost) {
  for (const [name, amount] of Object.entries(cost)) {
    spent[name] += amount;
    at(name).textContent = spent[name].toLocaleString("en");
  }
}

/** A name that nothing else has. crypto.randomUUID exists only for pages from localhost or over https. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function addRow({ symbol, price }) {
  const line = document.createElementNS(SVG, "polyline");
  const chart = document.createElementNS(SVG, "svg");
  chart.setAttribute("viewBox", `0 0 ${POINTS - 1} 1`);
  chart.setAttribute("preserveAspectRatio", "none");
  chart.setAttribute("aria-hidden", "true");
  chart.append(line);

  const element = document.createElement("tr");
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = symbol;
  const cells = [0, 1, 2].map(() => document.createElement("td"));
  cells[2].append(chart);
  element.append(name, ...cells);

  const body = at("board").tBodies[0];
  const next = [...body.rows].find((other) => other.cells[0].textContent > symbol) ?? null;
  body.insertBefore(element, next);
  const row = { opening: price, prices: [], element, price: cells[0], change: cells[1], line };
  rows.set(symbol, row);
  return row;
}

function draw(row, { price }) {
  const before = row.prices.at(-1) ?? price;
  row.prices = [...row.prices, price].slice(-POINTS);
  row.price.textContent = price.toFixed(2);

  const change = price - row.opening;
  row.change.textContent = `${change < 0 ? "−" : "+"}${Math.abs(change).toFixed(2)}`;
  row.change.className = change === 0 ? "" : change < 0 ? "down" : "up";

  const low = Math.min(...row.prices);
  const span = Math.max(...row.prices) - low || 1;
  row.line.setAttribute("points", row.prices.map((p, i) => `${i},${1 - (p - low) / span}`).join(" "));
  if (price !== before && !calm.matches) flash(row.element, price > before ? "--up" : "--down");
}

function flash(element, color) {
  const background = `color-mix(in srgb, var(${color}) 15%, transparent)`;
  element.animate([{ background }, { background: "transparent" }], 700);
}

/** Keeps the ages running: of the newest price, and of the whole board once the connection is lost. */
function age() {
  if (newest === undefined) return;
  at("age").textContent = `${(Math.max(0, Date.now() - newest) / 1000).toFixed(1)} s old`;
  const lost = document.body.dataset.connection === "lost";
  const fresh = begun ? `Another market: the board begins anew, at ${clock(begun)}.` : "The newest price of each symbol.";
  set("as-of", lost ? `Old prices: nothing heard since ${clock(heard)}.` : fresh);
}

/** Sets a text if it is another one: what is set is drawn anew, and may be read aloud anew. */
function set(id, text) {
  if (at(id).textContent !== text) at(id).textContent = text;
}

setInterval(age, 200);
