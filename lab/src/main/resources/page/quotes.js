// Asks for quotes, and reads their wire form. A server, or what stands before it, may send anything: so nothing is believed.

import { retryAfter } from "./backoff.js";

const MAX_EXCERPT = 60;

// What a status means to a learner, where the number alone says little.
const MEANINGS = {
  401: "it wants you to sign in",
  403: "it does not let you in",
  429: "it is asked too often",
  500: "it has a fault",
  502: "a proxy got no response from it",
  503: "it has too much to do, or is being restarted",
  504: "a proxy got no response from it in time",
};

/** A response with status 200 or 204. Else an error says in one sentence what is wrong, and what Retry-After asks for. */
export async function request(address, init) {
  let response;
  try {
    response = await fetch(address, { redirect: "manual", ...init });
  } catch (error) {
    throw error instanceof TypeError ? new Error("The server can’t be reached.") : error;
  }
  if (response.status === 200 || response.status === 204) return response;
  throw Object.assign(new Error(await refusal(response)), { retryAfter: retryAfter(response.headers.get("Retry-After")) });
}

/** The server says in a problem document what is wrong. What stands before it does not, whatever the type of its response. */
async function refusal(response) {
  if (response.type === "opaqueredirect") return "The server sends this page elsewhere: perhaps it wants you to sign in.";
  const { status, headers } = response;
  const isProblem = /^application\/problem\+json *(;|$)/i.test(headers.get("Content-Type"));
  const detail = isProblem && json(await response.text().catch(() => ""))?.detail; // it may also be cut off
  if (detail && typeof detail === "string") return detail;
  return `The server responded with ${status}${MEANINGS[status] ? `: ${MEANINGS[status]}` : ""}.`;
}

/** The quotes in a text. An error says in one sentence what came instead. */
export function parse(text) {
  const message = json(text);
  if (!isQuotes(message)) throw other(text);
  return message;
}

/** The JSON in a text; undefined, if it is none. */
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

/** The error for a text that is not what belongs here. It quotes the beginning, in one line. */
export function other(text) {
  const line = String(text)
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  const excerpt = line.length > MAX_EXCERPT ? `${line.slice(0, MAX_EXCERPT)}…` : line || "nothing";
  return new Error(`The server sent something other than quotes: ${excerpt}`);
}
