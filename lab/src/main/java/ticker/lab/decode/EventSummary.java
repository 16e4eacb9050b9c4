package ticker.lab.decode;

/** What an event says, in one line. */
final class EventSummary {
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private String id = "";
    private String other = "";

    void add(String field, String value) {
        switch (field) {
            case "event" -> name = value;
            case "id" -> id = "id " + value;
            case "data" -> data(value);
            default -> other = field + ": " + value;
        }
    }

    private void data(String line) {
        if (data.length() < Message.KEPT) { // an event may have lines without end
            data.append(data.isEmpty() ? "" : "\n").append(line);
        }
    }

    String line() {
        var about = name.isEmpty() || id.isEmpty() ? name + id : name + ", " + id;
        var what = data.isEmpty() ? other : data.toString();
        var line = about.isEmpty() || what.isEmpty() ? about + what : about + ": " + what;
        return line.isEmpty() ? "blank line" : Printable.of(line);
    }

    void clear() {
        data.setLength(0);
        name = "";
        id = "";
        other = "";
    }
}
