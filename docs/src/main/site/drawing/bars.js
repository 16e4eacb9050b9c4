// Bars on the server's lane: each stands for a request, from its arrival to the last part of its response.

import { shape } from "./svg.js";
import { hue } from "./words.js";

export const SLOTS = 6; // bars side by side

export class Bars {
  #bars = new Map(); // by the number of the request
  #last = new Map(); // the bar of the last request, by connection

  /** What they are drawn in. */
  group = shape("g", { "aria-hidden": "true" });

  clear() {
    this.#bars.clear();
    this.#last.clear();
    this.group.replaceChildren();
  }

  begin(request, y, { server, slot }) {
    this.#settle(request.connection);
    const place = this.#free();
    const x = server + place * slot;
    const element = shape("rect", { class: `bar waiting hue${hue(request)}`, x, y, width: slot - 1, height: 0 });
    this.group.append(element);
    const bar = { request, element, place, from: y, to: y, waiting: true };
    this.#bars.set(request.number, bar);
    this.#last.set(request.connection, bar);
  }

  /** Ends the bar of the request that this message responds to, and says how long it has waited; 0 if it does no more. */
  respond({ respondsTo, time }, y) {
    const bar = this.#bars.get(respondsTo);
    if (!bar) return 0;
    const waited = bar.waiting ? time - bar.request.time : 0;
    this.#end(bar, y);
    return waited;
  }

  /** A response in parts goes on to here. */
  goOn(connection, y) {
    const bar = this.#last.get(connection);
    if (!bar) return;
    bar.goesOn = true;
    this.#stretch(bar, y);
  }

  /** Nothing waits any more on a connection that has ended. */
  end(connection, y) {
    for (const bar of this.#bars.values()) {
      if (bar.waiting && bar.request.connection === connection) this.#end(bar, y);
    }
    this.#settle(connection);
  }

  /** Draws the bars of waiting requests down to here. */
  grow(y) {
    for (const bar of this.#bars.values()) if (bar.waiting) this.#stretch(bar, y);
  }

  /** Forgets the bars that end above. */
  trim(top) {
    for (const [number, bar] of this.#bars) {
      if (bar.waiting || bar.goesOn || bar.to >= top) continue;
      bar.element.remove();
      this.#bars.delete(number);
    }
  }

  /** The first place beside the lane where nothing stands now. */
  #free() {
    const standing = [...this.#last.values()].filter((bar) => bar.waiting || bar.goesOn);
    const taken = new Set(standing.map((bar) => bar.place));
    let place = 0;
    while (taken.has(place) && place < SLOTS - 1) place++;
    return place;
  }

  /** The response before, on this connection, goes on no more. */
  #settle(connection) {
    const bar = this.#last.get(connection);
    if (bar) bar.goesOn = false;
    this.#last.delete(connection);
  }

  #end(bar, y) {
    bar.waiting = false;
    bar.element.classList.remove("waiting");
    this.#stretch(bar, y);
  }

  #stretch(bar, y) {
    bar.to = y;
    bar.element.setAttribute("height", Math.max(2, y - bar.from));
  }
}
