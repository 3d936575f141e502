package dev.portolan.routing.plan;

import java.util.List;
import java.util.Objects;

/**
 * Something that may go wrong, and what is done about it.
 *
 * @param risk what may go wrong
 * @param seen what in this workload speaks for it; empty when it is only what every move risks
 * @param mitigation what is done about it
 */
public record PlannedRisk(String risk, List<String> seen, List<String> mitigation) {

    /**
     * Checks the components.
     *
     * @param risk as above
     * @param seen as above; copied
     * @param mitigation as above; copied
     */
    public PlannedRisk {
        Objects.requireNonNull(risk, "risk");
        seen = List.copyOf(seen);
        mitigation = List.copyOf(mitigation);
    }
}
