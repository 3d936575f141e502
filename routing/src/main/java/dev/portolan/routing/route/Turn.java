package dev.portolan.routing.route;

import dev.portolan.chat.AttemptBudget;
import java.time.Instant;

/**
 * A target that is asked, and what it was given of the call.
 *
 * @param target who is asked
 * @param startedAt when, for the trail
 * @param startedNanos when, by the monotonic clock
 * @param given how many attempts it may use at most
 * @param share what is left of them
 */
record Turn(Target target, Instant startedAt, long startedNanos, int given, AttemptBudget share) {

    /** How many attempts it used so far: a target that does not retry was sent to once. */
    int used() {
        return Math.max(1, given - share.remaining());
    }
}
