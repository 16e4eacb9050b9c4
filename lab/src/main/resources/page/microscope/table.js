// The messages as a table: the same as the diagram, for reading, for the keyboard and for screen readers.

import { seconds } from "../docs/drawing/words.js";

export class Table {
  #body;
  #select;
  #start;
  #messages = new WeakMap(); // by their rows
  #current; // the button that Tab leads to: the chosen one, or the first

  constructor(table, select) {
    this.#body = table.tBodies[0];
    this.#select = select;
    this.#body.addEventListener("click", (event) => this.#choose(event.target.closest("tr")));
    this.#body.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Draws all of them anew; elapsed time is counted from the start. */
  reset(messages, start) {
    this.#start = start;
    this.#body.replaceChildren();
    this.#current = undefined;
    this.add(messages);
  }

  add(messages) {
    for (const message of messages) this.#draw(message);
    if (!this.#current && this.#body.rows.length) this.#focusable(this.#body.rows[0]);
  }

  /** Forgets the oldest, so that no more than this many stay. The browser itself keeps in place what is being read. */
  trim(most) {
    while (this.#body.rows.length > most) {
      if (this.#body.rows[0].contains(this.#current)) this.#focusable(this.#body.rows[1]);
      this.#body.rows[0].remove();
    }
    return 0;
  }

  mark(number) {
    this.#body.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const row = this.#body.querySelector(`[data-number="${number}"]`);
    if (!row) return;
    row.setAttribute("aria-current", "true");
    this.#focusable(row);
  }

  #draw(message) {
    const element = row(message, this.#start);
    this.#messages.set(element, message);
    this.#body.append(element);
  }

  #choose(row) {
    if (row) this.#select(this.#messages.get(row));
  }

  #key(event) {
    const row = event.target.closest("tr");
    const rows = this.#body.rows;
    const next = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling, Home: rows[0], End: rows[rows.length - 1] }[
      event.key
    ];
    if (!next) return;
    event.preventDefault();
    this.#choose(next);
    next.querySelector("button").focus();
  }

  #focusable(row) {
    if (this.#current) this.#current.tabIndex = -1;
    this.#current = row.querySelector("button");
    this.#current.tabIndex = 0;
  }
}

function row(message, start) {
  const element = document.createElement("tr");
  element.dataset.number = message.number;
  const name = document.createElement("th");
  name.scope = "row";
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  button.textContent = message.number;
  name.append(button);
  const { connection, direction, kind, line, payload, overhead } = message;
  const cells = [seconds(message.time - start), connection, direction, kind, line, payload, overhead].map(cell);
  element.append(name, ...cells);
  return element;
}

function cell(text) {
  const element = document.createElement("td");
  element.textContent = text;
  return element;
}
