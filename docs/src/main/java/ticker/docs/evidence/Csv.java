package ticker.docs.evidence;

import static java.util.Locale.ROOT;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows of values without quotes, below a line that names their columns. Only the last value may contain commas. */
final class Csv {
    private Csv() {}

    /** The rows, each by the names of the columns. */
    static List<Map<String, String>> rows(String text) {
        var lines = text.lines().toList();
        var columns = lines.get(0).split(",");
        return lines.stream().skip(1).map(line -> row(columns, line)).toList();
    }

    private static Map<String, String> row(String[] columns, String line) {
        var values = line.split(",", columns.length);
        if (values.length < columns.length) {
            throw new IllegalStateException(String.format(
                    ROOT, "\"%s\" has %d values, but there are %d columns.", line, values.length, columns.length));
        }
        var row = new HashMap<String, String>();
        for (int i = 0; i < columns.length; i++) {
            row.put(columns[i], values[i]);
        }
        return row;
    }
}
