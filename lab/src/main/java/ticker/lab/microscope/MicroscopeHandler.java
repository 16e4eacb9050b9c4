package ticker.lab.microscope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.List;
import java.util.stream.Collectors;
import ticker.lab.decode.Message;
import ticker.lab.http.EventSource;
import ticker.lab.http.Requests;
import ticker.lab.relay.Lesson;
import ticker.lab.transcript.MessageJson;
import ticker.lab.transcript.SequenceDiagram;
import ticker.lab.transcript.Transcript;
import tools.jackson.databind.json.JsonMapper;

/** Shows what the taps have seen: as it comes, as a file, and as a diagram. */
public final class MicroscopeHandler {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<Lesson> lessons;
    private final Transcript transcript;

    /** For these lessons, whose messages are in the transcript. */
    public MicroscopeHandler(List<Lesson> lessons, Transcript transcript) {
        this.lessons = lessons;
        this.transcript = transcript;
    }

    /** {@code [{"name":"polling","title":"1 · Polling","uri":"http://localhost:8081/"}, …]} */
    public void lessons(HttpServerExchange exchange) {
        var list = JSON.createArrayNode();
        for (var lesson : lessons) {
            list.addObject()
                    .put("name", lesson.name())
                    .put("title", lesson.title())
                    .put("uri", lesson.uri().toString());
        }
        send(exchange, "application/json", JSON.writeValueAsString(list));
    }

    /** The messages of a lesson after the one with this number, as they come. */
    public EventSource messages(String lesson, long cursor) {
        return new MessageEvents(transcript, lesson, cursor);
    }

    /** The messages of a lesson that are still there and pass the filter, one a line: {@code ?lesson=polling&kind=frame}. */
    public void ndjson(HttpServerExchange exchange) throws Exception {
        var lesson = lesson(exchange);
        var lines = messages(exchange, lesson).stream().map(message -> MessageJson.write(message) + "\n");
        save(exchange, lesson + ".ndjson");
        send(exchange, "application/x-ndjson", lines.collect(Collectors.joining()));
    }

    /** The same as a sequence diagram for PlantUML. */
    public void puml(HttpServerExchange exchange) throws Exception {
        var lesson = lesson(exchange);
        save(exchange, lesson + ".puml");
        send(exchange, "text/plain; charset=utf-8", SequenceDiagram.of(messages(exchange, lesson)));
    }

    private List<Message> messages(HttpServerExchange exchange, String lesson) {
        var all = transcript.after(lesson, 0, Integer.MAX_VALUE).messages();
        return all.stream().filter(MessageFilter.of(exchange)).toList();
    }

    private static void save(HttpServerExchange exchange, String name) {
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_DISPOSITION, String.format(ROOT, "attachment; filename=\"%s\"", name));
    }

    private static void send(HttpServerExchange exchange, String type, String text) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type).put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(text, UTF_8);
    }

    private String lesson(HttpServerExchange exchange) throws Exception {
        var given = exchange.getQueryParameters().get("lesson");
        var name = given == null ? "" : given.getFirst();
        if (lessons.stream().noneMatch(lesson -> lesson.name().equals(name))) {
            var names = lessons.stream().map(Lesson::name).collect(Collectors.joining(", "));
            throw Requests.refusal(404, String.format(ROOT, "There is no lesson \"%s\". There are %s.", name, names));
        }
        return name;
    }
}
