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
    this.#y += silent ? 1.5 * this.#row : this.#row;
    return this.#y;
  }

  bottom() {
    return this.#y + this.#row;
  }
}

/** Time to scale, from a moment on, with so many pixels a second. */
export class ToScale {
  #begin;
  #second;
  #row;
  #last = 0;

  constructor(begin, second, row) {
    this.#begin = begin;
    this.#second = second;
    this.#row = row;
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
    return this.#row + ((time - this.#begin) / 1000) * this.#second;
  }
}
