// WebSocket: connect, subscribe, listen and talk; after a loss come back and carry on where we were.

import { pause } from "./backoff.js";
import { forget, randomId, say, show, spend } from "./board.js";
import { isQuotes, json, other } from "./quotes.js";

const SILENCE = 12_000;
const WORDS = {
  1000: "a normal end",
  1001: "the server is going away",
  1003: "it takes only text",
  1006: "no goodbye: the network or the server broke off, or it refused us",
  1007: "the text was not UTF-8",
  1009: "the message was too long",
  1011: "the server has a fault",
  1012: "the server restarts",
  1013: "try again later",
  1014: "a proxy got no right response from the server",
};

const seen = new Map(); // symbol → seq of the newest price shown
const offered = new Set(); // symbols that have a check box
const off = new Set(); // symbols whose check box is off
const unacknowledged = new Map(); // id → order
let socket;
let cursor = 0;
let failures = 0; // since the last message that was understood
let wasOpen = false;
let heard; // when the server last sent anything
let halted = false; // whether prices stand still
let due; // when the next attempt begins

function connect() {
  due = undefined;
  const mine = new WebSocket("quotes", "quotes.v1");
  socket = mine;
  heard = Date.now();
  spend({ requests: 1 });
  mine.addEventListener("open", () => mine === socket && opened());
  mine.addEventListener("message", ({ data }) => mine === socket && take(data));
  mine.addEventListener("close", (end) => mine === socket && lost(end));
}

/** Only now may we send: before, send() throws. So what there is to send waits until here. */
function opened() {
  wasOpen = true;
  heard = Date.now();
  halted = false; // if they do stand still, the server says so at once
  // The other end is a WebSocket. Whether it is the market, its first message shows.
  say(cursor ? "lost" : "connecting", "The WebSocket is open. Waiting for the first message.");
  const known = [...seen.keys()].filter((symbol) => !off.has(symbol));
  const symbols = off.size ? known : ["*"];
  if (symbols.length) send({ subscribe: symbols, after: cursor });
  for (const order of unacknowledged.values()) send({ order }); // its id makes it safe to send twice
}

function take(text) {
  heard = Date.now();
  count("down", text);
  try {
    understand(json(text) ?? {}, text);
    failures = 0;
    state();
  } catch (error) {
    giveUp(error.message);
  }
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

/** A price that we know already may come again, after a reconnect or a subscribe: it is not news. */
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
  cursor = seq;
}

function send(message) {
  const text = JSON.stringify(message);
  socket.send(text);
  count("up", text);
}

function isOpen() {
  return socket.readyState === WebSocket.OPEN;
}

function lost({ code, reason, wasClean }) {
  socket = { readyState: WebSocket.CLOSED };
  const how = `${code}, ${wasClean ? "clean" : "not clean"}: ${reason || WORDS[code] || "no reason given"}`;
  if (wasOpen) document.getElementById("closed").textContent = how; // an attempt that fails ends no connection
  wasOpen = false;
  failures++;
  // A page is not told the response to a handshake that failed, so no Retry-After either.
  const millis = pause(failures);
  due = Date.now() + millis;
  setTimeout(connect, millis);
  say("lost", `Not connected (${how}). Trying again, ${failures < 4 ? "soon" : "less and less often"}.`);
}

/** Ends a connection that the browser takes for a good one. */
function giveUp(reason) {
  const useless = socket;
  lost({ code: 1006, wasClean: false, reason });
  useless.close();
}

/** A browser can take hours to find out that the server is gone. We know after some seconds, and don't wait for a goodbye. */
function listen() {
  if (due || Date.now() - heard < SILENCE) return;
  giveUp(`nothing heard for ${SILENCE / 1000} s`);
}

setInterval(listen, 500);

// ---- Subscriptions ----

function offer(symbol) {
  offered.add(symbol);
  const box = document.createElement("input");
  const label = document.createElement("label");
  box.type = "checkbox";
  box.checked = true;
  box.addEventListener("change", () => choose(symbol, box.checked));
  label.append(box, symbol);

  const list = document.getElementById("subscriptions");
  const next = [...list.querySelectorAll("label")].find((other) => other.textContent > symbol) ?? null;
  list.insertBefore(label, next);
}

function choose(symbol, on) {
  const row = [...document.getElementById("board").tBodies[0].rows].find((row) => row.cells[0].textContent === symbol);
  row?.classList.toggle("off", !on); // none, if the board has begun anew without it
  if (on) {
    off.delete(symbol);
    cursor = 0; // our cursor says nothing about a symbol that we did not listen to
  } else {
    off.add(symbol);
  }
  if (isOpen()) send(on ? { subscribe: [symbol] } : { unsubscribe: [symbol] });
}

// ---- The order ticket ----

const ticket = document.getElementById("ticket");
const receipt = document.getElementById("receipt");
let order; // keeps its id until it is settled: sent again, it is still done only once

ticket.addEventListener("input", () => (order = undefined));
ticket.addEventListener("submit", (event) => {
  event.preventDefault();
  order ??= { id: `c-${randomId()}`, ...fields() };
  unacknowledged.set(order.id, order);
  receipt.textContent = isOpen() ? "Sent." : "Not connected: it will be sent when we are.";
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

// ---- What passes, and what it costs ----

const frames = []; // the newest first
let drawn = true;

function count(direction, text) {
  const length = new TextEncoder().encode(text).length;
  if (direction === "down") spend({ bytes: length + (length < 126 ? 2 : 4) });
  frames.unshift({ direction, line: `${direction === "up" ? "↑" : "↓"} ${length} bytes  ${text.slice(0, 300)}` });
  frames.length = Math.min(frames.length, 8);
  if (drawn) requestAnimationFrame(draw);
  drawn = false;
}

function draw() {
  drawn = true;
  const lines = frames.map(({ direction, line }) => {
    const item = document.createElement("li");
    item.className = direction;
    item.textContent = line;
    return item;
  });
  document.getElementById("frames").replaceChildren(...lines);
}

setInterval(() => {
  const left = Math.max(0, due - Date.now()) / 1000;
  const { bufferedAmount = 0, readyState } = socket;
  document.getElementById("next").textContent = due ? `in ${left.toFixed(1)} s` : readyState === WebSocket.CONNECTING ? "now" : "–";
  document.getElementById("attempts").textContent = failures;
  document.getElementById("cursor").textContent = cursor;
  document.getElementById("buffered").textContent = `${bufferedAmount} bytes`;
}, 100);

connect();
