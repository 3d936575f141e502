package dev.portolan.routing.drill;

import dev.portolan.chat.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request of a drill, and what came of it.
 *
 * @param failing the targets that were made to fail; empty when a target was asked by itself
 * @param streamed whether it was a stream
 * @param answeredBy the name of the target that answered, or {@code null} when none did
 * @param provider who answered, or {@code null}
 * @param model the model that answered, as the provider tells it, or {@code null}
 * @param latency how long it took
 * @param usage the tokens; nothing known without an answer
 * @param cost what it cost, or {@code null} when that is not known
 * @param currency of the cost, or {@code null}
 * @param warnings the codes of the answer's warnings
 * @param problem why it is no proof, for people, or {@code null} when it is one; holds no prompt and no answer
 */
public record DrillStep(
        List<String> failing,
        boolean streamed,
        @Nullable String answeredBy,
        @Nullable String provider,
        @Nullable String model,
        Duration latency,
        Usage usage,
        @Nullable BigDecimal cost,
        @Nullable Currency currency,
        List<String> warnings,
        @Nullable String problem) {

    /**
     * Checks the components.
     *
     * @param failing as above; copied
     * @param streamed as above
     * @param answeredBy as above
     * @param provider as above
     * @param model as above
     * @param latency as above
     * @param usage as above
     * @param cost as above
     * @param currency as above
     * @param warnings as above; copied
     * @param problem as above
     */
    public DrillStep {
        failing = List.copyOf(failing);
        warnings = List.copyOf(warnings);
        Objects.requireNonNull(latency, "latency");
        Objects.requireNonNull(usage, "usage");
    }

    /**
     * Whether it proves that somebody else answers.
     *
     * @return true without a problem
     */
    public boolean passed() {
        return problem == null;
    }
}
