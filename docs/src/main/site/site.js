// The switch between light and dark, and links that know their ports. Everything else works without.

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
