// Reads streams of events with npm's eventsource-parser. Their pieces, in Base64, come as JSON on stdin; what it read goes to stdout.

import { readFileSync } from "node:fs";
import { createParser } from "eventsource-parser";

function read(pieces) {
  const events = [];
  let retry = -1;
  const parser = createParser({
    onEvent: ({ event, data, id }) => events.push({ type: event ?? "message", data, lastEventId: id ?? null }),
    onRetry: (millis) => {
      retry = millis;
    },
  });
  const decoder = new TextDecoder();
  for (const piece of pieces) parser.feed(decoder.decode(Buffer.from(piece, "base64"), { stream: true }));
  parser.feed(":\n"); // a line that ends with CR may be over for this parser only when another one has come
  return { events, retry };
}

console.log(JSON.stringify(JSON.parse(readFileSync(0)).map(read)));
