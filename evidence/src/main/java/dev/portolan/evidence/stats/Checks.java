package dev.portolan.evidence.stats;

/** What arguments of this package must be. */
final class Checks {

    private Checks() {}

    static void probability(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(name + ": must lie between 0 and 1, both excluded, not " + value);
        }
    }

    static void count(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + ": must not be negative, as " + value + " is");
        }
    }

    static void finite(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(name + "[" + i + "]: must be a finite number, not " + values[i]
                        + "; leave missing observations out");
            }
        }
    }

    static void sameLength(String name, int length, String other, int otherLength) {
        if (length != otherLength) {
            throw new IllegalArgumentException(
                    name + ": has " + length + " values where " + other + " has " + otherLength);
        }
    }
}
