package dev.portolan.routing.rollout;

import dev.portolan.chat.CallContext;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Limits to the share from outside: what the configuration says and what somebody else does. Thread-safe. */
final class Ceiling {

    private final double configured;
    private final PercentCeiling external;
    private final AtomicReference<Double> least;

    Ceiling(double configured, PercentCeiling external) {
        if (!(configured >= 0 && configured <= 100)) {
            throw new IllegalArgumentException("max-percent: must be from 0 to 100, not " + configured);
        }
        this.configured = configured;
        this.external = external;
        this.least = new AtomicReference<>(configured);
    }

    double configured() {
        return configured;
    }

    PercentCeiling external() {
        return external;
    }

    /** The limit for a call. */
    double of(CallContext context) {
        double limit = Math.min(configured, asked(context));
        if (limit < configured) {
            least.accumulateAndGet(limit, Math::min);
        }
        return limit;
    }

    private double asked(CallContext context) {
        if (external == PercentCeiling.NONE) {
            return 100;
        }
        try {
            double percent = external.percent(context);
            return percent >= 0 ? Math.min(100, percent) : 0;
        } catch (RuntimeException e) {
            Audit.LOG.warn("The ceiling of a rollout cannot be asked; the target answers nobody meanwhile", e);
            return 0;
        }
    }

    /** The least limit since the last poll. */
    double least() {
        return Objects.requireNonNull(least.get());
    }

    void polled() {
        least.set(configured);
    }
}
