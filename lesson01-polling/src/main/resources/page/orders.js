// The order ticket: an order is a POST of its own, beside the polls.

import { randomId } from "./board.js";
import { json, reason } from "./quotes.js";

const TIMEOUT = 10_000;

const ticket = document.getElementById("ticket");
const receipt = document.getElementById("receipt");
let order; // keeps its id until there is a response: sent again, it is still done only once

for (const event of ["input", "change"]) ticket.addEventListener(event, () => (order = undefined)); // either may be the only one
ticket.addEventListener("submit", async (event) => {
  event.preventDefault();
  order ??= { id: `c-${randomId()}`, ...fields() };
  try {
    receipt.textContent = await send(order);
    order = undefined;
  } catch (error) {
    receipt.textContent = `${reason(error)} Send it again: it keeps its id, so it is done only once.`;
  }
});

/** Sends an order. Returns in words what the server did with it. */
async function send(order) {
  const response = await fetch("orders", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(order),
    signal: AbortSignal.timeout(TIMEOUT),
  });
  // A proxy may respond with a page of its own. Then the page does not know whether the order is done.
  const { side, quantity, symbol, price, detail } = json(await response.text()) ?? {};
  if (response.ok && Number.isFinite(price)) return `Done: ${side} ${quantity} ${symbol} at ${price.toFixed(2)}.`;
  if (!response.ok && typeof detail === "string") return `Refused (${response.status}): ${detail}`;
  throw new Error(`The server responded with ${response.status}, and not with a receipt.`);
}

function fields() {
  const { symbol, side, quantity } = Object.fromEntries(new FormData(ticket));
  return { symbol, side, quantity: /^-?\d+(\.\d+)?$/.test(quantity) ? Number(quantity) : quantity };
}
