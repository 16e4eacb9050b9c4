// The sums of requests, messages and bytes: those of the lab or, in a replay, those of the messages so far.

import { share } from "../docs/drawing/words.js";

const NOTHING = { requests: 0, messages: 0, up: 0, down: 0, payloadUp: 0, payloadDown: 0, open: 0, connections: 0 };
const at = (id) => document.getElementById(id);

export function show(counts) {
  for (const name of ["requests", "messages", "up", "down"]) at(name).textContent = counts[name].toLocaleString("en");
  const all = counts.up + counts.down;
  at("overhead").textContent = share(all - counts.payloadUp - counts.payloadDown, all);
  at("open").textContent = `${counts.open} of ${counts.connections}`;
}

/** Counts the messages that it gets. */
export class Tally {
  #sum = { ...NOTHING };
  #open = new Set();
  #seen = new Set();

  add(message) {
    const { kind, direction, connection, payload, overhead } = message;
    const up = direction === "up";
    if (kind !== "end") this.#sum.messages++;
    if (kind === "request") this.#sum.requests++;
    this.#sum[up ? "up" : "down"] += payload + overhead;
    this.#sum[up ? "payloadUp" : "payloadDown"] += payload;
    this.#seen.add(connection);
    if (kind === "end") this.#open.delete(connection);
    else this.#open.add(connection);
  }

  get counts() {
    return { ...this.#sum, open: this.#open.size, connections: this.#seen.size };
  }
}
