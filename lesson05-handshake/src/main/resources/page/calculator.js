// The Accept, step by step. The list of usual mistakes is in Mistakes.java only: the page asks the server for it.

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

const form = document.getElementById("calculator");
const compare = document.getElementById("compare");
const say = (id, text) => (document.getElementById(id).textContent = text);

const sha1 = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text)));
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

// What is known about the newest key: its digest, and from the server either the usual mistakes with it, or its fault.
// It is lost when the server has sent neither.
let known = {};

/** Asks about a key, once. A response that comes after a newer key changes nothing. */
async function ask(key) {
  const mine = { key };
  known = mine;
  if (!crypto.subtle) {
    say("key-verdict", "A browser computes SHA-1 only for a page from localhost or over https. Open this page there.");
    return;
  }
  draw();
  mine.digest = await sha1(key + GUID);
  try {
    const response = await fetch(`mistakes?key=${encodeURIComponent(key)}`, { redirect: "manual" });
    const said = await response.json();
    if (response.ok && said.every(isMistake)) mine.mistakes = said;
    else if (response.status === 400 && typeof said.detail === "string") mine.fault = said.detail;
    else mine.lost = true;
  } catch {
    mine.lost = true;
  }
  if (mine === known) draw();
}

function isMistake(entry) {
  return typeof entry?.accept === "string" && typeof entry.sentence === "string";
}

function draw() {
  const { key, digest, mistakes, fault, lost } = known;
  const accept = compare.accept.value;
  const computed = mistakes || lost;
  say("key-verdict", fault ?? keyVerdict(known));
  say("step-text", computed ? key + GUID : "");
  say("step-digest", computed ? hex(digest) : "");
  say("step-accept", computed ? base64(digest) : "");
  say("verdict", computed && accept ? verdict(accept, known) : "");
}

function keyVerdict({ mistakes, lost }) {
  if (lost) return "The server has not checked this key: is it running? Change the key to ask again.";
  return mistakes ? "This key may be sent: 16 bytes in Base64." : "Asking the server about this key …";
}

function verdict(accept, { digest, mistakes, lost }) {
  if (accept === base64(digest)) return "Right: this server has understood the handshake.";
  if (lost) return "It is not the Accept of this key. The server has not said which mistake it is.";
  const mistake = mistakes.find((mistake) => mistake.accept === accept);
  return mistake?.sentence ?? "It is not the Accept of this key, nor one of the usual mistakes.";
}

function change() {
  if (form.key.value !== known.key || known.lost) ask(form.key.value);
  else draw();
}

/** Fills in a key and a server's Accept for it. */
export function fill(key, accept) {
  form.key.value = key;
  compare.accept.value = accept;
  change();
}

for (const each of [form, compare]) {
  for (const event of ["input", "change"]) each.addEventListener(event, change); // either may be the only one
  each.addEventListener("submit", (event) => event.preventDefault());
}
document.getElementById("make").addEventListener("click", () => {
  fill(base64(crypto.getRandomValues(new Uint8Array(16))), "");
});
