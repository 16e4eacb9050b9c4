// A saved file, played again with its own timing. It needs no server.

const MAX_SIZE = 64 * 1024 * 1024;
const INTERVAL = 20; // milliseconds

/** Reads a saved file's messages; what is wrong with it is said in a sentence. */
export async function load(file) {
  if (file.size > MAX_SIZE) throw new Error(`${file.name} is too large: at most ${MAX_SIZE / 1024 / 1024} MB can be replayed.`);
  return parse(await file.text(), file.name);
}

export function parse(text, name) {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (!lines.length) throw new Error(`${name} is empty: there is nothing to replay.`);
  return lines.map((line, index) => read(line, `Line ${index + 1} of ${name}`));
}

function read(line, place) {
  let message;
  try {
    message = JSON.parse(line);
  } catch {
    throw new Error(`${place} is not JSON. A saved file has one message a line.`);
  }
  const wrong = flaw(message);
  if (wrong) throw new Error(`${place} is not a message: its “${wrong}” is missing or wrong.`);
  return message;
}

/** Whether this is a message, with all that is drawn of one. */
export function isMessage(value) {
  return !flaw(value);
}

/** What is missing or wrong in a message. */
function flaw(message) {
  return Object.keys(FORM).find((name) => !FORM[name](message?.[name]));
}

const KINDS = ["request", "response", "line", "event", "chunk", "frame", "raw", "end"];
const count = (value) => Number.isInteger(value) && value >= 0;
const place = (value) => count(value) && value > 0;
const text = (value) => typeof value === "string";
const FORM = {
  number: place,
  connection: place,
  direction: (value) => value === "up" || value === "down",
  time: Number.isFinite,
  kind: (value) => KINDS.includes(value),
  line: text,
  respondsTo: count,
  payload: count,
  overhead: count,
  bytes: (value) => text(value) && /^[A-Za-z0-9+/]*={0,2}$/.test(value) && value.length % 4 === 0,
  fields: (value) =>
    Array.isArray(value) && value.every((field) => text(field?.name) && text(field.value) && count(field.offset) && count(field.length)),
};

/** Hands messages out when their time has come. Time runs as fast as its speed says, and stands while it is paused. */
export class Player {
  #messages;
  #listener;
  #next = 0;
  #speed = 1;
  #position; // the time in the recording
  #seen; // the time at the last look
  #timer;

  constructor(messages, listener) {
    this.#messages = [...messages].sort((a, b) => a.time - b.time || a.number - b.number);
    this.#listener = listener;
    this.#position = this.#messages[0].time;
  }

  set speed(speed) {
    this.#speed = speed;
  }

  /** The time in the recording, in milliseconds since the epoch. */
  get now() {
    return this.#position;
  }

  get progress() {
    return { played: this.#next, all: this.#messages.length };
  }

  resume() {
    this.pause();
    this.#seen = performance.now();
    this.#timer = setInterval(() => this.#look(), INTERVAL);
  }

  pause() {
    clearInterval(this.#timer);
  }

  /** Goes to the next message, whatever its time. */
  step() {
    const message = this.#messages[this.#next];
    if (!message) return;
    this.#next++;
    this.#position = Math.max(this.#position, message.time);
    this.#listener(message);
  }

  #look() {
    const now = performance.now();
    this.#position += (now - this.#seen) * this.#speed;
    this.#seen = now;
    while (this.#messages[this.#next]?.time <= this.#position) this.step();
    if (this.#next === this.#messages.length) this.pause();
  }
}
