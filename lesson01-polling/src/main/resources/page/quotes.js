// Reads the wire form of quotes. A server, or what stands before it, may send anything: so nothing is believed.

const MAX_EXCERPT = 60;

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
