// The last minute of each racer: what the charts draw and the table says.

const SPAN = 60_000;
const SECOND = 1000;
const WINDOW = 2 * SECOND;
const SUMS = ["updates", "conflated", "requests", "up", "down", "payload"];

export class Minute {
  #looks = []; // what the server has said, oldest first; undefined standing is a gap

  /** Forgets everything: another race has begun. */
  clear() {
    this.#looks = [];
  }

  add(time, standing) {
    this.#looks.push({ time, standing });
    while (time - this.#looks[0].time > SPAN) this.#looks.shift();
  }

  /** Nobody knows what happens until the next look. */
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

  /** What was added in this minute, and how late a price was at worst; nothing, if nobody knows. */
  get sums() {
    const known = this.#looks.filter(({ standing }) => standing).map(({ standing }) => standing);
    if (!known.length) return undefined;
    const sum = (name) => known.at(-1)[name] - known[0][name];
    return { ...Object.fromEntries(SUMS.map((name) => [name, sum(name)])), late: Math.max(...known.map(({ late }) => late)) };
  }
}
