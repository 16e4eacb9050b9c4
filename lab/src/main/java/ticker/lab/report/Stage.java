package ticker.lab.report;

/**
 * Cells of one rate and one number of clients, for all contenders.
 *
 * @param aside all contenders at the same time, each with its own server: where there is so little to do that they don't
 *     disturb each other, this saves the larger part of the time. Otherwise one after the other
 * @param window seconds of one repeat
 * @param repeats how many windows
 * @param newcomers whether a few more clients come at the end and have their connections cut, to see how long each takes
 */
record Stage(double rate, int clients, boolean aside, double window, int repeats, boolean newcomers) {
    /** Seconds before the first window. */
    double warmUp() {
        return window < 1 ? 1 : 2;
    }

    /** About how long it takes for so many contenders, in seconds. */
    double seconds(int contenders) {
        double one = opening() + warmUp() + window * repeats + 0.7;
        return 1 + (aside ? one + 5 + (newcomers ? 16 : 0) : one * contenders);
    }

    private double opening() {
        return 1 + clients / 3000.0;
    }
}
