// The X-ray: the server sends the bytes that passed, and the page names their bits (RFC 6455 §5.2).

import { set } from "./board.js";
import { now } from "./clock.js";
import { request } from "./quotes.js";

const SOON = 100;
const EVERY = 1000;
const FRAMES = 12;
const OPCODES = { 0: "continuation", 1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong" };

const at = (id) => document.getElementById(id);
const which = at("which").socket;
const sockets = { board: undefined, client: undefined };
let chosen; // the frame that stays shown, whatever passes; undefined shows the newest
let listed = []; // the frames in the list
let shown; // the frame whose fields are drawn

/** From now on this is the trace of the board's socket, or of the client's. */
export function watch(name, trace) {
  sockets[name] = { trace, seen: 0, frames: [], asked: -EVERY };
  if (name === "client") return follow(name); // the learner has connected it
  draw();
  look(name);
}

/** Something has passed on it: asks the server for the bytes. */
export function look(name) {
  const socket = sockets[name];
  if (!socket || which.value !== name) return;
  socket.late = socket.asking; // what passes during the request may not be in the response
  if (!socket.asking) ask(name, socket);
}

/** However much passes, it asks once a second: its requests must not slow the prices down. */
async function ask(name, socket) {
  socket.asking = true;
  try {
    await pause(Math.max(SOON, socket.asked + EVERY - now()));
    socket.asked = now();
    const response = await request(`xray?trace=${socket.trace}&after=${socket.seen}`);
    take(socket, await response.json());
  } catch {
    // The server is gone, or another one responds: the board says so, and the frames stay.
  } finally {
    socket.asking = false;
    if (socket.late) look(name);
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function take(socket, { request, response, frames }) {
  if (!frames.every(isFrame)) throw new Error("This is no trace.");
  const passed = frames.map((frame) => ({ ...frame, socket }));
  socket.frames = [...socket.frames, ...passed].slice(-FRAMES);
  Object.assign(socket, { request, response });
  socket.seen = socket.frames.at(-1)?.number ?? 0;
  draw();
}

function isFrame(frame) {
  return Number.isInteger(frame?.number) && Number.isInteger(frame.length) && /^([0-9a-f]{2}){2,}$/.test(frame.bytes);
}

/** The key of the request, and the Accept of the response. */
export function pairOf(name) {
  const header = (text, header) => text?.match(new RegExp(`^${header}: (.*)$`, "mi"))?.[1].trim() ?? "";
  return [header(sockets[name]?.request, "Sec-WebSocket-Key"), header(sockets[name]?.response, "Sec-WebSocket-Accept")];
}

// ---- The drawing ----

function draw() {
  const socket = sockets[which.value];
  set(at("request"), socket?.request ?? "–");
  set(at("response"), socket?.response ?? "–");
  const frame = chosen ?? socket?.frames.at(-1);
  list(socket?.frames ?? [], frame);
  set(at("frame"), frame ? describe(frame, socket) : "No frame yet.");
  if (frame === shown) return;
  shown = frame;
  at("fields").replaceChildren(...(frame ? fields(frame).map(field) : []));
}

/** Adds and removes only what has changed, so that a button in use stays where it is, however many frames pass. */
function list(newest, current) {
  const isUsed = (frame) => frame === chosen || frame.item.contains(document.activeElement);
  const next = [...listed.filter((frame) => isUsed(frame) && !newest.includes(frame)), ...newest];
  for (const frame of listed) if (!next.includes(frame)) frame.item.remove();
  for (const frame of next) {
    frame.item ??= item(frame);
    frame.item.firstChild.setAttribute("aria-pressed", frame === current);
    if (!frame.item.isConnected) at("frames").append(frame.item);
  }
  listed = next;
}

function item(frame) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `${frame.number} ${frame.from === "client" ? "↑" : "↓"} ${opcode(frame)}`;
  button.addEventListener("click", () => {
    chosen = chosen === frame ? undefined : frame;
    draw();
  });
  const item = document.createElement("li");
  item.append(button);
  return item;
}

const opcode = ({ bytes }) => OPCODES[parseInt(bytes[1], 16)];
const count = (n) => `${n} byte${n === 1 ? "" : "s"}`;

function describe(frame, socket) {
  const sender = frame.from === "client" ? "The browser sent" : "The server sent";
  const earlier = frame.socket === socket ? "" : " That was on an earlier connection.";
  return `${sender} frame ${frame.number}: ${opcode(frame)}, ${count(frame.length)} on the wire.${earlier}`;
}

/** Every field of a frame: its name, its bits or bytes, and what they mean. */
function fields({ bytes: hex, length }) {
  const bytes = hex.match(/../g).map((pair) => parseInt(pair, 16));
  const bit = (byte, n) => (bytes[byte] >> n) & 1;
  const bits = (byte, n) =>
    bytes[byte]
      .toString(2)
      .padStart(8, "0")
      .slice(8 - n);
  const short = bytes[1] & 127;
  const longer = short === 126 ? 2 : short === 127 ? 8 : 0;
  const masked = bit(1, 7) === 1;
  const start = 2 + longer + (masked ? 4 : 0);
  const key = bytes.slice(2 + longer, start);
  const payload = bytes.slice(start);
  const plain = payload.map((byte, i) => (masked ? byte ^ key[i % 4] : byte));
  const left = length - bytes.length;

  const list = [
    ["FIN", bit(0, 7), bit(0, 7) ? "the message ends here" : "more of it follows"],
    ["RSV1", bit(0, 6), "no extension"],
    ["RSV2", bit(0, 5), "no extension"],
    ["RSV3", bit(0, 4), "no extension"],
    ["opcode", bits(0, 4), OPCODES[bytes[0] & 15]],
    ["MASK", bit(1, 7), masked ? "masked, as a client must" : "not masked: a server must not"],
    ["length", bits(1, 7), longer ? `${short}: see the next ${longer} bytes` : count(short)],
  ];
  if (longer) list.push(["longer length", spaced(bytes.slice(2, 2 + longer)), count(length - start)]);
  if (masked) list.push(["masking key", spaced(key), "drawn at random for this frame"]);
  if (length > start) {
    const tail = left ? ` … and ${count(left)} more` : "";
    if (masked) list.push(["masked payload", spaced(payload) + tail, "as it passed"]);
    list.push(["payload", spaced(plain) + tail, meaning(bytes[0] & 15, plain)]);
  }
  return list;
}

const spaced = (bytes) => bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");

function meaning(opcode, payload) {
  if (opcode === 2) return "binary";
  const words = (bytes) => new TextDecoder().decode(Uint8Array.from(bytes));
  if (opcode !== 8) return `“${words(payload)}”`;
  return `code ${payload[0] * 256 + payload[1]}${payload.length > 2 ? `, “${words(payload.slice(2))}”` : ""}`;
}

function field([name, bits, meaning]) {
  const element = document.createElement("div");
  element.className = name.replaceAll(/ .*|\d/g, "").toLowerCase() + (`${bits}`.length > 12 ? " long" : "");
  const term = document.createElement("dt");
  term.translate = false;
  term.textContent = name;
  const value = document.createElement("dd");
  const code = document.createElement("code");
  code.translate = false;
  code.textContent = bits;
  value.append(code, ` ${meaning}`);
  element.append(term, value);
  return element;
}

function follow(name) {
  which.value = name;
  chosen = undefined;
  draw();
  look(name);
}

for (const event of ["input", "change"]) which.addEventListener(event, () => follow(which.value));
