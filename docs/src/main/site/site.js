// The search box and the switch between light and dark. Everything else works without.

const root = document.documentElement;

// ---- Light and dark ----

const button = document.getElementById("theme");
const system = matchMedia("(prefers-color-scheme: dark)");

function remembered() {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null; // a browser may forbid it to a page on a disk
  }
}

function show(theme) {
  if (theme) root.dataset.theme = theme;
  button.textContent = isDark() ? "Light" : "Dark";
}

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
}

button.addEventListener("click", () => {
  const theme = isDark() ? "light" : "dark";
  show(theme);
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // it is then chosen for this page only
  }
});
system.addEventListener("change", () => show());
show(remembered());
button.hidden = false;

// ---- Search ----

const search = document.getElementById("search");
const input = search.elements.words;
const found = document.getElementById("found");
let index;
let searched = "";

/**
 * The index is a script, because a page on a disk can load a script but no data. There is none, if something else has come
 * in its place; the next word asks for it again.
 */
function load() {
  index ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = "search.js";
    script.onload = () => resolve(isIndex(window.searchIndex) ? window.searchIndex : failed());
    script.onerror = () => resolve(failed());
    document.head.append(script);
  });
  return index;
}

function failed() {
  index = undefined;
}

function isIndex(value) {
  return Array.isArray(value) && value.every((entry) => Array.isArray(entry) && entry.every((text) => typeof text === "string"));
}

function hits(entries, words) {
  return entries
    .map(([address, title, text]) => ({ address, title, text, score: score(words, title.toLowerCase(), text.toLowerCase()) }))
    .filter((hit) => hit.score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, 12);
}

/** Every word must be there; in a title it counts for more. */
function score(words, title, text) {
  let sum = 0;
  for (const word of words) {
    const here = (title.includes(word) ? 20 : 0) + Math.min(10, text.split(word).length - 1);
    if (here === 0) return 0;
    sum += here;
  }
  return sum;
}

async function find() {
  if (input.value === searched) return; // what is found stays in its place, so that it can be clicked
  searched = input.value;
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  found.hidden = words.length === 0;
  if (found.hidden) return;
  const entries = await load();
  const all = entries ? hits(entries, words) : [];
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  const none = entries ? "Nothing found." : "The search needs its index, which can’t be loaded now.";
  line.textContent = all.length ? `Found in ${all.length} places` : none;
  const list = document.createElement("ol");
  list.append(...all.map((hit) => entry(hit, words[0])));
  found.replaceChildren(line, list);
}

function entry({ address, title, text }, word) {
  const at = Math.max(0, text.toLowerCase().indexOf(word) - 60);
  const link = document.createElement("a");
  link.href = address;
  link.textContent = title;
  link.addEventListener("click", () => (found.hidden = true));
  const excerpt = document.createElement("small");
  excerpt.textContent = `${at ? "… " : ""}${text.slice(at, at + 160)} …`;
  const item = document.createElement("li");
  item.append(link, excerpt);
  return item;
}

input.addEventListener("focus", load);
for (const event of ["input", "change"]) input.addEventListener(event, find); // assistive technology may cause only one of them
search.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") found.hidden = true;
  if (event.key === "/" && !event.target.closest("input, textarea")) {
    event.preventDefault();
    input.focus();
  }
});
search.hidden = false;

// ---- The course that shows these pages may be on other ports than 8080 to 8085 ----

async function leadToThisCourse() {
  const lessons = await lessonsOfThisCourse();
  const places = [`${location.origin}/`, ...lessons.map(({ uri }) => uri)];
  for (const link of document.querySelectorAll('a[href^="http://localhost:808"]')) {
    const { port, pathname, search } = new URL(link.href);
    const place = places[port - 8080];
    if (!place) continue;
    const saysWhere = link.textContent === link.getAttribute("href");
    link.href = place + pathname.slice(1) + search;
    if (saysWhere) link.textContent = link.href;
  }
}

/** None, if another server shows these pages, or if something else responds: then the links lead to the usual ports. */
async function lessonsOfThisCourse() {
  try {
    const response = await fetch("../microscope/lessons");
    const lessons = response.ok ? await response.json() : [];
    return lessons.every(({ uri }) => /^https?:\/\/[^/]+\/$/.test(uri)) ? lessons : [];
  } catch {
    return [];
  }
}

if (location.pathname.startsWith("/docs/") && location.port) leadToThisCourse();
