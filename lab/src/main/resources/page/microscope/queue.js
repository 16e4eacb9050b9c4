// Messages on their way to the diagram. While paused they wait here, and each step passes on one.

const MAX_WAITING = 2000;

export class MessageQueue {
  #waiting = [];
  #paused = false;
  #pass;

  /** Passes messages on, one at a time. */
  constructor(pass) {
    this.#pass = pass;
  }

  /** How many messages are lost because too many waited. */
  lost = 0;

  /** How many messages wait. */
  get waiting() {
    return this.#waiting.length;
  }

  /** Passes a message on at once, or keeps it waiting. The oldest of too many is lost. */
  take(message) {
    if (!this.#paused) return this.#pass(message);
    this.#waiting.push(message);
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting.shift();
      this.lost++;
    }
  }

  pause() {
    this.#paused = true;
  }

  resume() {
    this.#paused = false;
    for (const message of this.#waiting.splice(0)) this.#pass(message);
  }

  step() {
    if (this.#waiting.length) this.#pass(this.#waiting.shift());
  }

  clear() {
    this.#waiting = [];
    this.lost = 0;
  }
}
