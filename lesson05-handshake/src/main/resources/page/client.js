// A small client: an address, connect, send, and a log of what happened.

import { onceAFrame, randomId, set } from "./board.js";
import { look, watch } from "./xray.js";

const LINES = 100;
const LENGTH = 500;

const dial = document.getElementById("dial");
const talk = document.getElementById("talk");
const log = document.getElementById("log");
const closeButton = document.getElementById("close");
let socket;
let told; // whether the log says already that the policy forbids this connection

const address = (path) => new URL(path, location.href).href.replace("http", "ws");

dial.address.value = address("echo");
for (const path of ["echo", "push", "quotes"]) {
  document.getElementById("addresses").append(new Option(address(path), address(path)));
}

dial.addEventListener("submit", (event) => {
  event.preventDefault();
  socket?.close();
  connect(dial.address.value);
});

function connect(given) {
  const trace = randomId();
  told = false;
  let mine;
  try {
    mine = socket = new WebSocket(traced(given, trace));
  } catch (error) {
    return refuse(given, error);
  }
  mine.binaryType = "arraybuffer";
  write("state", `Connecting to ${given} …`);
  mine.onopen = () => {
    write("state", "Open.");
    watch("client", trace);
    enable(true);
  };
  mine.onmessage = ({ data }) => {
    write("received", typeof data === "string" ? data : `${data.byteLength} bytes, binary`);
    look("client");
  };
  mine.onerror = () => write("error", "Error: the browser does not tell the page which.");
  mine.onclose = ({ code, reason, wasClean }) => {
    write("state", `Closed, ${wasClean ? "cleanly" : "not cleanly"}: ${code}${reason && ` ${reason}`}`);
    look("client");
    if (mine === socket) enable(false);
  };
}

/** The address with a trace. */
function traced(given, trace) {
  if (!URL.canParse(given)) throw new DOMException("no URL", "SyntaxError"); // a WebSocket would take "echo" for a path
  const url = new URL(given);
  url.searchParams.set("trace", trace);
  return url;
}

/** Why there is not even an attempt: a wrong address, or a policy forbids it. Chromium throws nothing then and fires an event. */
function refuse(given, { name, message }) {
  if (name === "SecurityError") forbid();
  else write("error", name === "SyntaxError" ? `${given} is not the address of a WebSocket: it looks like ${address("echo")}` : message);
}

function forbid() {
  if (!told) write("error", "This page may connect only to its own server: its Content-Security-Policy says so.");
  told = true;
}

document.addEventListener("securitypolicyviolation", forbid);

talk.addEventListener("submit", (event) => {
  event.preventDefault();
  if (socket?.readyState !== WebSocket.OPEN) return;
  const message = talk.message.value;
  socket.send(talk.kind.value === "text" ? message : new TextEncoder().encode(message));
  write("sent", message);
  look("client");
});

closeButton.addEventListener("click", () => socket.close(1000, "Goodbye."));
addEventListener("pagehide", () => socket?.close());

function enable(open) {
  talk.querySelector("button").disabled = !open;
  closeButton.disabled = !open;
}

// ---- The log ----

const MARKS = { state: "·", sent: "↑", received: "↓", error: "!" };
const fresh = []; // the newest lines, as far as they are not drawn yet
let written = 0;

function write(kind, text) {
  const rest = text.length - LENGTH;
  fresh.push({ kind, text: `${MARKS[kind]} ${rest > 0 ? `${text.slice(0, LENGTH)} … and ${rest} more` : text}` });
  if (fresh.length > LINES) fresh.shift();
  written++;
  draw();
}

const draw = onceAFrame(() => {
  log.append(...fresh.splice(0).map(line));
  while (log.children.length > LINES) log.firstChild.remove();
  log.scrollTop = log.scrollHeight;
  const earlier = written - log.children.length;
  set(document.getElementById("earlier"), earlier ? `… and ${earlier.toLocaleString("en")} more before these:` : "");
});

function line({ kind, text }) {
  const element = document.createElement("p");
  element.className = kind;
  element.translate = kind === "state" || kind === "error";
  element.textContent = text;
  return element;
}
