// The last minute of each client, for the charts and the table.

const SPAN = 60_000;
const SECOND = 1000;
const WINDOW = 2 * SECOND;
const SUMS = ["updates", "conflated", "requests", "up", "down", "payload"];

export class Minute {
  #looks = []; // states from the server, the oldest first; one without a standing is a gap

  /** Forgets everything: another race has begun. */
  clear() {
    this.#looks = [];
  }

  add(time, standing) {
    this.#looks.push({ time, standing });
    while (time - this.#looks[0].time > SPAN) this.#looks.shift();
  }

  /** It is not known what happens until the next look. */
  gap(time) {
    if (this.#looks.at(-1)?.standing) this.#looks.push({ time });
  }

  /** How old prices were when they came, and how old those are that are still on their way. */
  get late() {
    return this.#looks.map(({ time, standing }) => ({ time, value: standing?.price ? standing.late : undefined }));
  }

  /** Bytes a second: at each look what the last two brought. */
  get bytes() {
    let first = 0;
    return this.#looks.map(({ time, standing }, i) => {
      if (!standing) {
        first = i + 1;
        return { time };
      }
      while (time - this.#looks[first].time > WINDOW) first++;
      const { time: before, standing: then } = this.#looks[first];
      const span = time - before;
      const bytes = standing.up + standing.down - then.up - then.down;
      return { time, value: span > SECOND ? (SECOND * bytes) / span : undefined };
    });
  }

  /** What was added in this minute, and how late a price was at worst; nothing, if it is not known. */
  get sums() {
    const known = this.#looks.filter(({ standing }) => standing).map(({ standing }) => standing);
    if (!known.length) return undefined;
    const sum = (name) => known.at(-1)[name] - known[0][name];
    return { ...Object.fromEntries(SUMS.map((name) => [name, sum(name)])), late: Math.max(...known.map(({ late }) => late)) };
  }
}
