// The bytes of a message in hex, and the fields that they make up. What has the focus in one is lit in the other.

import { bytes, seconds, share, size, way } from "./words.js";

const CELL = 24; // pixels: less is hard to hit (WCAG 2.2, 2.5.8)
const HUES = 6;

export class HexView {
  #parts;
  #fields = []; // of the message that is shown
  #octets = new Uint8Array();
  #caret = 0;
  #perLine = 16; // octets

  /** Draws into these elements: { opened, title, split, shares, fields, hex, byte }. */
  constructor(parts) {
    this.#parts = parts;
    const { fields, hex } = parts;
    hex.addEventListener("keydown", (event) => this.#key(event));
    hex.addEventListener("focus", () => this.#octets.length && this.#moveTo(this.#caret));
    hex.addEventListener("pointerover", ({ target }) => target.dataset.byte && this.#light(this.#fieldsAt(Number(target.dataset.byte))));
    hex.addEventListener("click", ({ target }) => target.dataset.byte && this.#moveTo(Number(target.dataset.byte)));
    for (const kind of ["focusin", "pointerover", "click"]) {
      fields.addEventListener(kind, ({ target }) => {
        const button = target.closest("button");
        if (button) this.#light([Number(button.dataset.field)]);
      });
    }
  }

  /** Shows a message. Elapsed time is counted from the start. */
  open(message, start) {
    const { title, opened, byte } = this.#parts;
    this.#fields = message.fields;
    this.#octets = Uint8Array.from(atob(message.bytes), (letter) => letter.charCodeAt(0));
    this.#caret = 0;
    title.textContent = `${message.number}: ${message.line}`;
    opened.hidden = false;
    this.#split(message, start);
    this.#list();
    this.#draw();
    const kept = this.#octets.length;
    byte.textContent = kept < size(message) ? `The first ${bytes(kept)} of ${size(message).toLocaleString("en")} are kept.` : "";
  }

  #split(message, start) {
    const { split, shares } = this.#parts;
    const { payload, overhead, connection, kind, time } = message;
    split.firstElementChild.style.flexGrow = payload;
    split.lastElementChild.style.flexGrow = overhead;
    shares.textContent =
      `${bytes(size(message))}: ${payload.toLocaleString("en")} payload, ${overhead.toLocaleString("en")} overhead ` +
      `(${share(overhead, size(message))}). Connection ${connection}, ${way(message)}, ${kind}, at ${seconds(time - start)} s.`;
  }

  #list() {
    this.#parts.fields.replaceChildren(
      ...this.#fields.map((field, index) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = hue(index);
        button.dataset.field = index;
        const name = span("", field.name);
        const value = document.createElement("code");
        value.textContent = field.value;
        button.append(name, " ", value);
        item.append(button);
        return item;
      }),
    );
  }

  #draw() {
    const { hex, opened } = this.#parts;
    const em = parseFloat(getComputedStyle(hex).fontSize);
    const width = (octets) => octets * (Math.max(CELL, 1.6 * em) + 0.62 * em) + 5 * em; // its code, its letter, and the offset
    this.#perLine = [16, 8].find((octets) => width(octets) <= opened.clientWidth) ?? 4;
    hex.style.setProperty("--per-line", this.#perLine);
    const lines = [];
    for (let from = 0; from < this.#octets.length; from += this.#perLine) lines.push(this.#line(from));
    hex.replaceChildren(...lines);
  }

  #line(from) {
    const element = document.createElement("div");
    const offset = span("offset", from.toString(16).padStart(4, "0"));
    const codes = span("codes");
    const letters = span("letters");
    this.#octets.subarray(from, from + this.#perLine).forEach((octet, index) => {
      codes.append(this.#cell(from + index, code(octet)));
      letters.append(this.#cell(from + index, letter(octet)));
    });
    element.append(offset, codes, letters);
    return element;
  }

  #cell(index, text) {
    const element = span(hue(this.#fieldsAt(index)[0]), text);
    element.dataset.byte = index;
    return element;
  }

  /** Which fields an octet belongs to: the shortest first, and often several, because bits have names, too. */
  #fieldsAt(index) {
    return [...this.#fields.keys()]
      .filter((field) => covers(this.#fields[field], index))
      .sort((a, b) => this.#fields[a].length - this.#fields[b].length);
  }

  // ---- What has the focus ----

  /** Lights these fields, and the bytes of the first. */
  #light(lit) {
    const { opened, fields, hex } = this.#parts;
    for (const element of opened.querySelectorAll(".lit")) element.classList.remove("lit");
    for (const field of lit) fields.children[field].firstElementChild.classList.add("lit");
    if (!lit.length) return;
    for (const element of hex.querySelectorAll("[data-byte]")) {
      if (covers(this.#fields[lit[0]], Number(element.dataset.byte))) element.classList.add("lit");
    }
  }

  #moveTo(index) {
    const { hex, byte } = this.#parts;
    this.#caret = index;
    for (const element of hex.querySelectorAll(".caret")) element.classList.remove("caret");
    for (const element of hex.querySelectorAll(`[data-byte="${index}"]`)) element.classList.add("caret");
    hex.querySelector(".caret").scrollIntoView({ block: "nearest" });
    const octet = this.#octets[index];
    const names = this.#fieldsAt(index).map((field) => this.#fields[field].name);
    const bits = octet.toString(2).padStart(8, "0");
    byte.textContent = `Byte ${index}: ${octet}, 0x${code(octet)}, ${bits}${names.length ? `, in ${names.join(", ")}` : ""}.`;
    this.#light(this.#fieldsAt(index));
  }

  #key(event) {
    const line = this.#perLine;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -line, ArrowDown: line, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined || !this.#octets.length) return;
    event.preventDefault();
    this.#moveTo(Math.min(this.#octets.length - 1, Math.max(0, this.#caret + step)));
  }
}

function span(name, text = "") {
  const element = document.createElement("span");
  if (name) element.className = name;
  element.textContent = text;
  return element;
}

function hue(field) {
  return field === undefined ? "" : `hue${field % HUES}`;
}

function covers({ offset, length }, index) {
  return index >= offset && index < offset + length;
}

function code(octet) {
  return octet.toString(16).padStart(2, "0");
}

function letter(octet) {
  return octet > 32 && octet < 127 ? String.fromCharCode(octet) : octet === 32 ? "␣" : "·";
}
