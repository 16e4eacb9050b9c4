package ticker.lab.http;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Function;

/** Several sources in one stream: a browser opens only six connections to a server, and its tabs share them. */
public final class EventSources implements EventSource {
    private final List<EventSource> sources;

    /** The events of these, in this order. */
    public EventSources(List<EventSource> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public byte[] next() {
        return all(EventSource::next);
    }

    @Override
    public byte[] changes() {
        return all(EventSource::changes);
    }

    private byte[] all(Function<EventSource, byte[]> part) {
        var events = new ByteArrayOutputStream();
        sources.forEach(source -> events.writeBytes(part.apply(source)));
        return events.toByteArray();
    }

    @Override
    public void begin() {
        sources.forEach(EventSource::begin);
    }

    @Override
    public void end() {
        sources.forEach(EventSource::end);
    }
}
