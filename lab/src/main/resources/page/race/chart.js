// A chart of the last minute: a line with its area, drawn as SVG on a scale that all five racers share.

/** The place of a value between 0 and the top: from 0 to 1. */
export function linear(value, top) {
  return Math.min(1, value / top);
}

/** The same by powers of ten, from 1 on: small values can be seen beside values a thousand times as large. */
export function logarithmic(value, top) {
  return Math.min(1, Math.log10(Math.max(1, value)) / Math.log10(top));
}

const SVG = "http://www.w3.org/2000/svg";
const SPAN = 60_000;
const WIDTH = 600;
const HEIGHT = 100;

const make = (name, parent) => parent.appendChild(document.createElementNS(SVG, name));

export class Chart {
  #svg = document.createElementNS(SVG, "svg");
  #top = document.createElement("span");
  #scale;

  /** Puts itself into a figure. Screen readers do not read it: the page's table has the same numbers. */
  constructor(figure, scale) {
    this.#scale = scale;
    this.#svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    this.#svg.setAttribute("preserveAspectRatio", "none");
    this.#svg.setAttribute("aria-hidden", "true");
    const axis = document.createElement("div");
    axis.className = "axis";
    axis.setAttribute("aria-hidden", "true");
    const ends = ["60 s ago", "now"].map((text) => Object.assign(document.createElement("span"), { textContent: text }));
    axis.append(ends[0], this.#top, ends[1]);
    figure.append(this.#svg, axis);
  }

  /** Draws points { time, value }, oldest first; undefined is a gap. All up to `most` fit in. */
  draw(points, now, most, label) {
    this.#svg.replaceChildren();
    this.#top.textContent = label;
    for (let tenth = most / 10; this.#scale === logarithmic && tenth > 1; tenth /= 10) this.#rule(tenth, most);
    for (const run of runs(points)) {
      const line = run.map(({ time, value }) => `${x(time, now)},${this.#y(value, most)}`).join(" ");
      make("polygon", this.#svg).setAttribute("points", `${x(run[0].time, now)},${HEIGHT} ${line} ${x(run.at(-1).time, now)},${HEIGHT}`);
      make("polyline", this.#svg).setAttribute("points", line);
    }
  }

  #rule(value, most) {
    const y = this.#y(value, most);
    make("path", this.#svg).setAttribute("d", `M0,${y}H${WIDTH}`);
  }

  #y(value, most) {
    return (HEIGHT * (1 - 0.96 * this.#scale(value, most))).toFixed(1);
  }
}

const x = (time, now) => (WIDTH * (1 - (now - time) / SPAN)).toFixed(1);

/** The stretches without a gap. */
function runs(points) {
  const all = [[]];
  for (const point of points) {
    if (point.value === undefined) all.push([]);
    else all.at(-1).push(point);
  }
  return all.filter((run) => run.length > 0);
}

/** The first power of ten that is not below a value. */
export function powerUp(value) {
  return 10 ** Math.ceil(Math.log10(value) - 0.0001);
}

/** The round number, 1, 2 or 5 times a power of ten, that is the first not below all values. */
export function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 5, 10].find((step) => step * power >= value * 0.9999);
}
