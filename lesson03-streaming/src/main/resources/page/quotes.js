// Asks for quotes, and reads their wire form. A server or a proxy may send anything, so everything is checked.

import { retryAfter } from "./backoff.js";

const MAX_EXCERPT = 60;

/** A response with status 200 or 204. Else an error says in one sentence what is wrong, with the status and what Retry-After asks for. */
export async function request(address, init) {
  let response;
  try {
    response = await fetch(address, { redirect: "manual", ...init });
  } catch (error) {
    throw new Error(reason(error));
  }
  if (response.status === 200 || response.status === 204) return response;
  throw Object.assign(new Error(await refusal(response)), {
    status: response.status,
    retryAfter: retryAfter(response.headers.get("Retry-After")),
  });
}

/** Why there was no response, or not all of it. */
export function reason(error) {
  if (error.name === "TimeoutError") return "The server took too long.";
  return error instanceof TypeError ? "The server can’t be reached." : error.message;
}

/** Our server says in a problem document what is wrong. A proxy sends something else, perhaps with the same type. */
async function refusal(response) {
  const isProblem = /^application\/problem\+json *(;|$)/i.test(response.headers.get("Content-Type"));
  const detail = isProblem && json(await response.text().catch(() => ""))?.detail; // it may also be cut off
  return detail && typeof detail === "string" ? detail : meaning(response);
}

function meaning({ status, type }) {
  if (type === "opaqueredirect") return "The server sends you to another page, perhaps to sign in.";
  if ([401, 407, 511].includes(status)) return `The server wants you to sign in (${status}).`;
  if (status === 403) return "The server does not allow it (403).";
  if ([429, 503].includes(status)) return `The server has too much to do (${status}).`;
  if ([502, 504].includes(status)) return `A proxy reached no server (${status}).`;
  return `The server responded with ${status}.`;
}

/** The quotes in a text. An error says in one sentence what came instead. */
export function parse(text) {
  const message = json(text);
  if (!isQuotes(message)) throw other(text);
  return message;
}

/** The JSON in a text, or undefined if it is not JSON. */
export function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // one sentence for all that is not understood: see other()
  }
}

/** Whether this is the wire form of quotes. */
export function isQuotes(message) {
  const { seq, quotes, reset } = message ?? {};
  return isCount(seq) && Array.isArray(quotes) && quotes.every(isQuote) && ["undefined", "boolean"].includes(typeof reset);
}

function isQuote(quote) {
  const { seq, symbol, price, time } = quote ?? {};
  return isCount(seq) && typeof symbol === "string" && Number.isFinite(price) && isCount(time);
}

function isCount(number) {
  return Number.isSafeInteger(number) && number >= 0;
}

/** The error for a text that is not what belongs here. */
export function other(text) {
  return new Error(`The server sent something other than quotes: ${excerpt(text)}`);
}

/** The beginning of a text, in one line. */
export function excerpt(text) {
  const line = String(text)
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  return line.length > MAX_EXCERPT ? `${line.slice(0, MAX_EXCERPT)}…` : line || "nothing";
}
