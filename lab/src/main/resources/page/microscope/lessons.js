// Which lesson is under the microscope: the one that the address asks for, or the first.

import { ask } from "../ask.js";
import { pause } from "../backoff.js";
import { rest, say } from "../connecting.js";
import { isLessons } from "../events.js";

const at = (id) => document.getElementById(id);

/** Shows the lessons to choose from and the page of the chosen one. Returns that lesson, or nothing if there is none such. */
export async function choose() {
  const lessons = await list();
  const name = new URLSearchParams(location.search).get("lesson") ?? lessons[0].name;
  at("lessons").replaceChildren(...lessons.map((each) => entry(each, name)));
  const lesson = lessons.find((each) => each.name === name);
  if (lesson) show(lesson);
  return lesson;
}

/** Asks for the lessons until they come. */
async function list() {
  for (let failures = 1; ; failures++) {
    try {
      return await ask("lessons", isLessons);
    } catch (error) {
      const wait = pause(failures, error.retryAfter);
      say("lost", `${error.message} A saved file can be replayed all the same.`, wait);
      await rest(wait, error.retryAfter);
    }
  }
}

function show({ title, uri }) {
  document.title = `${title} · The microscope · Tick by Tick`;
  at("lesson-title").textContent = at("lesson").title = `The page of ${title}`;
  if (location.hostname === "[::1]") {
    // A lesson names those that may show it in a frame, and a policy can't name this address.
    at("lesson").replaceWith(`No lesson can be shown here. Open http://localhost:${location.port}${location.pathname}`);
  } else {
    at("lesson").src = uri;
  }
}

function entry({ name, title }, current) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `?lesson=${encodeURIComponent(name)}`;
  link.textContent = title;
  if (name === current) link.setAttribute("aria-current", "page");
  item.append(link);
  return item;
}
