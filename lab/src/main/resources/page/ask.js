// Asks the lab for JSON, and checks what comes.

import { other } from "./events.js";
import { json, request } from "./quotes.js";

/** What is at an address, if it has the form that belongs there. Else an error says in one sentence what came instead. */
export async function ask(address, isRight, init) {
  const response = await request(address, { cache: "no-store", ...init });
  const text = await response.text().catch(() => ""); // it may be cut off
  const value = json(text);
  if (!isRight(value)) throw other(text);
  return value;
}

/** Tells the lab to do something. An error says in one sentence why it has not. */
export async function tell(address, method, value) {
  const body = value === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) };
  const { status } = await request(address, { method, ...body });
  if (status !== 204) throw new Error("Something other than the lab has responded: it is not known what was set.");
}
