// The order ticket: an order is a POST of its own, beside the polls.

import { randomId } from "./board.js";

const TIMEOUT = 10_000;

const ticket = document.getElementById("ticket");
const receipt = document.getElementById("receipt");
let order; // keeps its id until there is a response: sent again, it is still done only once

ticket.addEventListener("input", () => (order = undefined));
ticket.addEventListener("submit", async (event) => {
  event.preventDefault();
  order ??= { id: `c-${randomId()}`, ...fields() };
  try {
    receipt.textContent = await send(order);
    order = undefined;
  } catch (error) {
    const reason = error.name === "TimeoutError" ? `No response within ${TIMEOUT / 1000} s.` : "The server can’t be reached.";
    receipt.textContent = `${reason} Send it again: it keeps its id, so it is done only once.`;
  }
});

/** Sends an order. What became of it, in words. */
async function send(order) {
  const response = await fetch("orders", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(order),
    signal: AbortSignal.timeout(TIMEOUT),
  });
  const { side, quantity, symbol, price, detail } = await response.json();
  return response.ok ? `Done: ${side} ${quantity} ${symbol} at ${price.toFixed(2)}.` : `Refused (${response.status}): ${detail}`;
}

function fields() {
  const { symbol, side, quantity } = Object.fromEntries(new FormData(ticket));
  return { symbol, side, quantity: /^-?\d+(\.\d+)?$/.test(quantity) ? Number(quantity) : quantity };
}
