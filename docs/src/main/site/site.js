// What a page offers beside its text: light and dark, a menu, copying, where one is. Reading works without.

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

// ---- The menu of a phone lies over the page and leaves it where it is ----

const menu = document.getElementById("menu");
const opens = document.querySelector(".opens");
const closes = document.querySelector(".closes");

function openMenu(open) {
  if (menu.classList.contains("open") === open) return;
  menu.classList.toggle("open", open);
  opens.setAttribute("aria-expanded", open);
  for (const other of document.body.children) if (other !== menu) other.inert = open;
  (open ? closes : opens).focus({ preventScroll: true });
}

for (const [link, open] of [
  [opens, true],
  [closes, false],
]) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    openMenu(open);
  });
}
opens.setAttribute("aria-expanded", "false");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") openMenu(false);
});
matchMedia("(min-width: 60em)").addEventListener("change", () => openMenu(false));

// ---- Copying code ----

const COPIED = 2000; // milliseconds

/** Of a console the commands, without the prompt and without what they print; of all else the whole text. */
function copyable(listing) {
  const copy = listing.cloneNode(true);
  for (const number of copy.querySelectorAll(".conum")) number.remove();
  const lines = copy.textContent.trimEnd().split("\n");
  const isCommand = lines.map((line) => line.startsWith("$ "));
  for (let i = 1; i < lines.length; i++) isCommand[i] ||= isCommand[i - 1] && lines[i - 1].endsWith("\\");
  const commands = lines.filter((_, i) => isCommand[i]).map((line) => line.replace(/^\$ /, ""));
  return (commands.length ? commands : lines).map((line) => line.trimEnd()).join("\n");
}

function copyButton(listing) {
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "copy";
  copy.textContent = "Copy";
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copyable(listing));
    copy.textContent = "Copied";
    setTimeout(() => (copy.textContent = "Copy"), COPIED);
  });
  return copy;
}

if (navigator.clipboard) {
  for (const listing of document.querySelectorAll(".listingblock pre")) listing.after(copyButton(listing));
}

// ---- Only what scrolls is a stop for the Tab key ----

const scrolling = new ResizeObserver((boxes) => {
  for (const { target } of boxes) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const box of document.querySelectorAll("pre, .wide, figure.diagram")) scrolling.observe(box);

// ---- The section that is being read ----

const TOP = 120; // pixels below the edge, where a heading is still the one that is read

function markSection() {
  const headings = [...document.querySelectorAll("main h2[id]")];
  const current = headings.findLast((heading) => heading.getBoundingClientRect().top < TOP);
  for (const link of document.querySelectorAll("#contents a")) {
    if (link.hash === `#${current?.id}`) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}

let marking = false;
document.addEventListener("scroll", () => {
  if (marking) return;
  marking = true;
  requestAnimationFrame(() => {
    marking = false;
    markSection();
  });
});
markSection();

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
