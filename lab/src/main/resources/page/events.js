// Reads the lab's events. The server, or a proxy in front of it, may send anything, so every event is checked.

import { isMessage } from "./docs/drawing/replay.js";
import { excerpt, json } from "./quotes.js";

const RACER = {
  name: isText,
  title: isText,
  trouble: isText,
  price: (value) => value === null || isText(value),
  moved: Number.isFinite,
  delay: Number.isFinite,
  late: Number.isFinite,
  requests: isCount,
  up: isCount,
  down: isCount,
  payload: isCount,
  updates: isCount,
  conflated: isCount,
  connections: isCount,
  others: isCount,
};
const COUNTS = ["requests", "messages", "up", "down", "payloadUp", "payloadDown", "open", "connections"];
const FAULTS = ["delayUp", "delayDown", "bufferBytes", "bufferMillis", "piece"];

// What each event must have.
const FORMS = {
  lab: ({ began, time }) => isCount(began) && Number.isFinite(time),
  message: (data) => isText(data.lesson) && isMessage(data),
  counts: ({ lesson, counts }) => isText(lesson) && COUNTS.every((name) => isCount(counts?.[name])),
  gap: ({ lesson, from, to }) => isText(lesson) && isCount(from) && isCount(to),
  faults: (data) => Object.values(data).every(isFaults),
  state: ({ began, time, settings, manages, racers }) =>
    isCount(began) && isCount(time) && isSettings(settings) && (manages === null || isCount(manages)) && isList(racers, isRacer),
};

/** An event from its text; nothing, if it is a comment or about the connection only. An error says what came instead. */
export function readEvent(text) {
  if (/^(:|retry: \d+$)/.test(text)) return undefined;
  const [, name, line] = text.match(/^event: (\w+)\ndata: (.*)$/) ?? [];
  const data = json(line);
  if (!Object.hasOwn(FORMS, name ?? "") || !data || !FORMS[name](data)) throw other(text);
  return { name, data };
}

/** Whether this is the lab's list of lessons. */
export function isLessons(value) {
  return isList(value, ({ name, title, uri }) => [name, title].every(isText) && isText(uri) && URL.canParse(uri)) && value.length > 0;
}

/** Whether these are the faults of one lesson. */
export function isFaults(value) {
  return FAULTS.every((name) => isCount(value?.[name])) && typeof value.stall === "boolean";
}

function isSettings(value) {
  return [value?.rate, value?.interval].every(Number.isFinite) && isCount(value.clients) && isText(value.symbol);
}

function isRacer(racer) {
  return Object.keys(RACER).every((name) => RACER[name](racer[name]));
}

function isList(value, isEntry) {
  return Array.isArray(value) && value.every((entry) => entry && isEntry(entry));
}

function isCount(value) {
  return Number.isSafeInteger(value) && value >= 0;
}

function isText(value) {
  return typeof value === "string";
}

/** The error for a text that does not belong here. */
export function other(text) {
  return new Error(`Something other than the lab has responded: ${excerpt(text)}`);
}
