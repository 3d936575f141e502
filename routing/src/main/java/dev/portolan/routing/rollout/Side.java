package dev.portolan.routing.rollout;

import dev.portolan.routing.rollout.judge.Arm;

/**
 * Who answers a call.
 *
 * @param arm which model
 * @param counted whether the call takes part in the rollout
 * @param sticky whether its next call gets the same by its key
 * @param moved whether it is a conversation that began on the target and goes on with the source, since the rollout was rolled back
 * @param assigned whether a conversation began, and its key alone decided
 * @param shadow whether the target may see a copy
 * @param epoch the stretch of evidence that the call is of
 */
record Side(Arm arm, boolean counted, boolean sticky, boolean moved, boolean assigned, boolean shadow, long epoch) {

    static Side source(boolean counted, boolean shadow, long epoch) {
        return new Side(Arm.SOURCE, counted, true, false, false, shadow, epoch);
    }
}
