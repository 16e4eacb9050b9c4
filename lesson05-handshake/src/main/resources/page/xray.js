// The X-ray: the server says which bytes passed, and this names every bit of them (RFC 6455 §5.2).

const OPCODES = { 0: "continuation", 1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong" };

const at = (id) => document.getElementById(id);
const which = at("which").socket;
const sockets = { board: undefined, client: undefined };
let chosen; // the number of the frame to stay at; undefined follows the newest
let shown; // the frame whose fields are drawn

/** From now on this is the board's socket, or the client's: what its trace is called. */
export function watch(name, trace) {
  sockets[name] = { trace, seen: 0, frames: [] };
  if (name === "client") which.value = name;
  chosen = undefined;
  draw();
  look(name);
}

/** Something has passed on it: asks the server what. */
export async function look(name) {
  const socket = sockets[name];
  if (!socket || which.value !== name) return;
  socket.late = socket.asking; // what passes while it asks may not be in the response
  if (socket.asking) return;
  socket.asking = true;
  try {
    await pause(100); // what comes together is asked for together
    const response = await fetch(`xray?trace=${socket.trace}&after=${socket.seen}`);
    if (response.ok) take(socket, await response.json());
  } catch {
    // The server is gone: the board says so, and what has been seen stays.
  } finally {
    socket.asking = false;
    if (socket.late) look(name);
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function take(socket, { request, response, frames }) {
  socket.frames = [...socket.frames, ...frames].slice(-12); // first: a response that is no trace then changes nothing
  Object.assign(socket, { request, response });
  socket.seen = socket.frames.at(-1)?.number ?? 0;
  draw();
}

/** The key of the request, and the Accept of the response. */
export function pairOf(name) {
  const header = (text, header) => text?.match(new RegExp(`^${header}: (.*)$`, "mi"))?.[1].trim() ?? "";
  return [header(sockets[name]?.request, "Sec-WebSocket-Key"), header(sockets[name]?.response, "Sec-WebSocket-Accept")];
}

// ---- The drawing ----

function draw() {
  const socket = sockets[which.value];
  say("request", socket?.request ?? "–");
  say("response", socket?.response ?? "–");
  const frames = socket?.frames ?? [];
  const frame = frames.find(({ number }) => number === chosen) ?? frames.at(-1);
  list(frames, frame);
  if (frame === shown) return;
  shown = frame;
  say("frame", frame ? describe(frame) : "No frame yet.");
  at("fields").replaceChildren(...(frame ? fields(frame).map(field) : []));
}

function say(id, text) {
  if (at(id).textContent !== text) at(id).textContent = text;
}

/** Adds and removes only what has changed, so that a button in use stays where it is. */
function list(frames, current) {
  for (const frame of frames) {
    frame.item ??= item(frame);
    frame.item.firstChild.setAttribute("aria-pressed", frame === current);
  }
  const items = frames.map((frame) => frame.item);
  for (const old of [...at("frames").children]) if (!items.includes(old)) old.remove();
  for (const item of items) if (!item.isConnected) at("frames").append(item);
}

function item(frame) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `${frame.number} ${frame.from === "client" ? "↑" : "↓"} ${opcode(frame)}`;
  button.addEventListener("click", () => {
    chosen = chosen === frame.number ? undefined : frame.number;
    draw();
  });
  const item = document.createElement("li");
  item.append(button);
  return item;
}

const opcode = ({ bytes }) => OPCODES[parseInt(bytes[1], 16)];
const count = (n) => `${n} byte${n === 1 ? "" : "s"}`;

function describe(frame) {
  const sender = frame.from === "client" ? "The browser sent" : "The server sent";
  return `${sender} frame ${frame.number}: ${opcode(frame)}, ${count(frame.length)} on the wire.`;
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
  term.textContent = name;
  const value = document.createElement("dd");
  const code = document.createElement("code");
  code.textContent = bits;
  value.append(code, ` ${meaning}`);
  element.append(term, value);
  return element;
}

which.addEventListener("change", () => {
  chosen = undefined;
  draw();
  look(which.value);
});
