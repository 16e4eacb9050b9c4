// The one stream from the lab. It is opened again after any failure, and when the tabs follow something else.

import { pause } from "./backoff.js";
import { now } from "./clock.js";
import { other, readEvent } from "./events.js";
import { request } from "./quotes.js";

const SILENCE = 5000; // the lab sends something at least every two seconds
const CHECK = 1000;
const MAX_EVENT = 1024 * 1024; // letters

export class Connection {
  #query;
  #listener;
  #newest; // the attempt that counts: { controller, heard, older, begun }; none during a pause
  #failures = 0;
  #timer;
  #allowed = 0; // until then only the user may end the pause: the lab has asked for it

  /**
   * The query names what is followed now; if it is empty, no stream is opened. The listener gets parsed events, and the state
   * of the connection: { state: "live" or "lost", sentence, wait }.
   */
  constructor(query, listener) {
    this.#query = query;
    this.#listener = listener;
    setInterval(() => this.#check(), CHECK);
  }

  /** Something else is followed now. A pause goes on. */
  change() {
    if (this.#timer === undefined) this.#open();
  }

  /** Opens a stream for what is followed now. The one before ends when the new one has begun, so that no event is missed. */
  #open() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const query = this.#query();
    const older = this.#newest;
    this.#newest = undefined;
    if (!query) return end(older);
    const attempt = { controller: new AbortController(), heard: now(), older, begun: false };
    this.#newest = attempt;
    this.#read(attempt, query).catch((error) => this.#failed(attempt, error));
  }

  /** Ends a pause. A pause that the lab has asked for ends only when the user has pressed the button. */
  hurry(pressed) {
    this.#check();
    if (this.#timer !== undefined && (pressed || now() >= this.#allowed)) this.#open();
  }

  async #read(attempt, query) {
    const response = await request(new URL(`stream?${query}`, import.meta.url), {
      signal: attempt.controller.signal,
      cache: "no-store",
    });
    if (!/^text\/event-stream *(;|$)/i.test(response.headers.get("Content-Type"))) throw other(await response.text());
    const decoder = new TextDecoder();
    let text = "";
    for await (const bytes of chunks(response)) {
      attempt.heard = now();
      const events = (text + decoder.decode(bytes, { stream: true })).split("\n\n");
      text = events.pop();
      if (text.length > MAX_EVENT) throw other(text);
      for (const event of events) this.#take(attempt, event);
    }
    throw new Error(text ? "The lab’s stream was cut off." : "The lab has ended its stream.");
  }

  #take(attempt, text) {
    const event = readEvent(text);
    if (!event || attempt !== this.#newest) return;
    if (!attempt.begun) this.#begin(attempt);
    this.#listener.event(event.name, event.data);
  }

  #begin(attempt) {
    attempt.begun = true;
    end(attempt.older);
    attempt.older = undefined;
    this.#failures = 0;
    this.#listener.state({ state: "live" });
  }

  #failed(attempt, error) {
    if (attempt !== this.#newest) return; // a newer attempt has replaced it
    end(attempt);
    this.#newest = undefined;
    this.#failures++;
    const wait = pause(this.#failures, error.retryAfter);
    this.#allowed = now() + (error.retryAfter ?? 0);
    this.#timer = setTimeout(() => this.#open(), wait);
    const sentence = error instanceof TypeError ? "The connection to the lab is lost." : error.message;
    this.#listener.state({ state: "lost", sentence, wait });
  }

  /** Not every loss is reported: the computer may have been asleep, or the network may drop everything. */
  #check() {
    const attempt = this.#newest;
    if (!attempt || now() - attempt.heard <= SILENCE) return;
    this.#failed(attempt, new Error(`Nothing was heard from the lab for ${SILENCE / 1000} s.`));
  }
}

/** The bytes as they come. Not every browser lets a loop read a stream directly. */
async function* chunks(response) {
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

function end(attempt) {
  if (!attempt) return;
  attempt.controller.abort();
  end(attempt.older);
}
