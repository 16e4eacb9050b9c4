// Distributes one stream to all tabs. Each tab gets the events that it follows, from its own cursor on, as fast as it takes them.

import { now } from "./clock.js";
import { Connection } from "./connection.js";

const MAX_WAITING = 2000; // events for a tab that is slow
const GONE = 60_000; // a tab that has taken nothing for so long is frozen or closed
const CHECK = 10_000;

export class Hub {
  #followers = new Map(); // by their ports
  #lab; // when the lab began whose cursors these are
  #status;
  #connection = new Connection(() => this.#query(), {
    event: (name, data) => this.#event(name, data),
    state: (status) => this.#state(status),
  });

  constructor() {
    setInterval(() => this.#forget(), CHECK);
  }

  /** Listens to a tab. It sends { follow, after, lab, id }, { taken: id } after each portion, "leave", "wake" and "now". */
  add(port) {
    port.onmessage = ({ data }) => {
      if (data.follow) this.#follow(port, data);
      else if (data.taken) this.#taken(port, data.taken);
      else if (data === "leave") this.#leave(port);
      else this.#connection.hurry(data === "now");
    };
  }

  #follow(port, { follow, after, lab, id }) {
    this.#lab ??= lab;
    const follower = new Follower(port, id, follow, lab === this.#lab ? after : 0);
    this.#followers.set(port, follower);
    if (this.#status?.state === "lost") follower.give("status", { ...this.#status, wait: Math.max(0, this.#status.due - now()) });
    this.#connection.change();
    this.#connection.hurry(false);
  }

  /** A tab that was away for so long that it was forgotten begins again. */
  #taken(port, id) {
    const follower = this.#followers.get(port);
    if (follower?.id === id) follower.taken();
    else if (!follower) port.postMessage({ id, events: [["forgotten"]] });
  }

  #leave(port) {
    if (this.#followers.delete(port)) this.#connection.change();
  }

  #forget() {
    for (const [port, follower] of this.#followers) if (follower.idle > GONE) this.#leave(port);
  }

  /** The query for all that the tabs follow, each lesson from the lowest cursor of its tabs. */
  #query() {
    const cursors = new Map();
    for (const { feed, after } of this.#followers.values()) cursors.set(feed, Math.min(after, cursors.get(feed) ?? after));
    if (!cursors.size) return "";
    return new URLSearchParams([["lab", this.#lab ?? 0], ...cursors]).toString();
  }

  #event(name, data) {
    if (name === "lab" && data.began !== this.#lab) this.#begin(data.began);
    const feed = name === "state" ? "race" : data.lesson;
    for (const follower of this.#followers.values()) {
      if (feed === undefined || feed === follower.feed) follower.give(name, data);
    }
  }

  /** The lab was started anew, and counts from 1 again. */
  #begin(lab) {
    this.#lab = lab;
    for (const follower of this.#followers.values()) follower.after = 0;
  }

  #state(status) {
    this.#status = { ...status, due: now() + (status.wait ?? 0) };
    for (const follower of this.#followers.values()) follower.give("status", status);
  }
}

/** One tab. Events that it has not taken yet wait here. When there are too many, the older half is left out, and the tab gets a gap. */
class Follower {
  #port;
  #waiting = [];
  #sent; // when the portion was sent that the tab has not taken yet

  constructor(port, id, feed, after) {
    this.#port = port;
    this.id = id; // of the tab's request, by which the tab knows events that come too late
    this.feed = feed;
    this.after = after;
  }

  /** For how long it has taken nothing. */
  get idle() {
    return this.#sent === undefined ? 0 : now() - this.#sent;
  }

  give(name, data) {
    if (name === "message") {
      if (data.number <= this.after) return; // another tab needs it
      this.after = data.number;
    } else if (name === "gap") {
      if (data.to <= this.after) return;
    } else {
      this.#waiting = this.#waiting.filter(([other]) => other !== name); // of these only the newest counts
    }
    this.#waiting.push([name, data]);
    if (this.#waiting.length > MAX_WAITING) this.#shorten();
    this.#send();
  }

  taken() {
    this.#sent = undefined;
    this.#send();
  }

  #send() {
    if (this.#sent !== undefined || !this.#waiting.length) return;
    this.#sent = now();
    this.#port.postMessage({ id: this.id, events: this.#waiting.splice(0) });
  }

  #shorten() {
    const left = this.#waiting.splice(0, MAX_WAITING / 2).filter(([name]) => name === "message" || name === "gap");
    const [first, last] = [left[0], left.at(-1)].map(([, data]) => data);
    const gap = { lesson: this.feed, from: first.from ?? first.number, to: last.to ?? last.number };
    this.#waiting.unshift(["gap", gap]);
  }
}
