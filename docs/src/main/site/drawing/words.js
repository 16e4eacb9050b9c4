// How numbers and messages are put into words, the same everywhere on the page.

export function bytes(count) {
  return `${count.toLocaleString("en")} ${count === 1 ? "byte" : "bytes"}`;
}

/** Milliseconds as seconds, with minutes and hours in front when there are any: 0.250, 2:03.500, 1:00:03.500. */
export function seconds(millis) {
  const all = Math.round(millis);
  const rest = ((all % 60_000) / 1000).toFixed(3);
  const minutes = Math.floor(all / 60_000);
  if (!minutes) return rest;
  const hours = Math.floor(minutes / 60);
  const front = hours ? `${hours}:${String(minutes % 60).padStart(2, "0")}` : minutes;
  return `${front}:${rest.padStart(6, "0")}`;
}

export function size(message) {
  return message.payload + message.overhead;
}

/** The share of overhead in percent. */
export function share(overhead, all) {
  return all ? `${Math.round((100 * overhead) / all)} %` : "–";
}

/** Who speaks to whom. */
export function way(message) {
  return message.direction === "up" ? "browser to server" : "server to browser";
}

/** Connections are told apart by their number and, over and over, by so many colours and lines. */
const HUES = 6;

export function hue({ connection }) {
  return (connection - 1) % HUES;
}
