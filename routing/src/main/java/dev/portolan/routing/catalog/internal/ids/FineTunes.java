package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.IdMatch.Flag;
import dev.portolan.routing.catalog.IdMatch.How;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code ft:base:...}: a model that a customer has tuned. OpenAI writes {@code ft:base:organisation:suffix:id} and may add a checkpoint,
 * Mistral {@code ft:base:workspace:date:id}.
 */
final class FineTunes {

    private static final String REMEDY = "state the model that was tuned as base-model";

    private FineTunes() {}

    /**
     * Reads such an id.
     *
     * @param id begins with {@code ft:}
     * @param base what the base means
     * @return the base, flagged; opaque when the base is not known; {@code null} when it has no such form
     */
    static @Nullable Reading read(String id, Function<String, @Nullable Reading> base) {
        String[] parts = id.split(":", -1);
        if (parts.length < 4 || parts[1].isEmpty() || parts[parts.length - 1].isEmpty()) {
            return null;
        }
        Reading tuned = base.apply(parts[1]);
        if (tuned == null) {
            return Reading.opaque("fine-tune of " + parts[1], REMEDY, Flag.FINE_TUNED);
        }
        return tuned.by(How.SNAPSHOT, "fine-tune of " + parts[1])
                .without(Flag.MOVING)
                .with(Flag.FINE_TUNED);
    }
}
