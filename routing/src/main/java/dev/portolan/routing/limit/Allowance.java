package dev.portolan.routing.limit;

/** So many a minute, as a bucket that fills evenly and holds a minute's worth. May be owed to. For one thread at a time. */
final class Allowance {

    private static final double MINUTE = 60e9;

    private final double perMinute;
    private double level;
    private long at;

    Allowance(long perMinute, long now) {
        this.perMinute = perMinute;
        this.level = perMinute;
        this.at = now;
    }

    private void fill(long now) {
        level = Math.min(perMinute, level + perMinute * Math.max(0, now - at) / MINUTE);
        at = Math.max(at, now);
    }

    /** How long until so many are there; what is more than a minute's worth waits for a full bucket. */
    long waitNanos(long amount, long now) {
        fill(now);
        double missing = Math.min((double) amount, perMinute) - level;
        return missing <= 0 ? 0 : (long) Math.ceil(missing / perMinute * MINUTE);
    }

    /** Takes so many, or gives them back when negative. */
    void take(long amount, long now) {
        fill(now);
        level = Math.min(perMinute, level - amount);
    }

    /** The vendor says that no more than so many are left. */
    void atMost(long left, long now) {
        fill(now);
        level = Math.min(level, (double) left);
    }
}
