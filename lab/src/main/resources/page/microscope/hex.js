// A message under the lens: its bytes in hex, and the fields that they make up. Whichever is under focus lights up in the other.

import { bytes, seconds, share, size, way } from "./words.js";

const WIDE = 41; // em
const HUES = 6;
const at = (id) => document.getElementById(id);

let shown; // the fields and the octets of a message, where the caret is, and how many octets a line has

/** Opens a message. */
export function open(message, start) {
  const octets = Uint8Array.from(atob(message.bytes), (letter) => letter.charCodeAt(0));
  shown = { fields: message.fields, octets, caret: 0, perLine: 16 };
  at("chosen").textContent = `${message.number}: ${message.line}`;
  at("opened").hidden = false;
  split(message, start);
  fields(message);
  hex();
  at("byte").textContent = octets.length < size(message) ? `The first ${bytes(octets.length)} of ${size(message).toLocaleString("en")} are kept.` : "";
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
      button.className = hue(index);
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
  const letter = parseFloat(getComputedStyle(at("hex")).fontSize);
  shown.perLine = at("opened").clientWidth < WIDE * letter ? 8 : 16;
  at("hex").style.setProperty("--per-line", shown.perLine);
  const lines = [];
  for (let from = 0; from < shown.octets.length; from += shown.perLine) lines.push(line(from));
  at("hex").replaceChildren(...lines);
}

function line(from) {
  const element = document.createElement("div");
  const offset = span("offset", from.toString(16).padStart(4, "0"));
  const codes = span("codes");
  const letters = span("letters");
  shown.octets.subarray(from, from + shown.perLine).forEach((octet, index) => {
    codes.append(cell(from + index, code(octet)));
    letters.append(cell(from + index, letter(octet)));
  });
  element.append(offset, codes, letters);
  return element;
}

function cell(index, text) {
  const element = span(hue(fieldsAt(index)[0]), text);
  element.dataset.byte = index;
  return element;
}

function span(name, text = "") {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

function hue(field) {
  return field === undefined ? "" : `hue${field % HUES}`;
}

/** Which fields an octet belongs to: the shortest first, and often several, because bits have names, too. */
function fieldsAt(index) {
  return [...shown.fields.keys()].filter((field) => covers(shown.fields[field], index)).sort((a, b) => shown.fields[a].length - shown.fields[b].length);
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

// ---- Under focus ----

/** Lights these fields, and the bytes of the first. */
function light(fields) {
  for (const element of at("opened").querySelectorAll(".lit")) element.classList.remove("lit");
  for (const field of fields) at("fields").children[field].firstElementChild.classList.add("lit");
  if (!fields.length) return;
  for (const element of at("hex").querySelectorAll("[data-byte]")) {
    if (covers(shown.fields[fields[0]], Number(element.dataset.byte))) element.classList.add("lit");
  }
}

function caret(index) {
  shown.caret = index;
  for (const element of at("hex").querySelectorAll(".caret")) element.classList.remove("caret");
  for (const element of at("hex").querySelectorAll(`[data-byte="${index}"]`)) element.classList.add("caret");
  at("hex").querySelector(".caret").scrollIntoView({ block: "nearest" });
  const octet = shown.octets[index];
  const names = fieldsAt(index).map((field) => shown.fields[field].name);
  at("byte").textContent = `Byte ${index}: ${octet}, 0x${code(octet)}, ${octet.toString(2).padStart(8, "0")}${names.length ? `, in ${names.join(", ")}` : ""}.`;
  light(fieldsAt(index));
}

function key(event) {
  const { perLine } = shown;
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -perLine, ArrowDown: perLine, Home: -Infinity, End: Infinity };
  const step = steps[event.key];
  if (step === undefined || !shown.octets.length) return;
  event.preventDefault();
  caret(Math.min(shown.octets.length - 1, Math.max(0, shown.caret + step)));
}

at("hex").addEventListener("keydown", key);
at("hex").addEventListener("focus", () => shown.octets.length && caret(shown.caret));
at("hex").addEventListener("pointerover", ({ target }) => target.dataset.byte && light(fieldsAt(Number(target.dataset.byte))));
at("hex").addEventListener("click", ({ target }) => target.dataset.byte && caret(Number(target.dataset.byte)));
for (const kind of ["focusin", "pointerover", "click"]) {
  at("fields").addEventListener(kind, ({ target }) => {
    const button = target.closest("button");
    if (button) light([Number(button.dataset.field)]);
  });
}
