package ticker.lab.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * One direction of a plot.
 *
 * @param logarithmic by powers of ten, else from 0 to 1
 */
record Axis(String title, double min, double max, boolean logarithmic) {
    /** From 0 to 100 %, as a share of 1. */
    static Axis shares(String title) {
        return new Axis(title, 0, 1, false);
    }

    /** By powers of ten, as far as the values reach; what is below the floor lies on it. */
    static Axis powers(String title, double floor, DoubleStream values) {
        var all = values.map(value -> Math.max(floor, value)).summaryStatistics();
        double min = Math.pow(10, Math.floor(Math.log10(all.getMin()) + 1e-9));
        double max = Math.pow(10, Math.ceil(Math.log10(all.getMax()) - 1e-9));
        return new Axis(title, min, max > min ? max : 10 * min, true);
    }

    /** Where a value lies between the ends, 0 to 1. */
    double share(double value) {
        double within = Math.max(min, Math.min(max, value));
        return logarithmic ? Math.log10(within / min) / Math.log10(max / min) : (within - min) / (max - min);
    }

    List<Double> ticks() {
        if (!logarithmic) {
            return List.of(0.0, 0.25, 0.5, 0.75, 1.0);
        }
        int powers = (int) Math.round(Math.log10(max / min));
        var steps = powers > 2 ? new double[] {1} : new double[] {1, 2, 5};
        return IntStream.rangeClosed(0, powers)
                .mapToObj(power -> min * Math.pow(10, power))
                .flatMap(power -> Arrays.stream(steps).mapToObj(step -> step * power))
                .filter(tick -> tick <= max * 1.001)
                .toList();
    }
}
