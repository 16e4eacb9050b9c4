// The messages that the page remembers, and which of them pass the filter.

const KEPT = 2000;

export class History {
  #messages = [];
  #held = new Map(); // the requests that wait for their response, by their number
  #wanted = {};

  /** When the first message since the last clearing passed; elapsed time is counted from it. */
  start;

  /** How many messages since then are no longer remembered. */
  forgotten = 0;

  add(message) {
    this.start ??= message.time;
    this.#messages.push(message);
    this.#hold(message);
    if (this.#messages.length <= KEPT) return;
    this.#messages.shift();
    this.forgotten++;
  }

  /** The requests that wait for their response. */
  get held() {
    return [...this.#held.values()];
  }

  get length() {
    return this.#messages.length;
  }

  /** Forgets the messages. Requests that are being held go on. */
  clear() {
    this.#messages = [];
    this.start = undefined;
    this.forgotten = 0;
  }

  /** Forgets everything: what comes now is from somewhere else. */
  begin() {
    this.clear();
    this.#held.clear();
  }

  /** What the messages have in common that pass the filter: { from, to } are numbers. For the lab, which saves them. */
  get query() {
    return { from: this.#messages[0]?.number ?? 0, to: this.#messages.at(-1)?.number ?? 0, ...this.#wanted };
  }

  /** Asks only for messages with this kind, direction, connection, and text; empty is any. */
  filter(wanted) {
    this.#wanted = wanted;
  }

  get filtered() {
    return Object.values(this.#wanted).some((value) => value !== "");
  }

  get matching() {
    return this.#messages.filter((message) => this.matches(message));
  }

  #hold(message) {
    if (message.kind === "request") this.#held.set(message.number, message);
    this.#held.delete(message.respondsTo);
    if (message.kind !== "end") return;
    for (const { number, connection } of this.held) if (connection === message.connection) this.#held.delete(number);
  }

  matches(message) {
    const { kind, direction, connection, text } = this.#wanted;
    return (
      (!kind || message.kind === kind) &&
      (!direction || message.direction === direction) &&
      (!connection || String(message.connection) === connection) &&
      (!text || says(message, text.toLowerCase()))
    );
  }
}

function says({ line, fields }, text) {
  return [line, ...fields.map((field) => field.value)].some((words) => words.toLowerCase().includes(text));
}
