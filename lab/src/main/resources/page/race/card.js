// The card of one client: its newest price, and what that has cost.

import { Chart, linear, logarithmic } from "./chart.js";

const whole = (number) => number.toLocaleString("en");

/** Milliseconds in words, with one digit after the point where it means something. */
export function duration(millis) {
  if (millis < 10) return `${millis.toFixed(1)} ms`;
  return millis < 1000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`;
}

/** The share of all bytes that are no prices. */
export function overhead({ up, down, payload }) {
  return up + down ? `${Math.round(100 * (1 - payload / (up + down)))} %` : "–";
}

export class Card {
  #element;
  #charts;
  #symbol;
  #moved;

  constructor(list, title) {
    this.#element = document.getElementById("card").content.firstElementChild.cloneNode(true);
    this.#charts = { late: new Chart(this.#at("figure.late"), logarithmic), bytes: new Chart(this.#at("figure.bytes"), linear) };
    this.#say("h3", title);
    list.append(this.#element);
  }

  show(standing, symbol) {
    const { trouble, price, connections, others } = standing;
    this.#element.classList.toggle("lost", trouble !== "");
    this.#say(".state", trouble ? `Not connected, coming back. ${trouble}` : connections ? "Connected" : "Connecting");
    this.#say(".price", price ?? "–");
    this.#symbol = symbol;
    this.#moved = price ? standing.moved : undefined;
    this.#say(".late b", price ? duration(standing.late || standing.delay) : "–");
    this.#say(".requests", whole(standing.requests));
    this.#say(".bytes-up", whole(standing.up));
    this.#say(".bytes-down", whole(standing.down));
    this.#say(".overhead", overhead(standing));
    this.#say(".connections", others ? `${connections} + ${whole(others)}` : connections);
  }

  /** How old the price is at this time by the server's clock; undefined when it is not known. */
  age(now) {
    if (this.#moved === undefined) return this.#say(".age", "no price yet");
    const age = now === undefined ? "age unknown" : `${(Math.max(0, now - this.#moved) / 1000).toFixed(1)} s old`;
    this.#say(".age", `${this.#symbol}, ${age}`);
  }

  /** Draws one of the two charts: "late" or "bytes". */
  chart(name, points, now, most, words) {
    this.#charts[name].draw(points, now, most, name === "late" ? `1 ms – ${words(most)}` : `top: ${words(most)}`);
    if (name === "bytes") this.#say(".bytes b", words(points.at(-1).value ?? 0));
  }

  #at(css) {
    return this.#element.querySelector(css);
  }

  #say(css, text) {
    const element = this.#at(css);
    if (element.textContent !== String(text)) element.textContent = text;
  }
}
