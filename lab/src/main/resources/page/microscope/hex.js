// A message under the lens: its bytes in hex, and the fields that they make up. Whichever is under focus lights up in the other.

import { bytes, seconds, share, size, way } from "./words.js";

const LINE = 16;
const HUES = 6;
const at = (id) => document.getElementById(id);

let shown; // the octets, the field of each, and the elements of each

/** Opens a message. */
export function open(message, start) {
  const octets = Uint8Array.from(atob(message.bytes), (letter) => letter.charCodeAt(0));
  shown = { message, octets, field: owners(message, octets), caret: 0 };
  at("chosen").textContent = `${message.number}: ${message.line}`;
  at("opened").hidden = false;
  split(message, start);
  fields(message);
  hex();
  at("byte").textContent = octets.length < size(message) ? `The first ${bytes(octets.length)} of ${size(message).toLocaleString("en")} are kept.` : "";
}

/** Which field each octet belongs to: where fields lie in one another, the inner one. */
function owners({ fields }, octets) {
  const owner = new Array(octets.length).fill(-1);
  const outerFirst = fields.map((field, index) => ({ ...field, index })).sort((a, b) => b.length - a.length);
  for (const { index, offset, length } of outerFirst) owner.fill(index, offset, offset + length);
  return owner;
}

function split(message, start) {
  const { payload, overhead, connection, kind, time } = message;
  at("split").firstElementChild.style.flexGrow = payload;
  at("split").lastElementChild.style.flexGrow = overhead;
  at("shares").textContent =
    `${bytes(size(message))}: ${payload.toLocaleString("en")} payload, ${overhead.toLocaleString("en")} overhead (${share(overhead, size(message))}). ` +
    `Connection ${connection}, ${way(message)}, ${kind}, at ${seconds(time - start)} s.`;
}

function fields(message) {
  at("fields").replaceChildren(
    ...message.fields.map((field, index) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = `hue${index % HUES}`;
      button.dataset.field = index;
      const name = document.createElement("span");
      name.textContent = field.name;
      const value = document.createElement("code");
      value.textContent = field.value;
      button.append(name, " ", value);
      item.append(button);
      return item;
    }),
  );
}

function hex() {
  const lines = [];
  for (let from = 0; from < shown.octets.length; from += LINE) lines.push(line(from));
  at("hex").replaceChildren(...lines);
}

function line(from) {
  const element = document.createElement("div");
  const offset = span("offset", from.toString(16).padStart(4, "0"));
  const codes = span("codes");
  const letters = span("letters");
  shown.octets.subarray(from, from + LINE).forEach((octet, index) => {
    codes.append(cell(from + index, octet.toString(16).padStart(2, "0")));
    letters.append(cell(from + index, letter(octet)));
  });
  element.append(offset, codes, letters);
  return element;
}

function cell(index, text) {
  const owner = shown.field[index];
  const element = span(owner < 0 ? "" : `hue${owner % HUES}`, text);
  element.dataset.byte = index;
  return element;
}

function span(name, text = "") {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

function letter(octet) {
  return octet > 32 && octet < 127 ? String.fromCharCode(octet) : octet === 32 ? "␣" : "·";
}

// ---- Under focus ----

function light(field) {
  for (const element of at("opened").querySelectorAll(".lit")) element.classList.remove("lit");
  if (field < 0) return;
  at("fields").children[field]?.firstElementChild.classList.add("lit");
  for (const element of at("hex").querySelectorAll("[data-byte]")) {
    if (shown.field[element.dataset.byte] === field) element.classList.add("lit");
  }
}

function caret(index) {
  shown.caret = index;
  at("hex").querySelectorAll(".caret").forEach((element) => element.classList.remove("caret"));
  at("hex").querySelectorAll(`[data-byte="${index}"]`).forEach((element) => element.classList.add("caret"));
  at("hex").querySelector(".caret")?.scrollIntoView({ block: "nearest" });
  const octet = shown.octets[index];
  const owner = shown.message.fields[shown.field[index]];
  at("byte").textContent = `Byte ${index}: ${octet}, 0x${octet.toString(16).padStart(2, "0")}, ${octet.toString(2).padStart(8, "0")}${owner ? `, in ${owner.name}` : ""}.`;
  light(shown.field[index]);
}

function key(event) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -LINE, ArrowDown: LINE, Home: -Infinity, End: Infinity };
  const step = steps[event.key];
  if (step === undefined || !shown?.octets.length) return;
  event.preventDefault();
  caret(Math.min(shown.octets.length - 1, Math.max(0, shown.caret + step)));
}

at("hex").addEventListener("keydown", key);
at("hex").addEventListener("focus", () => shown.octets.length && caret(shown.caret));
at("hex").addEventListener("pointerover", ({ target }) => target.dataset.byte && light(shown.field[target.dataset.byte]));
at("hex").addEventListener("click", ({ target }) => target.dataset.byte && caret(Number(target.dataset.byte)));
for (const kind of ["focusin", "pointerover", "click"]) {
  at("fields").addEventListener(kind, ({ target }) => {
    const button = target.closest("button");
    if (button) light(Number(button.dataset.field));
  });
}
