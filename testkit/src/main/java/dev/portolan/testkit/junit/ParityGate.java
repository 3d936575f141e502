package dev.portolan.testkit.junit;

import dev.portolan.evidence.parity.Gate;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a target must show, for the parity tests of a class. Without it {@link Gate#DEFAULT} holds. */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ParityGate {

    /**
     * How much worse than the source any metric may be that has no margin of its own.
     *
     * @return shares for pass rates, relative to the source for scores
     */
    double margin() default Gate.MARGIN;

    /**
     * Margins of single metrics.
     *
     * @return the margins
     */
    Metric[] metrics() default {};

    /**
     * Metrics that are shown and decide nothing.
     *
     * @return names of checks
     */
    String[] informational() default {};

    /**
     * How many examples may have a hard break of the target where the source has none.
     *
     * @return at least 0
     */
    int hardBreaksAllowed() default 0;

    /**
     * The largest share of calls that may fail before the run is invalid.
     *
     * @return between 0 and 1
     */
    double maxFailed() default Gate.MAX_FAILED;

    /**
     * Whether INCONCLUSIVE fails instead of being skipped.
     *
     * @return true to fail
     */
    boolean strict() default false;

    /** The margin of one metric. */
    @Documented
    @Target({})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Metric {

        /**
         * The metric.
         *
         * @return the check's name
         */
        String name();

        /**
         * How much worse than the source it may be.
         *
         * @return shares for pass rates, relative to the source for scores
         */
        double margin();
    }
}
