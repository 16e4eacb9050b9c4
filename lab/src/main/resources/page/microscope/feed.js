// What the lab tells, as it happens: an event stream, which the browser itself takes up again where it was lost.

const PAUSE = 3000;

/** Follows a lesson. The listener gets messages, counts, gaps, and the state of the connection in words. */
export function follow(lesson, listener) {
  let source;
  let timer;

  function connect() {
    source = new EventSource(`messages?lesson=${encodeURIComponent(lesson.name)}`);
    source.onopen = () => listener.state("live", `Connected: what passes the wire of ${lesson.title} is shown as it passes.`);
    source.onerror = lost;
    source.addEventListener("message", (event) => listener.message(JSON.parse(event.data)));
    source.addEventListener("counts", (event) => listener.counts(JSON.parse(event.data)));
    source.addEventListener("gap", (event) => listener.gap(JSON.parse(event.data)));
  }

  function lost() {
    const refused = source.readyState === EventSource.CLOSED; // it never comes back by itself after such a response
    listener.state(
      "lost",
      `${refused ? "The lab has refused." : "The connection to the lab is lost."} Trying again. What is shown here stays.`,
    );
    if (refused) timer = setTimeout(connect, PAUSE);
  }

  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
