// The faults on the wires. The lab sends them again and again, because another window may have changed them.

import { ask, tell } from "../ask.js";
import { isFaults } from "../events.js";

const NUMBERS = ["delayUp", "delayDown", "bufferBytes", "bufferMillis", "piece"];
const OFF = { delayUp: 0, delayDown: 0, stall: false, bufferBytes: 0, bufferMillis: 0, piece: 0 };
const at = (id) => document.getElementById(id);
const form = at("faulty");

let lessons; // whose faults these are, by their names
let known; // the faults that the lab has sent, of each lesson

/** Sets the faults of these lessons from now on. */
export function watch(names) {
  lessons = names;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    set(asked());
  });
  at("calm").addEventListener("click", () => set(OFF));
  at("fin").addEventListener("click", () => cut("fin"));
  at("rst").addEventListener("click", () => cut("rst"));
}

/** Shows the faults that the lab sends, of all lessons by their names. */
export function show(all) {
  if (lessons.some((lesson) => !all[lesson])) return; // they are those of another lab
  const first = !known;
  known = lessons.map((lesson) => all[lesson]);
  if (first) fill();
  alarm(known.map(sentence));
}

/** The connection to the lab is lost. */
export function unknown() {
  if (at("alarm").firstChild) at("alarm").firstChild.textContent = "The lab can’t be reached. It is not known whether faults are on. ";
}

/** What the form asks for. A field that is empty because the lessons differ leaves each of them as it is. */
function asked() {
  const numbers = NUMBERS.filter((name) => form[name].value.trim() || !form[name].placeholder);
  const values = numbers.map((name) => [name, number(form[name].value)]);
  if (!form.stall.indeterminate) values.push(["stall", form.stall.checked]);
  return Object.fromEntries(values);
}

/** A text that is no number goes to the lab unchanged, and the lab refuses it in words. (JavaScript takes 0x10 for a number.) */
function number(text) {
  const trimmed = text.trim();
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed;
}

/** Each lesson keeps the faults that are left out. */
async function set(wanted) {
  try {
    known = await Promise.all(lessons.map((lesson, i) => put(lesson, { ...known?.[i], ...wanted })));
    fill();
    const said = alike(known.map(sentence));
    at("fault").textContent = said === undefined ? "Set. The lessons’ faults still differ." : `Set: ${said || "no fault"}.`;
  } catch (error) {
    complain(error);
  }
}

function put(lesson, faults) {
  const headers = { "Content-Type": "application/json" };
  return ask(address("faults", lesson), isFaults, { method: "PUT", headers, body: JSON.stringify(faults) });
}

async function cut(how) {
  try {
    await Promise.all(lessons.map((lesson) => tell(address(`cut?how=${how}`, lesson), "POST")));
    at("fault").textContent = `All open connections were cut with ${how.toUpperCase()}.`;
  } catch (error) {
    complain(error);
  }
}

/** The race uses this, too. */
function address(route, lesson) {
  const url = new URL(route, import.meta.url);
  url.searchParams.set("lesson", lesson);
  return url;
}

function complain({ message }) {
  at("fault").textContent = message;
}

/** Fills the form. Where the lessons differ, it has no value of its own. */
function fill() {
  for (const name of NUMBERS) {
    const value = alike(known.map((faults) => faults[name]));
    form[name].value = value ?? "";
    form[name].placeholder = value === undefined ? "they differ" : "";
  }
  const stall = alike(known.map((faults) => faults.stall));
  form.stall.checked = stall ?? false;
  form.stall.indeterminate = stall === undefined;
}

/** The value that all have, if they have one. */
function alike(values) {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

/** As long as any fault is on, the page says so at its top. */
function alarm(sentences) {
  const words =
    alike(sentences) ??
    lessons
      .map((lesson, i) => sentences[i] && `${lesson} ${sentences[i]}`)
      .filter(Boolean)
      .join("; ");
  const said = words && `Faults are on: ${words}. `;
  if ((at("alarm").firstChild?.textContent ?? "") === said) return;
  at("alarm").replaceChildren();
  if (!said) return;
  const off = document.createElement("button");
  off.type = "button";
  off.textContent = "All off";
  off.addEventListener("click", () => set(OFF));
  at("alarm").append(said, off);
}

function sentence({ delayUp, delayDown, stall, bufferBytes, bufferMillis, piece }) {
  const buffer = [bufferBytes && `${bufferBytes} bytes`, bufferMillis && `${bufferMillis} ms`].filter(Boolean).join(" or ");
  return [
    delayUp && `up ${delayUp} ms late`,
    delayDown && `down ${delayDown} ms late`,
    stall && "everything stalled",
    buffer && `buffered until ${buffer}`,
    piece && `cut into pieces of ${piece} bytes`,
  ]
    .filter(Boolean)
    .join(", ");
}
