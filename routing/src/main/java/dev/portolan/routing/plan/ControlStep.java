package dev.portolan.routing.plan;

import dev.portolan.routing.control.Control;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A control that has to be set up again, with the question that only people can answer.
 *
 * @param id the control's name
 * @param title the same in words
 * @param from how it is done where the workload runs, or {@code null} when that is not known
 * @param to how it is done where it moves, or {@code null} when that is not known
 * @param question what must be answered before traffic moves
 * @param answer what people filled in, or {@code null}
 */
public record ControlStep(
        String id,
        String title,
        Control.@Nullable Side from,
        Control.@Nullable Side to,
        String question,
        @Nullable String answer) {

    /**
     * Checks the components.
     *
     * @param id as above
     * @param title as above
     * @param from as above
     * @param to as above
     * @param question as above
     * @param answer as above
     */
    public ControlStep {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(question, "question");
    }

    ControlStep answered(@Nullable String value) {
        return new ControlStep(id, title, from, to, question, value);
    }
}
