// Where in the diagram a moment lies, in pixels from its beginning.

const GAP = 500;

/** One row a message; a longer silence gets half a row more. */
export class Compressed {
  #row;
  #y = 0;
  #last;

  constructor(row) {
    this.#row = row;
  }

  /** The place of the next message. They have to come in their order. */
  place({ time }) {
    const silent = this.#last !== undefined && time - this.#last > GAP;
    this.#last = time;
    return (this.#y += silent ? 1.5 * this.#row : this.#row);
  }

  bottom() {
    return this.#y + this.#row;
  }
}

/** Elapsed time to scale. */
export class ToScale {
  #start;
  #perSecond;
  #row;
  #last;

  constructor(start, perSecond, row) {
    this.#start = start;
    this.#perSecond = perSecond;
    this.#row = row;
    this.#last = row;
  }

  place({ time }) {
    const y = this.#y(time);
    this.#last = Math.max(this.#last, y);
    return y;
  }

  bottom(now) {
    return Math.max(this.#last, this.#y(now)) + this.#row;
  }

  #y(time) {
    return this.#row + ((time - this.#start) / 1000) * this.#perSecond;
  }
}
