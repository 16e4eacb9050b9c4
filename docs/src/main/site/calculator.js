// What clients cost, computed from what was measured: coefficients.json beside this file says where and when.

const DAY = 86_400;

/**
 * What each technique costs a server, as far as it was measured.
 *
 * @param measured the content of coefficients.json
 * @param choice { clients, updates, interval }: how many clients, prices a second, seconds between two polls
 * @returns for each technique { key, title, requests (a second), bytes (a day, both directions), cpu (1 is one processor),
 *   memory (bytes of heap), beyond (whether no measurement came near) }
 */
export function estimate(measured, { clients, updates, interval }) {
  return Object.entries(measured.coefficients).map(([key, { title, perPoll, perSecond, memory }]) => {
    const points = perPoll ?? perSecond;
    const moves = perPoll ? updates * interval : updates; // since the last poll, or in a second
    const times = perPoll ? clients / interval : clients; // polls in a second, or seconds of clients
    const each = (name) => between(points, name, moves, !perPoll);
    return {
      key,
      title,
      requests: perPoll ? times : times * each("requests"),
      bytes: times * each("bytes") * DAY,
      cpu: times * each("cpu"),
      memory: memory ? memory.base + clients * memory.perClient : undefined,
      beyond: moves < points[0].updates || moves > points.at(-1).updates,
    };
  });
}

/**
 * A value between two measured points, on a straight line in logarithms. Beyond the ends a poll costs what it costs at the
 * end, and what a client costs in a second grows with the updates.
 */
function between(points, name, updates, grows) {
  const first = points[0];
  const last = points.at(-1);
  if (updates <= first.updates) return first[name] * (grows ? updates / first.updates : 1);
  if (updates >= last.updates) return last[name] * (grows ? updates / last.updates : 1);
  const next = points.findIndex((point) => point.updates > updates);
  const [low, high] = [points[next - 1], points[next]];
  const share = Math.log(updates / low.updates) / Math.log(high.updates / low.updates);
  if (low[name] <= 0 || high[name] <= 0) return low[name] + share * (high[name] - low[name]);
  return low[name] * (high[name] / low[name]) ** share;
}

// ---- The form ----

const FIELDS = [
  { name: "clients", label: "Clients", value: 1000, min: 1, max: 1_000_000, step: 1 },
  { name: "updates", label: "Prices a second", value: 2, min: 0.01, max: 1000, step: "any" },
  { name: "interval", label: "Seconds between polls", value: 1, min: 0.1, max: 3600, step: "any" },
];
const COLUMNS = ["Technique", "Requests a second", "Bytes a day", "Processors", "Heap"];

/** Shows a form and a table in an element. */
export function show(element, measured) {
  const form = make("form", {}, ...FIELDS.map(field));
  const head = make("thead", {}, make("tr", {}, ...COLUMNS.map((title) => make("th", { scope: "col" }, title))));
  const body = make("tbody");
  const note = make("p", { role: "status" });
  const table = make("table", {}, make("caption", {}, source(measured)), head, body);
  const update = () => fill(form, body, note, measured);
  for (const event of ["input", "change"]) form.addEventListener(event, update); // assistive technology may cause only one of them
  form.addEventListener("submit", (event) => event.preventDefault());
  const wide = make("div", { class: "wide", role: "group", tabindex: 0, "aria-label": "What clients cost" }, table);
  element.replaceChildren(form, wide, note);
  update();
}

function field({ name, label, ...limits }) {
  return make("label", {}, `${label} `, make("input", { type: "number", name, required: "", ...limits }));
}

function fill(form, body, note, measured) {
  const wrong = FIELDS.find(({ name }) => !form.elements[name].validity.valid);
  if (wrong) {
    note.textContent = `${wrong.label}: a ${wrong.step === 1 ? "whole " : ""}number from ${wrong.min} to ${number(wrong.max)}.`;
    return;
  }
  const choice = Object.fromEntries(FIELDS.map(({ name }) => [name, form.elements[name].valueAsNumber]));
  const rows = estimate(measured, choice);
  body.replaceChildren(...rows.map(row));
  note.textContent = rows.some(({ beyond }) => beyond)
    ? "* So few or so many prices were not measured: this is drawn out from the nearest measurement."
    : "Between measurements this is drawn on a straight line.";
}

function row({ title, requests, bytes, cpu, memory, beyond }) {
  const cells = [number(requests), size(bytes), number(cpu), memory === undefined ? "not measured" : size(memory)];
  return make("tr", {}, make("th", { scope: "row" }, title + (beyond ? " *" : "")), ...cells.map((cell) => make("td", {}, cell)));
}

function source({ date, kind, machine }) {
  const { cpu, processors, memory, system, jdk } = machine;
  return `Computed from a ${kind} measurement of ${date}: ${cpu}, ${processors} processors, ${memory} GiB, ${system}, ${jdk}.`;
}

function number(value) {
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}

function size(bytes) {
  const power = Math.min(4, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${number(bytes / 1000 ** power)} ${["B", "kB", "MB", "GB", "TB"][power]}`;
}

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...children);
  return element;
}

for (const element of document.querySelectorAll("[data-coefficients]")) {
  fetch(element.dataset.coefficients)
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(`The server responded with status ${response.status}.`))))
    .then((measured) => show(element, measured))
    .catch((error) => {
      const reason = error.message.startsWith("The server responded") ? error.message : "Something else has come in their place.";
      element.textContent = `The measured numbers can’t be read. ${reason}`;
    });
}
