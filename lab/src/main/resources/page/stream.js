// The lab's events as they happen. All tabs share one stream: over HTTP/1.1 a browser opens only six connections to a server.

import { onWake } from "./clock.js";
import { Hub } from "./hub.js";

/**
 * Follows a lesson, or "race". The listener gets the events that it has a method for, by their names;
 * besides, status({ state, sentence, wait }), and restarted() when the lab has begun anew and counts from 1.
 */
export class Stream {
  #feed;
  #listener;
  #port;
  #follows = false;
  #opened = false;
  #alone = false; // without the shared worker, in a tab with a stream of its own
  #after = 0; // the number of the last message
  #lab; // the lab that has given this number
  #id = 0; // of the newest request: events for an older one are ignored

  constructor(feed, listener) {
    this.#feed = feed;
    this.#listener = listener;
    this.#share();
    onWake(() => this.#come());
    addEventListener("pagehide", () => this.#leave());
    // When Chromium keeps a page for the way back, it may stop the worker before the worker has got this message. This event is earlier.
    addEventListener("beforeunload", () => {
      this.#leave();
      setTimeout(() => this.#come(), 1000); // it was a download, or the user has stayed
    });
    document.addEventListener("freeze", () => this.#leave());
    document.addEventListener("visibilitychange", () => this.#alone && document.hidden && this.#leave());
  }

  /** Follows from the beginning. */
  open() {
    this.#opened = true;
    this.#after = 0;
    this.#follows = false;
    this.#come();
  }

  /** Ends a pause. */
  now() {
    this.#port.postMessage("now");
  }

  #share() {
    if (!("SharedWorker" in window)) return this.#beAlone();
    const worker = new SharedWorker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("error", () => this.#beAlone()); // it could not be loaded
    this.#listen(worker.port);
  }

  #beAlone() {
    this.#alone = true;
    document.getElementById("alone").hidden = false;
    const { port1, port2 } = new MessageChannel();
    new Hub().add(port1);
    this.#listen(port2);
  }

  #listen(port) {
    this.#port = port;
    this.#follows = false;
    port.onmessage = ({ data: { id, events } }) => {
      if (id !== this.#id) return;
      for (const [name, data] of events) this.#take(name, data);
      if (this.#follows) port.postMessage({ taken: id });
    };
    this.#come();
  }

  #come() {
    if (!this.#opened || (this.#alone && document.hidden)) return;
    if (this.#follows) return this.#port.postMessage("wake");
    this.#follows = true;
    this.#id++;
    this.#port.postMessage({ follow: this.#feed, after: this.#after, lab: this.#lab, id: this.#id });
  }

  #leave() {
    if (this.#follows) this.#port.postMessage("leave");
    this.#follows = false;
    this.#id++;
  }

  #take(name, data) {
    if (name === "forgotten") {
      this.#follows = false;
      this.#come();
    }
    if (name === "lab") this.#recognize(data.began);
    if (name === "message") this.#after = data.number;
    this.#listener[name]?.(data);
  }

  #recognize(lab) {
    if (this.#lab !== undefined && this.#lab !== lab) {
      this.#after = 0;
      this.#listener.restarted?.();
    }
    this.#lab = lab;
  }
}
