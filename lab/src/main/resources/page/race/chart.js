// A chart of the last minute: a line with its area, drawn as SVG on a scale that all five racers share.

const SVG = "http://www.w3.org/2000/svg";
const SPAN = 60_000;
const WIDTH = 600;
const HEIGHT = 100;

const make = (name, parent) => parent.appendChild(document.createElementNS(SVG, name));

export class Chart {
  #svg = document.createElementNS(SVG, "svg");
  #top = document.createElement("span");

  /** Puts itself into a figure. What it shows is in the page's table, too: to a screen client it is nothing. */
  constructor(figure) {
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
    this.#top.textContent = `top: ${label}`;
    for (const run of runs(points)) {
      const line = run.map(({ time, value }) => `${x(time, now)},${y(value, most)}`).join(" ");
      make("polygon", this.#svg).setAttribute("points", `${x(run[0].time, now)},${HEIGHT} ${line} ${x(run.at(-1).time, now)},${HEIGHT}`);
      make("polyline", this.#svg).setAttribute("points", line);
    }
  }
}

const x = (time, now) => (WIDTH * (1 - (now - time) / SPAN)).toFixed(1);
const y = (value, most) => (HEIGHT * (1 - 0.96 * Math.min(1, value / most))).toFixed(1);

/** The stretches without a gap. */
function runs(points) {
  const all = [[]];
  for (const point of points) {
    if (point.value === undefined) all.push([]);
    else all.at(-1).push(point);
  }
  return all.filter((run) => run.length > 0);
}

/** The round number, 1, 2 or 5 times a power of ten, that is the first not below all values. */
export function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 5, 10].find((step) => step * power >= value * 0.9999);
}
