package dev.portolan.routing.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The drill of one router.
 *
 * @param router its name
 * @param kind what it is, such as {@code fallback}
 * @param targets who takes part
 * @param steps what was asked
 * @param remarks how the targets differ, for people: what one is known not to do and another may do, and what each could not honour of the
 *     request; these are no failures
 * @param skipped why nothing was asked, or {@code null} when it was
 */
public record RouterDrill(
        String router,
        String kind,
        List<String> targets,
        List<DrillStep> steps,
        List<String> remarks,
        @Nullable String skipped) {

    /**
     * Checks the components.
     *
     * @param router as above
     * @param kind as above
     * @param targets as above; copied
     * @param steps as above; copied
     * @param remarks as above; copied
     * @param skipped as above
     */
    public RouterDrill {
        Objects.requireNonNull(router, "router");
        Objects.requireNonNull(kind, "kind");
        targets = List.copyOf(targets);
        steps = List.copyOf(steps);
        remarks = List.copyOf(remarks);
    }

    /**
     * Whether every step is a proof.
     *
     * @return true also when it was skipped
     */
    public boolean passed() {
        return steps.stream().allMatch(DrillStep::passed);
    }

    /**
     * What is wrong.
     *
     * @return a line for each step that is no proof
     */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (DrillStep step : steps) {
            if (!step.passed()) {
                problems.add(router + (step.streamed() ? ", as a stream" : "")
                        + (step.failing().isEmpty() ? "" : ", without " + String.join(", ", step.failing())) + ": "
                        + step.problem());
            }
        }
        return problems;
    }
}
