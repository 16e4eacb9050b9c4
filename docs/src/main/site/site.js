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

/** The index is a script, because a page on a disk can load a script but no data. */
function load() {
  index ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "search.js";
    script.onload = () => resolve(window.searchIndex);
    script.onerror = reject;
    document.head.append(script);
  });
  return index;
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
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  found.hidden = words.length === 0;
  if (found.hidden) return;
  const all = hits(await load(), words);
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  line.textContent = all.length ? `Found in ${all.length} places` : "Nothing found.";
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
input.addEventListener("input", find);
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
  const response = await fetch("../microscope/lessons");
  if (!response.ok) return; // another server shows them
  const lessons = await response.json();
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

if (location.pathname.startsWith("/docs/") && location.port) leadToThisCourse();
