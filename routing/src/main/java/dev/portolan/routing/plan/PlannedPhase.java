package dev.portolan.routing.plan;

import java.util.List;
import java.util.Objects;

/**
 * A step of the move, with what must hold to go on and what sends it back.
 *
 * @param name such as {@code shadow} or {@code 5 %}
 * @param targetPercent how much of the traffic the target answers
 * @param what what is done
 * @param goOn what must hold before the next step
 * @param goBack what sends the traffic back at once; empty where none has moved
 */
public record PlannedPhase(String name, int targetPercent, String what, List<String> goOn, List<String> goBack) {

    /**
     * Checks the components.
     *
     * @param name as above
     * @param targetPercent as above; from 0 to 100
     * @param what as above
     * @param goOn as above; copied
     * @param goBack as above; copied
     */
    public PlannedPhase {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(what, "what");
        goOn = List.copyOf(goOn);
        goBack = List.copyOf(goBack);
        if (targetPercent < 0 || targetPercent > 100) {
            throw new IllegalArgumentException("targetPercent: from 0 to 100, not " + targetPercent);
        }
    }
}
