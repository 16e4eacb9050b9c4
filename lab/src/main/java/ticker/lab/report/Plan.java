package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.util.List;

/**
 * What is measured, in what order. At a low rate a window must be long enough to see a price or more; many clients need
 * no long window, since there is a price for each of them.
 *
 * @param kind quick or full; virtual: servers that block a virtual thread for each client, beside the lessons'; compression: a
 *     WebSocket with compressed messages beside one with plain ones
 */
record Plan(String kind, List<Contender> contenders, List<Stage> stages) {
    private static final double START = 4; // seconds to start the servers of a rate

    static Plan of(String kind) {
        return switch (kind) {
            case "quick" -> quick();
            case "full" -> full();
            case "virtual" -> virtual();
            case "compression" -> compression();
            default ->
                throw new IllegalArgumentException(String.format(
                        ROOT,
                        "-Dkind must be quick, full, virtual, compression, slow-clients, buffering or empty-polls, not \"%s\".",
                        kind));
        };
    }

    private static Plan quick() {
        return new Plan(
                "quick",
                Contender.ALL,
                List.of(
                        new Stage(0.1, 100, true, 10, 1, false),
                        new Stage(1, 100, true, 3, 3, false),
                        new Stage(10, 100, true, 2.5, 3, true),
                        new Stage(10, 1000, false, 0.8, 3, false),
                        new Stage(100, 100, false, 0.8, 3, false)));
    }

    private static Plan full() {
        return new Plan(
                "full",
                Contender.ALL,
                List.of(
                        new Stage(0.1, 1, true, 10, 3, false),
                        new Stage(0.1, 100, true, 10, 3, false),
                        new Stage(0.1, 1000, true, 10, 3, false),
                        new Stage(0.1, 10_000, false, 10, 1, false),
                        new Stage(1, 1, true, 6, 3, false),
                        new Stage(1, 100, true, 6, 3, false),
                        new Stage(1, 1000, true, 6, 3, false),
                        new Stage(1, 10_000, false, 2, 3, false),
                        new Stage(10, 1, true, 6, 3, false),
                        new Stage(10, 100, true, 6, 3, true),
                        new Stage(10, 1000, false, 2, 3, false),
                        new Stage(10, 10_000, false, 2, 3, false),
                        new Stage(100, 1, true, 6, 3, false),
                        new Stage(100, 100, false, 1.5, 3, false),
                        new Stage(100, 1000, false, 1.5, 3, false),
                        new Stage(100, 10_000, false, 1.5, 3, false)));
    }

    private static Plan virtual() {
        return new Plan(
                "virtual",
                Contender.BLOCKING_OR_NOT,
                List.of(
                        new Stage(0.1, 10_000, false, 10, 1, false),
                        new Stage(10, 1000, false, 3, 3, false),
                        new Stage(100, 1000, false, 2, 3, false)));
    }

    private static Plan compression() {
        return new Plan(
                "compression",
                Contender.COMPRESSED_OR_NOT,
                List.of(
                        new Stage(1, 1000, false, 6, 3, false),
                        new Stage(10, 1000, false, 3, 3, false),
                        new Stage(100, 100, false, 3, 3, false)));
    }

    /** About how long it takes. */
    double seconds() {
        long rates = stages.stream().mapToDouble(Stage::rate).distinct().count();
        return START * rates
                + stages.stream()
                        .mapToDouble(stage -> stage.seconds(contenders.size()))
                        .sum();
    }
}
