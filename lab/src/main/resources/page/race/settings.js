// What can be set of the race. It holds for all who watch, so the sliders follow what the server says.

const INTERVALS = [100, 250, 500, 1000, 2000, 5000, 10_000];
const SLOWEST = 0.1;
const FASTEST = 50;
const form = document.getElementById("settings");
const answer = document.getElementById("answer");

let known; // what the server has said last, as JSON
let touched = false; // somebody is moving a slider

const sliders = {
  rate: {
    read: (at) => Number((SLOWEST * (FASTEST / SLOWEST) ** (at / 100)).toPrecision(2)),
    place: (rate) => Math.round((100 * Math.log(rate / SLOWEST)) / Math.log(FASTEST / SLOWEST)),
    say: (rate) => `${rate} a second`,
  },
  interval: {
    read: (at) => INTERVALS[at],
    place: (interval) => INTERVALS.findIndex((other) => other >= interval),
    say: (interval) => `${interval / 1000} s`,
  },
  readers: { read: (at) => at, place: (readers) => readers, say: (readers) => (readers === 1 ? "1 reader" : `${readers} readers`) },
};

/** Shows what the server has, unless it is being changed here. */
export function show(settings) {
  const json = JSON.stringify(settings);
  if (touched || json === known) return;
  known = json;
  form.symbol.value = settings.symbol;
  for (const [name, slider] of Object.entries(sliders)) {
    form[name].value = slider.place(settings[name]);
    say(name, settings[name]);
  }
}

function say(name, value) {
  const text = sliders[name].say(value);
  document.getElementById(`${name}-is`).textContent = text;
  form[name].setAttribute("aria-valuetext", text);
}

function chosen() {
  const values = Object.entries(sliders).map(([name, slider]) => [name, slider.read(Number(form[name].value))]);
  return { ...Object.fromEntries(values), symbol: form.symbol.value };
}

async function put(settings) {
  try {
    const response = await fetch("settings", {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(settings),
    });
    answer.textContent = response.ok ? "" : (await response.json()).detail;
  } catch {
    answer.textContent = "The lab can’t be reached: nothing was changed.";
  }
  known = undefined; // what the server says next is shown, whatever it is
  touched = false;
}

form.addEventListener("input", (event) => {
  touched = true;
  const { name, value } = event.target;
  if (sliders[name]) say(name, sliders[name].read(Number(value)));
});
form.addEventListener("change", () => put(chosen()));
form.addEventListener("submit", (event) => event.preventDefault());
