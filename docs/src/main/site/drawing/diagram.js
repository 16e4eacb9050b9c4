// The sequence diagram: a lane for the browser, one for the server, and arrows between them. What is drawn stays as it is: more
// is added below and the oldest is cut off above. Everything is drawn anew only when the view itself is changed.

import { arrow } from "./arrow.js";
import { Bars, SLOTS } from "./bars.js";
import { Compressed, ToScale } from "./scale.js";
import { shape } from "./svg.js";

const PER_SECOND = 100; // pixels
const PARTS = ["line", "event", "chunk"]; // of a response
const NARROW = 34; // em
const SLACK = 1.2;
const SHEET = 20_000; // pixels
const FAR = 1_000_000; // pixels; a browser's own numbers become coarse far beyond
const ZOOM = { compressed: { min: 0.5, max: 2, step: 1.25 }, scaled: { min: 1 / 16, max: 64, step: 2 } };

export class Diagram {
  #svg;
  #window; // shows the part of the drawing that is still there
  #names; // of the lanes
  #select;
  #lanes = shape("g", { "aria-hidden": "true" });
  #bars = new Bars();
  #drawn = []; // { message, option, y }, the oldest first
  #time = "compressed";
  #zoom = { compressed: 1, scaled: 1 };
  #start; // elapsed time is counted from it
  #plan;
  #scale;
  #bottom = 0;
  #sheet; // how far down one can draw
  #labelled; // where the last label stands
  #chosen;

  constructor(svg, lanes, select) {
    this.#svg = svg;
    this.#window = svg.parentElement;
    this.#names = lanes;
    this.#select = select;
    svg.addEventListener("click", (event) => this.#choose(event.target.closest("[role=option]")));
    svg.addEventListener("keydown", (event) => this.#key(event));
  }

  /** How time is drawn: "compressed" or "scaled". It shows with the next reset, and so does the zoom. */
  set time(time) {
    this.#time = time;
  }

  zoom(direction) {
    const { min, max, step } = ZOOM[this.#time];
    const zoomed = this.#zoom[this.#time] * step ** direction;
    this.#zoom[this.#time] = Math.min(max, Math.max(min, zoomed));
  }

  get zoomed() {
    const zoom = this.#zoom[this.#time];
    return this.#time === "scaled" ? `1 s: ${Math.round(zoom * PER_SECOND)} px` : `${Math.round(100 * zoom)} %`;
  }

  /** Draws all of them anew; elapsed time is counted from the start. */
  reset(messages, start = 0) {
    this.#start = start;
    this.#plan = this.#measure();
    this.#scale = this.#ruler(messages[0]?.time ?? start);
    this.#drawn = [];
    this.#labelled = -Infinity;
    this.#sheet = 0;
    this.#bars.clear();
    this.#svg.replaceChildren(this.#lanes, this.#bars.group);
    this.#lanes.replaceChildren(...this.#axes());
    this.add(messages);
    this.mark(this.#chosen);
  }

  add(messages) {
    const fresh = document.createDocumentFragment();
    for (const message of messages) fresh.append(this.#draw(message));
    this.#svg.append(fresh);
    this.tick(messages.at(-1)?.time ?? -Infinity);
  }

  /** Forgets the oldest when there are many more than this many. Returns by how many pixels the rest has moved up. */
  trim(max) {
    if (this.#drawn.length < SLACK * max) return 0; // in portions, because what stays has to be moved
    const before = this.#top();
    for (const { option } of this.#drawn.splice(0, this.#drawn.length - max)) option.remove();
    const moved = this.#top() - before;
    this.#bars.trim(this.#top());
    this.#fit();
    if (this.#top() > FAR)
      this.reset(
        this.#drawn.map(({ message }) => message),
        this.#start,
      );
    return moved;
  }

  mark(number) {
    this.#svg.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    this.#chosen = number;
    const option = this.#svg.querySelector(`#message-${number}`);
    if (option) {
      option.setAttribute("aria-selected", "true");
      this.#svg.setAttribute("aria-activedescendant", option.id);
    } else {
      this.#svg.removeAttribute("aria-activedescendant");
    }
  }

  /** Lets the requests that wait, and time itself if it is to scale, go on to now. */
  tick(now) {
    this.#bottom = this.#scale.bottom(now);
    this.#bars.grow(this.#bottom);
    this.#fit();
  }

  #measure() {
    const size = parseFloat(getComputedStyle(this.#svg).fontSize);
    const em = 0.8 * size * this.#zoom.compressed ** (this.#time === "compressed" ? 1 : 0);
    const width = this.#window.clientWidth;
    const slot = 0.5 * em;
    const server = width - SLOTS * slot - 0.8 * em;
    if (width < NARROW * em) return { em, row: 3.2 * em, width, browser: 1.4 * em, server, slot, narrow: true };
    // The clock has room for ten hours, and between it and the lane for a connection with four digits.
    return { em, row: 2.2 * em, width, clock: 7 * em, browser: 8.6 * em, server, slot, narrow: false };
  }

  #ruler(begin) {
    return this.#time === "scaled" ? new ToScale(begin, this.#second, this.#plan.row) : new Compressed(this.#plan.row);
  }

  get #second() {
    return PER_SECOND * this.#zoom.scaled;
  }

  #draw(message) {
    const y = this.#scale.place(message);
    const waited = this.#follow(message, y);
    const option = arrow(message, y, this.#plan, message.time - this.#start, waited);
    if (y - this.#labelled < 1.1 * this.#plan.em) option.classList.add("crowded");
    else this.#labelled = y;
    this.#drawn.push({ message, option, y });
    return option;
  }

  /** What a message does to the bars. Returns how long it has kept its request waiting. */
  #follow(message, y) {
    if (message.kind === "request") this.#bars.begin(message, y, this.#plan);
    if (PARTS.includes(message.kind)) this.#bars.goOn(message.connection, y);
    if (message.kind === "end") this.#bars.end(message.connection, y);
    return this.#bars.respond(message, y);
  }

  #axes() {
    const { browser, server } = this.#plan;
    this.#svg.setAttribute("width", this.#plan.width);
    this.#svg.style.setProperty("--em", `${this.#plan.em}px`);
    this.#names.classList.toggle("narrow", this.#plan.narrow);
    this.#names.style.setProperty("--browser", `${browser}px`);
    this.#names.style.setProperty("--server", `${server}px`);
    const lines = [browser, server].map((x) => shape("line", { class: "lane", x1: x, x2: x, y1: 0, y2: 0 }));
    return this.#time === "scaled" ? [...this.#seconds(), ...lines] : lines;
  }

  /** A line for each second since the start. */
  #seconds() {
    const { width } = this.#plan;
    const line = shape("path", { class: "second", d: `M0,0H${width}` });
    const y = this.#scale.place({ time: this.#start }) % this.#second;
    const pattern = shape("pattern", { id: "seconds", patternUnits: "userSpaceOnUse", y, width, height: this.#second }, line);
    return [pattern, shape("rect", { class: "ruled", width, fill: "url(#seconds)" })];
  }

  #top() {
    return this.#drawn.length ? this.#drawn[0].y - this.#plan.row : 0;
  }

  /** Makes the window as tall as what is drawn. The sheet itself seldom grows: a browser would lay out all that is on it. */
  #fit() {
    const top = this.#top();
    this.#window.style.height = `${this.#drawn.length ? this.#bottom - top : 0}px`;
    this.#svg.style.marginTop = `${-top}px`;
    if (this.#bottom > this.#sheet) this.#unroll();
  }

  #unroll() {
    this.#sheet = this.#bottom + SHEET;
    this.#svg.setAttribute("height", this.#sheet);
    for (const lane of this.#lanes.querySelectorAll(".lane")) lane.setAttribute("y2", this.#sheet);
    this.#lanes.querySelector(".ruled")?.setAttribute("height", this.#sheet);
  }

  #choose(option) {
    const drawn = this.#drawn.find((each) => each.option === option);
    if (drawn) this.#select(drawn.message);
  }

  #key(event) {
    const at = this.#drawn.findIndex(({ message }) => message.number === this.#chosen);
    const last = this.#drawn.length - 1;
    const next = { ArrowDown: at < 0 ? last : at + 1, ArrowUp: at < 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const option = this.#drawn[Math.min(last, Math.max(0, next))]?.option;
    this.#choose(option);
    option?.scrollIntoView({ block: "nearest" });
  }
}
