// One message as an arrow between the two lanes, with its time in front and its words on top.

import { shape } from "./svg.js";
import { hue, seconds, size, way } from "./words.js";

const LETTER = 0.61; // the width of a letter of the diagram's font, in em
const HELD = 100;

/** Draws a message at a height. The plan says where the lanes are; a request that has waited for this one did so for some milliseconds. */
export function arrow(message, y, plan, elapsed, waited) {
  const held = waited >= HELD ? `after ${(waited / 1000).toFixed(2)} s` : "";
  const option = shape("g", {
    id: `message-${message.number}`,
    role: "option",
    "aria-selected": "false",
    "aria-label": spoken(message, seconds(elapsed), cost(message, held)),
    class: `message ${message.direction} ${message.kind} hue${hue(message)}`,
    transform: `translate(0 ${y})`,
  });
  option.append(...parts(message, plan, elapsed, held));
  return option;
}

function parts(message, plan, elapsed, held) {
  const { em, row, width, browser, server } = plan;
  const up = message.direction === "up";
  const [from, to] = up ? [browser, server] : [server, browser];
  return [
    shape("rect", { class: "hit", x: 0, y: -0.62 * row, width, height: row }),
    shape("line", { class: "shaft", x1: browser, x2: server, y1: 0, y2: 0 }),
    shape("path", { class: "head", d: head(message.kind, to, up ? -1 : 1, em) }),
    ...badge(String(message.connection), from, em),
    ...words(message, plan, seconds(elapsed), cost(message, held)),
  ];
}

/** The number of the connection, in a badge that is as wide as it has to be. */
function badge(number, x, em) {
  const half = em * halfWidth(number);
  return [
    shape("rect", { class: "badge", x: x - half, y: -0.7 * em, width: 2 * half, height: 1.4 * em, rx: 0.7 * em }),
    shape("text", { class: "number", x, y: 0.3 * em }, number),
  ];
}

/** Of a badge, in em. */
function halfWidth(number) {
  return Math.max(0.7, 0.28 * number.length + 0.25);
}

function cost(message, held) {
  return [`${size(message).toLocaleString("en")} B`, held].filter(Boolean).join(" · ");
}

/** Time in front and words above or, where there is little room, all but the line itself below. */
function words({ line, connection }, { em, browser, server, clock, narrow }, time, cost) {
  const side = em * (halfWidth(String(connection)) + 0.3); // the badge is there
  const room = Math.floor((server - browser - 2 * side) / (LETTER * em));
  const above = { class: "label", x: browser + side, y: -0.4 * em };
  if (narrow) {
    return [shape("text", above, cut(line, room)), shape("text", { class: "below", x: browser + side, y: em }, `${cost} · ${time}`)];
  }
  const label = `${cut(line, room - cost.length - 3)} · ${cost}`;
  return [shape("text", { class: "clock", x: clock, y: 0.3 * em }, time), shape("text", above, label)];
}

/** A full head for a request and its response, an open one for the parts of a stream, a cross for an end. */
function head(kind, x, side, em) {
  const back = x + side * 0.7 * em;
  const half = 0.35 * em;
  if (kind === "end") return `M${x - half},${-half}L${x + half},${half}M${x - half},${half}L${x + half},${-half}`;
  return `M${back},${-half}L${x},0L${back},${half}${kind === "request" || kind === "response" ? "Z" : ""}`;
}

function cut(text, most) {
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;
}

/** All that is visible is in it, in the same words, so that it can be chosen by saying them (WCAG 2.2, 2.5.3). */
function spoken(message, time, cost) {
  const { number, connection, kind, line } = message;
  return `Message ${number}, connection ${connection}, ${way(message)}, ${kind}: ${line} · ${cost} · ${time}`;
}
