// The faults on the wire: what is set is asked for again and again, because another window may have changed it.

const EVERY = 2000;
const NUMBERS = ["delayUp", "delayDown", "bufferBytes", "bufferMillis", "piece"];
const OFF = { delayUp: 0, delayDown: 0, stall: false, bufferBytes: 0, bufferMillis: 0, piece: 0 };
const at = (id) => document.getElementById(id);
const form = at("faulty");

let target;
let lessons;

/** Shows and sets the faults of the lesson with this name, or of "all" of these. */
export function watch(name, names = [name]) {
  target = name;
  lessons = names;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    put(asked());
  });
  at("calm").addEventListener("click", allOff);
  at("fin").addEventListener("click", () => cut("fin"));
  at("rst").addEventListener("click", () => cut("rst"));
  look().then(fill, complain);
  setInterval(() => !document.hidden && look().catch(unknown), EVERY);
}

function asked() {
  const numbers = NUMBERS.map((name) => [name, number(form[name].value)]);
  return { ...Object.fromEntries(numbers), stall: form.stall.checked };
}

/** What is no number goes to the lab as it is: the refusal is the lab's to word. */
function number(text) {
  const trimmed = text.trim();
  return trimmed === "" || Number.isNaN(Number(trimmed)) ? trimmed : Number(trimmed);
}

async function look() {
  const faults = await Promise.all(lessons.map((lesson) => ask("faults", lesson)));
  alarm(faults.map(sentence));
  return faults[0];
}

async function put(faults) {
  try {
    await ask("faults", target, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(faults) });
    fill(await look());
    at("fault").textContent = `Set: ${sentence(faults) || "no fault"}.`;
  } catch (error) {
    complain(error);
  }
}

function allOff() {
  put(OFF);
}

async function cut(how) {
  try {
    await ask("cut", `${target}&how=${how}`, { method: "POST" });
    at("fault").textContent = `All open connections were cut with ${how.toUpperCase()}.`;
  } catch (error) {
    complain(error);
  }
}

async function ask(route, lesson, request) {
  const response = await fetch(new URL(`${route}?lesson=${lesson}`, import.meta.url), request); // the race uses this, too
  const text = await response.text();
  if (!response.ok) throw new Error(reason(response, text));
  return text ? JSON.parse(text) : undefined;
}

function reason(response, text) {
  const problem = response.headers.get("Content-Type")?.startsWith("application/problem+json");
  return problem ? JSON.parse(text).detail : `The lab responded with ${response.status}.`;
}

function complain(error) {
  at("fault").textContent = error instanceof TypeError ? "The lab can’t be reached: nothing was set." : error.message;
}

function unknown() {
  if (at("alarm").firstChild) at("alarm").firstChild.textContent = "The lab can’t be reached: whether faults are on is not known. ";
}

function fill(faults) {
  for (const name of NUMBERS) form[name].value = faults[name];
  form.stall.checked = faults.stall;
}

/** As long as any fault is on, the page says so at its top. */
function alarm(faults) {
  const same = faults.every((words) => words === faults[0]);
  const words = same
    ? faults[0]
    : lessons
        .map((lesson, i) => faults[i] && `${lesson} ${faults[i]}`)
        .filter(Boolean)
        .join("; ");
  const said = words && `Faults are on: ${words}. `;
  if ((at("alarm").firstChild?.textContent ?? "") === said) return;
  at("alarm").replaceChildren();
  if (!said) return;
  const off = document.createElement("button");
  off.type = "button";
  off.textContent = "All off";
  off.addEventListener("click", allOff);
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
