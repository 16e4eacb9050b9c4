// Between what comes and what is shown: all that has come goes through once a frame; while paused, one at a step.

const MAX_WAITING = 2000;

export class MessageQueue {
  #waiting = [];
  #paused = false;
  #frame;
  #show;

  /** Shows an array of messages at a time, at most once a frame. */
  constructor(show) {
    this.#show = show;
  }

  /** How many messages were too many and are lost. */
  lost = 0;

  /** How many messages wait. */
  get waiting() {
    return this.#waiting.length;
  }

  /** Lets a message through with the next frame, or keeps it waiting. The oldest of too many is lost. */
  take(message) {
    this.#waiting.push(message);
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting.shift();
      this.lost++;
    }
    this.#soon();
  }

  pause() {
    this.#paused = true;
    cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  resume() {
    this.#paused = false;
    this.#soon();
  }

  step() {
    if (this.#waiting.length) this.#show([this.#waiting.shift()]);
  }

  clear() {
    this.#waiting = [];
    this.lost = 0;
  }

  #soon() {
    if (this.#paused || this.#frame !== undefined) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = undefined;
      if (this.#waiting.length) this.#show(this.#waiting.splice(0));
    });
  }
}
