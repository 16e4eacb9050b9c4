package ticker.lab.course;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import ticker.lab.decode.EventReader;
import ticker.streaming.LessonParsers;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** An event as a parser gives it. */
record ReadEvent(String type, String data, String lastEventId) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build(); // some characters can't be seen

    /** What lesson 3's parser reads. */
    static List<ReadEvent> byTheLesson(GeneratedStream stream) {
        var events = new ArrayList<ReadEvent>();
        LessonParsers.events(
                stream.pieces(), (type, data, lastEventId) -> events.add(new ReadEvent(type, data, lastEventId)));
        return events;
    }

    /** What the lab's parser finds, which cuts a stream into lines and fields. What they mean is decided here. */
    static List<ReadEvent> byTheLab(GeneratedStream stream) {
        var line = new EventReader(1000);
        var events = new ArrayList<ReadEvent>();
        var data = new StringBuilder();
        var type = "";
        var id = "";
        var pieces = new ArrayList<>(stream.pieces());
        pieces.add(new byte[] {'x'}); // a line that ends with CR is over for this parser when the next byte has come
        for (var piece : pieces) {
            for (var bytes = ByteBuffer.wrap(piece); line.read(bytes); ) {
                var value = new String(line.value(), UTF_8);
                if (line.is("data")) {
                    data.append(value).append('\n');
                } else if (line.is("event")) {
                    type = value;
                } else if (line.is("id") && value.indexOf(0) < 0) {
                    id = value;
                } else if (line.isBlank()) {
                    if (!data.isEmpty()) {
                        data.setLength(data.length() - 1);
                        events.add(new ReadEvent(type.isEmpty() ? "message" : type, data.toString(), id));
                    }
                    data.setLength(0);
                    type = "";
                }
            }
        }
        return events;
    }

    /** Reads JSON: a list of objects. */
    static List<ReadEvent> parse(String json) {
        return List.of(JSON.readValue(json, ReadEvent[].class));
    }

    @Override
    public String toString() {
        return JSON.writeValueAsString(this);
    }
}
