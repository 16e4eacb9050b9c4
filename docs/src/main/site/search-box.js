// The search: which sections are found, in what order, and how they are shown.

// ---- Words ----

const QUESTION = new Set("a an and are can do does for how i in is it my of on or the to what when why with".split(" "));

function wordsOf(text) {
  const plain = text.toLowerCase().replace(/(?<=\d),(?=\d{3})/g, ""); // 10,000 is one word
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A word without its ending, so that poll, polls, polled and polling are the same. */
function stem(word) {
  return word
    .replace(/(?<=..)(ies|ied|y)$/, "i")
    .replace(/(?<=...)(ions?|ings?|ed|e?s|e)$/, "")
    .replace(/(?<=..)([^aeiou])\1$/, "$1");
}

const stemsOf = (text) => wordsOf(text).map(stem);

// ---- What is found ----

const IN_TITLE = 3; // a word there counts as often
const IN_ALIAS = 5;
const SYNONYM = 0.7; // what counts less than the word itself
const BEGINNING = 0.4;
const PART = 0.2;
const ENOUGH = 1.2; // BM25's k1: the second time that a word is there says less than the first
const LENGTH = 0.3; // BM25's b: a long section has more words by chance

class Index {
  #sections;
  #synonyms;
  #spread = new Map(); // in how many sections a stem is
  #length; // of a section on average

  constructor({ sections, synonyms }) {
    this.#sections = sections.map(([address, title, aliases, text]) => section(address, title, aliases, text));
    this.#synonyms = synonyms.map((group) => group.map(stem));
    this.#length = this.#sections.reduce((sum, { length }) => sum + length, 0) / sections.length;
    for (const { counts } of this.#sections) {
      for (const each of counts.keys()) this.#spread.set(each, (this.#spread.get(each) ?? 0) + 1);
    }
  }

  /** The sections that have these words or some of them: first those that have all, and the list of topics at the end. */
  find(query) {
    const all = stemsOf(query);
    const telling = all.filter((each) => !QUESTION.has(each));
    const sought = telling.length ? telling : all;
    const terms = sought.map((each) => this.#meant(each));
    return this.#sections
      .map((section) => ({ ...section, ...hit(section, sought, terms, this.#size(section)), terms }))
      .filter(({ words }) => words > 0)
      .sort((one, other) => one.last - other.last || other.words - one.words || other.score - one.score);
  }

  /** The stems that may be meant by one, and what each is worth: the whole word, words that mean the same, words that it is a part of. */
  #meant(sought) {
    const group = this.#synonyms.filter((group) => group.includes(sought)).flat();
    const meant = new Map();
    for (const each of this.#spread.keys()) {
      const likeness = group.includes(each) ? SYNONYM : sought.length > 1 ? part(each, sought) : 0;
      const weight = each === sought ? 1 : likeness;
      if (weight) meant.set(each, weight * Math.min(this.#rarity(each), this.#rarity(sought)));
    }
    return meant;
  }

  #rarity(each) {
    const sections = this.#spread.get(each) ?? 0;
    return Math.log(1 + (this.#sections.length - sections + 0.5) / (sections + 0.5));
  }

  #size({ length }) {
    return ENOUGH * (1 - LENGTH + (LENGTH * length) / this.#length);
  }
}

function part(word, sought) {
  if (word.startsWith(sought)) return BEGINNING;
  return word.includes(sought) ? PART : 0;
}

/** How many of the words a section has, and its score by BM25: a word says more if few sections have it, and if this one has it often. */
function hit({ counts, heading, aliases }, sought, terms, size) {
  const scores = terms.map((meant) => {
    const worth = [...meant].map(([each, worth]) => (worth * (counts.get(each) ?? 0)) / ((counts.get(each) ?? 0) + size));
    return Math.max(0, ...worth);
  });
  const words = scores.filter((score) => score > 0).length;
  const inHeading = heading.filter((each) => sought.includes(each)).length / heading.length;
  const titled = aliases.has(sought.join(" ")) ? 1 : inHeading; // 1 if the title or an alias says just this
  return { words, whole: words === terms.length, score: (1 + titled) * scores.reduce((sum, score) => sum + score, 0) };
}

function section(address, title, aliases, text) {
  const body = stemsOf(text);
  const counts = new Map();
  const count = (stems, weight) => {
    for (const each of stems) counts.set(each, (counts.get(each) ?? 0) + weight);
  };
  count(stemsOf(title), IN_TITLE);
  count(stemsOf(aliases), IN_ALIAS);
  count(body, 1);
  const heading = stemsOf(title.replace(/\d+ · /, ""));
  const names = new Set(aliases.split(",").map((alias) => stemsOf(alias).join(" ")));
  return { address, title, heading, aliases: names, text, counts, length: body.length, last: address.startsWith("topics.html") };
}

// ---- The index ----

let index;

/**
 * The index is a script, because a page on a disk can load a script but no data. There is none, if something else has come
 * in its place; the next word asks for it again.
 */
function load() {
  index ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = "search.js";
    script.onload = () => resolve(isIndex(window.searchIndex) ? new Index(window.searchIndex) : failed());
    script.onerror = () => resolve(failed());
    document.head.append(script);
  });
  return index;
}

function failed() {
  index = undefined;
}

function isIndex(value) {
  return isTable(value?.sections) && isTable(value?.synonyms);
}

function isTable(value) {
  return Array.isArray(value) && value.every((row) => Array.isArray(row) && row.every((text) => typeof text === "string"));
}

// ---- The box ----

const MOST = 12; // places that are shown
const EXCERPT = 160; // letters

const search = document.getElementById("search");
const input = search.elements.words;
const found = document.getElementById("found");
let searched = "";

async function look() {
  if (input.value === searched) return; // what is found stays in its place, so that it can be clicked
  searched = input.value;
  found.hidden = stemsOf(searched).length === 0;
  if (found.hidden) return;
  const hits = (await load())?.find(searched);
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  line.textContent = hits ? summary(hits) : "The search needs its index, which can’t be loaded now.";
  const list = document.createElement("ol");
  list.append(...(hits ?? []).slice(0, MOST).map(item));
  found.replaceChildren(line, list);
}

function summary(hits) {
  const whole = hits.filter((hit) => hit.whole).length;
  const rest = hits.length - whole;
  if (!hits.length) return "Nothing found.";
  const shown = hits.length > MOST ? ` The first ${MOST} are shown.` : "";
  if (!whole) return `No place has all of these words. ${places(rest)} ${rest === 1 ? "has" : "have"} some.${shown}`;
  return `Found in ${places(whole)}.${rest ? ` ${rest} more ${rest === 1 ? "has" : "have"} some of the words.` : ""}${shown}`;
}

function places(count) {
  return count === 1 ? "1 place" : `${count} places`;
}

function item({ address, title, text, terms }) {
  const link = document.createElement("a");
  link.href = address;
  link.append(...marked(title, terms));
  link.addEventListener("click", () => (found.hidden = true));
  const excerpt = document.createElement("small");
  excerpt.append(...marked(best(text, terms), terms));
  const item = document.createElement("li");
  item.append(link, excerpt);
  return item;
}

/** The paragraph that has most of the words, from a little before the first of them. */
function best(text, terms) {
  const paragraphs = text.split("\n");
  const found = paragraphs.map((paragraph) => {
    const stems = new Set(stemsOf(paragraph));
    return terms.filter((meant) => [...meant.keys()].some((each) => stems.has(each))).length;
  });
  const paragraph = paragraphs[found.indexOf(Math.max(...found))];
  const first = [...paragraph.matchAll(/[\p{L}\p{N}]+/gu)].find(([word]) => isMeant(word, terms))?.index ?? 0;
  const start = first > EXCERPT / 2 ? paragraph.lastIndexOf(" ", first - EXCERPT / 4) + 1 : 0;
  const end = paragraph.length > start + EXCERPT ? paragraph.lastIndexOf(" ", start + EXCERPT) : paragraph.length;
  return `${start ? "… " : ""}${paragraph.slice(start, end)}${end < paragraph.length ? " …" : ""}`;
}

function isMeant(word, terms) {
  return stemsOf(word).some((each) => terms.some((meant) => meant.has(each)));
}

/** A text in which the words that were sought stand out. */
function marked(text, terms) {
  return text.split(/([\p{L}\p{N}]+)/u).map((part) => {
    if (!isMeant(part, terms)) return part;
    const mark = document.createElement("mark");
    mark.textContent = part;
    return mark;
  });
}

function hide() {
  if (found.hidden) return;
  found.hidden = true;
  searched = "";
  input.focus();
}

/** Arrows go from the box to the places and back. */
function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || found.hidden) return;
  event.preventDefault();
  const stops = [input, ...found.querySelectorAll("a")];
  stops[stops.indexOf(document.activeElement) + step]?.focus();
}

input.addEventListener("focus", load);
for (const event of ["input", "change"]) input.addEventListener(event, look); // assistive technology may cause only one of them
for (const place of [search, found]) place.addEventListener("keydown", move);
search.addEventListener("submit", async (event) => {
  event.preventDefault();
  searched = "";
  await look();
  found.querySelector("a")?.click();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
  if (event.key === "/" && !event.target.closest("input, textarea")) {
    event.preventDefault();
    input.focus();
  }
});
search.hidden = false;
