package ticker.production.cluster;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What a client of any lesson gets: the newest number, and what is newer than its cursor. */
record Message(long seq, List<Move> moves) {
    private static final JsonMapper JSON = new JsonMapper();

    static Message parse(String text) {
        var json = JSON.readTree(text);
        return new Message(
                json.get("seq").longValue(),
                json.get("quotes").valueStream().map(Move::of).toList());
    }
}
