// WebSocket: connects, subscribes, sends and receives messages. After a loss it reconnects, and goes on at its cursor.

import { forget, onceAFrame, randomId, say, set, show, spend } from "./board.js";
import { now, onWake } from "./clock.js";
import { isQuotes, json, other, reason, request } from "./quotes.js";
import { cancel, retry, waiting } from "./retry.js";

const SILENCE = 12_000;
const STALE = 2000;
const TIMEOUT = 10_000;
const GIVEN_UP = "closed by this page";
const WORDS = {
  1000: "It was a normal end.",
  1001: "The server is going away.",
  1003: "The server takes only text.",
  1006: "No close frame came: the network or the server failed.",
  1007: "The text was not UTF-8.",
  1009: "The message was too long.",
  1011: "The server has a fault.",
  1012: "The server restarts.",
  1013: "The server has too much to do.",
  1014: "A proxy got no right response from the server.",
};

const at = (id) => document.getElementById(id);
const seen = new Map(); // symbol → seq of the newest price shown
const offered = new Set(); // symbols that have a check box
const off = new Set(); // symbols whose check box is off
const unacknowledged = new Map(); // id → order
let socket; // none in a pause
let cursor = 0;
let undrawn; // the seq of this socket's newest quotes, until they are drawn
let failures = 0; // since the last message that was understood
let wasOpen; // whether this socket has been open
let understood; // whether it has brought a message that was understood: then it is a session
let last = ""; // how the last session ended
let heard; // when the server last sent anything
let halted = false; // whether prices stand still

function connect() {
  cancel();
  const mine = new WebSocket("quotes", "quotes.v1");
  socket = mine;
  wasOpen = understood = false;
  undrawn = undefined;
  heard = now();
  spend({ requests: 1 });
  mine.addEventListener("open", () => mine === socket && opened());
  mine.addEventListener("message", ({ data }) => mine === socket && take(data));
  mine.addEventListener("close", (end) => mine === socket && closed(end));
}

/** Only now may the page send: before this, send() throws. So messages wait until here. */
function opened() {
  wasOpen = true;
  heard = now();
  halted = false; // if they do stand still, the server says so at once
  // The other end speaks WebSocket. Only its first message shows whether it is our server.
  doubt("The WebSocket is open. Waiting for the first message.");
  subscribe();
  for (const order of unacknowledged.values()) send({ order }); // its id makes it safe to send twice
}

function subscribe() {
  const known = [...seen.keys()].filter((symbol) => !off.has(symbol));
  const symbols = off.size ? known : ["*"];
  if (symbols.length) send({ subscribe: symbols, after: cursor, window: windowSize() });
}

/** No message says yet that prices are fresh: those on the board, if there are any, are shown as old. */
function doubt(sentence) {
  say(seen.size ? "lost" : "connecting", sentence);
}

function take(text) {
  heard = now();
  count("down", text);
  try {
    understand(json(text) ?? {}, text);
  } catch (error) {
    return lost(GIVEN_UP, error.message);
  }
  understood = true;
  failures = 0;
  last = "";
  state();
}

function understand(message, text) {
  const { market, ack, error, id } = message;
  if (isQuotes(message)) quotes(message);
  else if (market === "halted" || market === "open") halted = market === "halted";
  else if (Number.isFinite(ack?.price)) settle(ack.id, `Done: ${ack.side} ${ack.quantity} ${ack.symbol} at ${ack.price.toFixed(2)}.`);
  else if (typeof error === "string") settle(id, `Refused: ${error}`);
  else throw other(text);
}

function state() {
  if (halted) say("lost", "Connected, but prices stand still: the server has lost the market.");
  else say("live", "Connected: prices come as they move.");
}

/** After a reconnect or a subscribe, a price that the page has already may come again. It is not new. */
function quotes({ seq, reset, quotes }) {
  if (reset) {
    forget();
    seen.clear();
  }
  const news = quotes.filter((quote) => quote.seq > (seen.get(quote.symbol) ?? 0));
  show(news);
  for (const quote of news) {
    if (!offered.has(quote.symbol)) offer(quote.symbol);
    seen.set(quote.symbol, quote.seq);
  }
  cursor = undrawn = seq;
  tellSeen();
}

function send(message) {
  const text = JSON.stringify(message);
  socket.send(text);
  count("up", text);
}

function isOpen() {
  return socket?.readyState === WebSocket.OPEN;
}

async function closed({ code, reason, wasClean }) {
  const how = `${code}, ${wasClean ? "clean" : "not clean"}`;
  const words = reason || WORDS[code] || "No reason was given.";
  if (understood) return lost(how, words);
  if (wasOpen) return lost(how, `A WebSocket opened, and ended without a message. ${words}`);
  const mine = socket;
  const { message, retryAfter } = await explain();
  if (mine === socket) lost(how, message, retryAfter); // else the page was woken up meanwhile, and tries again
}

/** A browser does not tell its page why a handshake failed. The response to a plain request to the same address perhaps does. */
async function explain() {
  spend({ requests: 1 });
  try {
    const response = await request("quotes", { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT) });
    return other(await response.text());
  } catch (error) {
    const isThere = error.status === 426; // 426 asks for an upgrade: a server of WebSockets is there
    return { message: isThere ? "The server is there, but no WebSocket gets through to it." : reason(error), retryAfter: error.retryAfter };
  }
}

/** A session has ended, or an attempt has failed. While attempts fail, the page still says how the last session ended. */
function lost(how, why, retryAfter) {
  drop();
  failures++;
  if (understood) last = `The connection ended (${how}). ${why}`;
  set(at(understood ? "closed" : "failed"), `${how}: ${why}`);
  say("lost", understood ? last : `${last} ${why}`.trim());
  retry(connect, failures, retryAfter);
}

/** From now on the page ignores this socket. If the browser takes it for open, it sends a close frame. */
function drop() {
  socket?.close();
  socket = undefined;
}

/** A browser may need hours to notice that the server is gone. The page needs 12 s, and does not wait for a close frame. */
function listen() {
  const isOver = !socket || socket.readyState === WebSocket.CLOSED;
  if (isOver || now() - heard < SILENCE) return;
  lost(GIVEN_UP, wasOpen ? `Nothing was heard for ${SILENCE / 1000} s.` : "The server took too long.");
}

onWake(() => {
  if (waiting() || now() - heard < STALE) return;
  drop(); // it may have died while the page was asleep
  doubt("Nothing was heard for a while: connecting again.");
  connect();
});

setInterval(listen, 500); // after onWake: a page that was asleep reconnects at once, without the pause that follows a silence

/** A browser does not keep a page with an open WebSocket for the back button, or it ends the WebSocket. So the page closes it. */
addEventListener("pagehide", () => {
  drop();
  heard = Number.NEGATIVE_INFINITY;
});

// ---- Subscriptions ----

function offer(symbol) {
  offered.add(symbol);
  const box = document.createElement("input");
  const label = document.createElement("label");
  box.type = "checkbox";
  box.checked = true;
  for (const event of ["input", "change"]) box.addEventListener(event, () => choose(symbol, box.checked));
  label.translate = false;
  label.append(box, symbol);

  const list = at("subscriptions");
  const next = [...list.querySelectorAll("label")].find((other) => other.textContent > symbol) ?? null;
  list.insertBefore(label, next);
}

function choose(symbol, on) {
  if (on !== off.has(symbol)) return; // it is so already
  const row = [...at("board").tBodies[0].rows].find((row) => row.cells[0].textContent === symbol);
  row?.classList.toggle("off", !on); // no row, if a new board has come without it
  if (on) {
    off.delete(symbol);
    cursor = 0; // the cursor says nothing about a symbol that was off
  } else {
    off.add(symbol);
  }
  if (isOpen()) send(on ? { subscribe: [symbol], window: windowSize() } : { unsubscribe: [symbol] });
}

// ---- The window: how many messages of quotes may be on their way, for a page that says what it has drawn ----

/** undefined: there is no limit. */
function windowSize() {
  return Number(at("window").value) || undefined;
}

/** A hidden page draws nothing. So it sends no seen, and the server sends it no prices. */
const tellSeen = onceAFrame(() => {
  if (windowSize() && undrawn !== undefined && isOpen()) send({ seen: undrawn });
  undrawn = undefined;
});

at("window").addEventListener("change", () => isOpen() && subscribe());

// ---- The order ticket ----

const ticket = at("ticket");
const receipt = at("receipt");
let order; // keeps its id until its reply has come: sent again, it is still done only once

for (const event of ["input", "change"]) ticket.addEventListener(event, () => (order = undefined)); // some browsers send only one of them
ticket.addEventListener("submit", (event) => {
  event.preventDefault();
  order ??= { id: `c-${randomId()}`, ...fields() };
  unacknowledged.set(order.id, order);
  receipt.textContent = isOpen() ? "Sent." : "Not connected: the order will be sent on the next connection.";
  if (isOpen()) send({ order });
});

function settle(id, sentence) {
  unacknowledged.delete(id);
  if (order?.id === id) order = undefined;
  receipt.textContent = sentence;
}

function fields() {
  const { symbol, side, quantity } = Object.fromEntries(new FormData(ticket));
  return { symbol, side, quantity: /^-?\d+(\.\d+)?$/.test(quantity) ? Number(quantity) : quantity };
}

// ---- The messages, and what they cost ----

const LINES = 8;
const log = []; // the newest messages, the newest first
const utf8 = new TextEncoder();
let passed = 0;

function count(direction, text) {
  const length = utf8.encode(text).length;
  if (direction === "down") spend({ bytes: length + (length < 126 ? 2 : 4) });
  log.unshift({ direction, line: `${direction === "up" ? "↑" : "↓"} ${length} bytes  ${text.slice(0, 300)}` });
  log.length = Math.min(log.length, LINES);
  passed++;
  draw();
}

/** The lines stay and get new texts. New lines for each message would cost the page more than the message itself. */
const draw = onceAFrame(() => {
  for (const [i, { direction, line }] of log.entries()) {
    const item = at("frames").children[i] ?? at("frames").appendChild(document.createElement("li"));
    item.className = direction;
    set(item, line);
  }
  const more = passed - log.length;
  set(at("more"), more ? `… and ${more.toLocaleString("en")} more` : "");
});

setInterval(() => {
  set(at("attempts"), `${failures}`);
  set(at("cursor"), `${cursor}`);
  set(at("buffered"), `${socket?.bufferedAmount ?? 0} bytes`);
}, 100);

connect();
