// The Accept, step by step, and what goes wrong on the way. Mistakes.java knows the same mistakes.

export const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

const form = document.getElementById("calculator");
const compare = document.getElementById("compare");
const say = (id, text) => (document.getElementById(id).textContent = text);

// Text here is a string whose every character is a byte.
const bytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const text = (bytes) => String.fromCharCode(...bytes);
const hash = async (name, input) => text(new Uint8Array(await crypto.subtle.digest(name, bytes(input))));
const hex = (input, gap = "") => [...bytes(input)].map((byte) => byte.toString(16).padStart(2, "0")).join(gap);
const right = async (key) => btoa(await hash("SHA-1", key + GUID));
const digest = async (key) => hex(await hash("SHA-1", key + GUID));

const hashing = (sentence, input) => [sentence, async (key) => btoa(await hash("SHA-1", input(key)))];

const IN_ACCEPT = [
  hashing("The GUID is missing: only the key was hashed.", (key) => key),
  hashing("The key is missing: only the GUID was hashed.", () => GUID),
  hashing("The GUID must be in capitals.", (key) => key + GUID.toLowerCase()),
  hashing("The GUID has lost its dashes.", (key) => key + GUID.replaceAll("-", "")),
  hashing("The key comes first, then the GUID.", (key) => GUID + key),
  hashing("The key was trimmed: the == at its end is hashed too.", (key) => key.replaceAll("=", "") + GUID),
  hashing("The key was padded: it has == at its end already.", (key) => `${key}==${GUID}`),
  hashing("The key was decoded: its 24 characters are hashed as they stand.", (key) => atob(key) + GUID),
  hashing("The key has lost its capitals.", (key) => key.toLowerCase() + GUID),
  hashing("There is a space before the key.", (key) => ` ${key}${GUID}`),
  hashing("There is a space between the key and the GUID.", (key) => `${key} ${GUID}`),
  hashing("There is a line end between the key and the GUID.", (key) => `${key}\n${GUID}`),
  hashing("There is a line end between the key and the GUID.", (key) => `${key}\r\n${GUID}`),
  hashing("A line end was hashed too: echo adds one, printf does not.", (key) => `${key}${GUID}\n`),
  ["This is the key itself, not its Accept.", async (key) => key],
  ["This is the Base64 of the hex digest, not of the 20 bytes.", async (key) => btoa(await digest(key))],
  ["This is the Base64 of the hex digest, not of the 20 bytes.", async (key) => btoa((await digest(key)).toUpperCase())],
  ["This is the digest in hex: write its 20 bytes in Base64.", digest],
  ["This is the digest in hex: write its 20 bytes in Base64.", async (key) => (await digest(key)).toUpperCase()],
  ["This is SHA-256: the handshake uses SHA-1.", async (key) => btoa(await hash("SHA-256", key + GUID))],
  ["The = at the end is missing.", async (key) => (await right(key)).replaceAll("=", "")],
  ["This is the Base64 of URLs: - and _ must be + and /.", async (key) => (await right(key)).replaceAll("+", "-").replaceAll("/", "_")],
];

/** What is wrong with the answer to a key; undefined when it is right. */
async function inAccept(key, accept) {
  if (accept === (await right(key))) return undefined;
  for (const [sentence, answer] of IN_ACCEPT) {
    if ((await answer(key)) === accept) return sentence;
  }
  return "It is not the Accept of this key, nor one of the usual mistakes.";
}

/** What is wrong with a key; undefined when it may be sent. */
function inKey(key) {
  if (/^[A-Za-z0-9+/]{22}==$/.test(key)) return undefined;
  if (/^[A-Za-z0-9+/]{22}=?$/.test(key)) return "The key was trimmed: its == is missing.";
  if (/^[A-Za-z0-9_-]{22}(==)?$/.test(key)) return "The key is in the Base64 of URLs: - and _ must be + and /.";
  if (/^[0-9A-Fa-f]{32}$/.test(key)) return "The key is in hex: write its 16 bytes in Base64.";
  return "A key is 16 bytes in Base64: 22 characters and ==.";
}

/** Shows every step for a key, and judges the Accept beside it. */
async function calculate() {
  const key = form.key.value;
  const accept = compare.accept.value;
  const mistake = inKey(key);
  say("key-verdict", mistake ?? "This key may be sent: 16 bytes in Base64.");
  if (mistake) return clear();
  const sum = await hash("SHA-1", key + GUID);
  const verdict = accept && ((await inAccept(key, accept)) ?? "Right: this server has understood the handshake.");
  if (key !== form.key.value || accept !== compare.accept.value) return; // late: someone has typed on
  say("step-text", key + GUID);
  say("step-digest", hex(sum, " "));
  say("step-accept", btoa(sum));
  say("verdict", verdict);
}

function clear() {
  for (const id of ["step-text", "step-digest", "step-accept", "verdict"]) say(id, "");
}

/** Fills in a key and a server's answer to it. */
export function fill(key, accept) {
  form.key.value = key;
  compare.accept.value = accept;
  calculate();
}

form.addEventListener("input", calculate);
compare.addEventListener("input", calculate);
for (const each of [form, compare]) each.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("make").addEventListener("click", () => {
  fill(btoa(text(crypto.getRandomValues(new Uint8Array(16)))), "");
});
