// How long a page waits before it asks again, in milliseconds.

const MAX_RETRY_AFTER = 3_600_000; // no server makes a page wait for longer than an hour

/**
 * The pause after so many failures in a row. It is random, between half of a limit and the limit, so that pages that lost a
 * server together don't come back together. What the server asks for is added.
 */
export function pause(failures, retryAfter = 0) {
  return retryAfter + limit(failures) * (0.5 + Math.random() / 2);
}

/** 1 s after the first failure, and twice as long after each, up to 30 s. */
function limit(failures) {
  return Math.min(30_000, 500 * 2 ** failures);
}

/**
 * What Retry-After asks for: it is a number of seconds, or a date (RFC 9110 §10.2.3). More than the maximum counts as the
 * maximum, and anything else as 0.
 */
export function retryAfter(header, now = Date.now()) {
  const millis = /^[0-9]+$/.test(header) ? Number(header) * 1000 : date(header) - now;
  return Math.min(MAX_RETRY_AFTER, Math.max(0, millis)) || 0;
}

const MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
// The three forms of a date in HTTP (RFC 9110 §5.6.7). Old servers still send the last two.
const DATES = [
  `[A-Z][a-z]{2}, \\d\\d ${MONTH} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT`,
  `[A-Z][a-z]+day, \\d\\d-${MONTH}-\\d\\d \\d\\d:\\d\\d:\\d\\d GMT`,
  `[A-Z][a-z]{2} ${MONTH} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}`,
];

/** A date in milliseconds, or NaN if it is not a date. Date.parse alone accepts much that is not a date. */
function date(header) {
  const known = DATES.some((form) => new RegExp(`^${form}$`).test(header));
  return known ? Date.parse(`${header.replace(/ GMT$/, "")} GMT`) : Number.NaN;
}
