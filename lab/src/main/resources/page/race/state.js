// The state of the race, four times a second, as an event stream.

const SILENCE = 3000;
const RETRY = 3000;

/** Follows the race. The listener gets states, and how the connection is. */
export function follow(listener) {
  let source;
  let heard = Date.now();

  function connect() {
    source = new EventSource("state");
    source.addEventListener("state", (event) => {
      heard = Date.now();
      listener.state(JSON.parse(event.data));
    });
    source.onerror = () => {
      listener.lost(heard);
      const refused = source.readyState === EventSource.CLOSED; // then it never comes back by itself
      if (refused) setTimeout(connect, RETRY);
    };
  }

  connect();
  addEventListener("pagehide", () => source.close()); // a browser may keep the page for "back", and its connection with it
  addEventListener("pageshow", ({ persisted }) => persisted && connect());
  setInterval(() => Date.now() - heard > SILENCE && listener.lost(heard), 500); // not every loss is reported
}
