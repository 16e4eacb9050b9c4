// A client as small as it can be: an address, connect, send, and a log of what happened.

import { randomId } from "./board.js";
import { look, watch } from "./xray.js";

const dial = document.getElementById("dial");
const talk = document.getElementById("talk");
const log = document.getElementById("log");
const closeButton = document.getElementById("close");
let socket;

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
  let mine;
  try {
    const url = new URL(given);
    url.searchParams.set("trace", trace);
    mine = socket = new WebSocket(url);
  } catch {
    return write("error", `${given} is not the address of a WebSocket: it looks like ${address("echo")}`);
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
  mine.onerror = () => write("error", "Error: a browser does not tell a page which.");
  mine.onclose = ({ code, reason, wasClean }) => {
    write("state", `Closed, ${wasClean ? "cleanly" : "not cleanly"}: ${code}${reason && ` ${reason}`}`);
    look("client");
    if (mine === socket) enable(false);
  };
}

talk.addEventListener("submit", (event) => {
  event.preventDefault();
  if (socket?.readyState !== WebSocket.OPEN) return;
  const message = talk.message.value;
  socket.send(talk.kind.value === "text" ? message : new TextEncoder().encode(message));
  write("sent", message);
  look("client");
});

closeButton.addEventListener("click", () => socket.close(1000, "Goodbye."));

document.addEventListener("securitypolicyviolation", () => {
  write("error", "This page may connect only to its own server: its Content-Security-Policy says so.");
});

function enable(open) {
  talk.querySelector("button").disabled = !open;
  closeButton.disabled = !open;
}

const MARKS = { state: "·", sent: "↑", received: "↓", error: "!" };

function write(kind, text) {
  const line = document.createElement("p");
  line.className = kind;
  line.textContent = `${MARKS[kind]} ${text}`;
  log.append(line);
  while (log.children.length > 100) log.firstChild.remove();
  log.scrollTop = log.scrollHeight;
}
