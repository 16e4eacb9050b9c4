package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines or dots in an SVG that needs no font, no style and no script of its own: text and axes take the color of the page
 * around it, and the series have colors that are told from white and from black alike, and shapes besides.
 */
final class LinePlot {
    private static final int WIDTH = 774;
    private static final int HEIGHT = 400;
    private static final int LEFT = 84;
    private static final int RIGHT = 190;
    private static final int TOP = 20;
    private static final int BOTTOM = 56;
    private static final List<String> COLORS =
            List.of("#d9480f", "#a8651a", "#7c5cd6", "#2b8a3e", "#0c8599", "#2f6fde", "#c2388f");

    /** A point of a series. */
    record Point(double x, double y) {}

    /**
     * Points that belong together.
     *
     * @param color which of the seven, from 0
     */
    record Series(String title, int color, List<Point> points) {}

    private final String description;
    private final Axis x;
    private final Axis y;
    private final List<Series> series;

    /** @param description what it shows, for people who can't see it */
    LinePlot(String description, Axis x, Axis y, List<Series> series) {
        this.description = description;
        this.x = x;
        this.y = y;
        this.series = series;
    }

    String svg() {
        var parts = new ArrayList<String>();
        parts.add(String.format(
                        ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\"",
                        WIDTH,
                        HEIGHT,
                        WIDTH,
                        HEIGHT)
                + String.format(
                        ROOT,
                        " aria-label=\"%s\" font-family=\"system-ui, sans-serif\" font-size=\"13\">",
                        description));
        x.ticks().forEach(tick -> parts.add(vertical(tick)));
        y.ticks().forEach(tick -> parts.add(horizontal(tick)));
        parts.add(text(LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 10, "middle", x.title()));
        parts.add(String.format(
                ROOT,
                "<text x=\"16\" y=\"%s\" transform=\"rotate(-90 16 %s)\" text-anchor=\"middle\" fill=\"currentColor\">%s</text>",
                number((TOP + HEIGHT - BOTTOM) / 2.0),
                number((TOP + HEIGHT - BOTTOM) / 2.0),
                y.title()));
        for (int i = 0; i < series.size(); i++) {
            parts.add(draw(series.get(i)));
            parts.add(legend(series.get(i), i));
        }
        parts.add("</svg>\n");
        return String.join("\n", parts);
    }

    private double across(double value) {
        return LEFT + x.share(value) * (WIDTH - LEFT - RIGHT);
    }

    private double up(double value) {
        return HEIGHT - BOTTOM - y.share(value) * (HEIGHT - TOP - BOTTOM);
    }

    private String vertical(double tick) {
        return line(across(tick), TOP, across(tick), HEIGHT - BOTTOM)
                + text(across(tick), HEIGHT - BOTTOM + 20, "middle", Numbers.shown(tick));
    }

    private String horizontal(double tick) {
        return line(LEFT, up(tick), WIDTH - RIGHT, up(tick)) + text(LEFT - 8, up(tick) + 4, "end", Numbers.shown(tick));
    }

    private static String line(double x1, double y1, double x2, double y2) {
        return String.format(
                ROOT,
                "<path d=\"M%s %sL%s %s\" stroke=\"currentColor\" stroke-opacity=\"0.2\" fill=\"none\"/>",
                number(x1),
                number(y1),
                number(x2),
                number(y2));
    }

    private static String text(double x, double y, String anchor, String text) {
        return String.format(
                ROOT,
                "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"currentColor\">%s</text>",
                number(x),
                number(y),
                anchor,
                text);
    }

    private String draw(Series series) {
        var color = COLORS.get(series.color());
        var path = series.points().stream()
                .map(point -> number(across(point.x())) + " " + number(up(point.y())))
                .collect(Collectors.joining("L", "M", ""));
        var marks = series.points().stream()
                .map(point -> mark(across(point.x()), up(point.y()), series.color()))
                .collect(Collectors.joining());
        return String.format(
                ROOT,
                "<g stroke=\"%s\" fill=\"%s\" stroke-width=\"2\"><path d=\"%s\" fill=\"none\"/>%s</g>",
                color,
                color,
                path,
                marks);
    }

    private static String legend(Series series, int place) {
        var color = COLORS.get(series.color());
        int y = TOP + 10 + 24 * place;
        int x = WIDTH - RIGHT + 14;
        return String.format(
                        ROOT,
                        "<g stroke=\"%s\" fill=\"%s\" stroke-width=\"2\"><path d=\"M%d %dh24\"/>%s</g>",
                        color,
                        color,
                        x,
                        y,
                        mark(x + 12, y, series.color()))
                + text(x + 32, y + 4, "start", series.title());
    }

    /** One shape for each color: people who can't tell the colors apart have these. */
    private static String mark(double x, double y, int shape) {
        var start = String.format(ROOT, "<path d=\"M%s %s", number(x), number(y));
        return start
                + switch (shape) {
                    case 0 -> "m-4-4h8v8h-8z\"/>";
                    case 1 -> "m-4-4h8v8h-8z\" fill-opacity=\"0\"/>";
                    case 2 -> "m0-5l5 9h-10z\"/>";
                    case 3 -> "m0-5l5 5-5 5-5-5z\"/>";
                    case 4 -> "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0\"/>";
                    case 5 -> "m-4-4l8 8m0-8l-8 8\"/>";
                    default -> "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0\" fill-opacity=\"0\"/>";
                };
    }

    private static String number(double value) {
        return String.format(ROOT, "%.1f", value).replace(".0", "");
    }
}
