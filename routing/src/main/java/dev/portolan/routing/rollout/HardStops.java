package dev.portolan.routing.rollout;

import dev.portolan.routing.rollout.judge.CallOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What needs no statistics: a target that is plainly broken. Of one instance, and below the minimums of a step too. For one thread at a time.
 */
public final class HardStops {

    /**
     * How much of it is enough.
     *
     * @param breakerOpen whether one call that an open circuit breaker refused is enough
     * @param authentication how many calls in a row whose key, permission or model is refused; 0 for never
     * @param schema how many answers in a row that do not fit their schema; 0 for never
     */
    public record Rules(boolean breakerOpen, int authentication, int schema) {

        /** An open breaker, three refusals, five broken answers. */
        public static final Rules DEFAULT = new Rules(true, 3, 5);

        /** None of them. */
        public static final Rules NONE = new Rules(false, 0, 0);

        /**
         * Checks the components.
         *
         * @param breakerOpen as above
         * @param authentication as above
         * @param schema as above
         */
        public Rules {
            if (authentication < 0 || schema < 0) {
                throw new IllegalArgumentException("hard-stops: must not be negative");
            }
        }
    }

    private final Rules rules;
    private int authentication;
    private int schema;

    HardStops(Rules rules) {
        this.rules = rules;
    }

    /** The reason to roll back after a call of the target, or {@code null}. */
    @Nullable
    String after(CallOutcome outcome) {
        if (!outcome.counts()) {
            return null;
        }
        authentication = outcome == CallOutcome.AUTHENTICATION ? authentication + 1 : 0;
        schema = outcome == CallOutcome.SCHEMA ? schema + 1 : 0;
        if (rules.breakerOpen() && outcome == CallOutcome.CIRCUIT_OPEN) {
            return "the target's circuit breaker is open";
        }
        if (rules.authentication() > 0 && authentication >= rules.authentication()) {
            return authentication + " calls in a row were refused for their key, permission or model";
        }
        if (rules.schema() > 0 && schema >= rules.schema()) {
            return schema + " answers in a row did not fit their schema";
        }
        return null;
    }
}
