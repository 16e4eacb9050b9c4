// The state of the race, four times a second, as an event stream.

const SILENCE = 3000;
const RETRY = 3000;

/** Follows the race. The listener gets states, and how the connection is. */
export function follow(listener) {
  let source;
  let heard = Date.now();
  let tried;

  function connect() {
    tried = Date.now();
    source = new EventSource("state");
    source.addEventListener("state", (event) => {
      heard = Date.now();
      listener.state(JSON.parse(event.data));
    });
    source.onerror = () => listener.lost(heard);
  }

  /** Not every loss is reported, and not after every one an EventSource comes back by itself. */
  function check() {
    if (Date.now() - heard <= SILENCE) return;
    listener.lost(heard);
    if (Date.now() - tried <= RETRY) return;
    source.close();
    connect();
  }

  connect();
  addEventListener("pagehide", () => source.close()); // a browser may keep the page for "back", and its connection with it
  addEventListener("pageshow", ({ persisted }) => persisted && connect());
  setInterval(check, 500);
}
