package dev.portolan.structured;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.OutputMode;
import dev.portolan.chat.Usage;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An answer that fits its schema.
 *
 * @param value the answer as its type
 * @param json the answer as JSON text of the original schema
 * @param responses every answer that was asked for, in order: the last one holds the value, those before it were repaired
 * @param tolerated what had to be tolerated to read the last one
 * @param <T> the type
 */
public record StructuredResult<T>(T value, String json, List<ChatResponse> responses, Set<Tolerance> tolerated) {

    /**
     * Checks the components.
     *
     * @param value as above
     * @param json as above
     * @param responses as above
     * @param tolerated as above
     */
    public StructuredResult {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(json, "json");
        responses = List.copyOf(responses);
        tolerated = Set.copyOf(tolerated);
        if (responses.isEmpty()) {
            throw new IllegalArgumentException("responses: must hold the one with the value");
        }
    }

    /**
     * The answer that holds the value. After a repair it carries a warning that tells so.
     *
     * @return the last response
     */
    public ChatResponse response() {
        return responses.get(responses.size() - 1);
    }

    /**
     * How the last answer was asked for.
     *
     * @return the mode, or {@code null} when the model does not tell it
     */
    public @Nullable OutputMode mode() {
        return response().outputMode();
    }

    /**
     * How often the model was shown what was wrong with its answer.
     *
     * @return zero when the first answer fitted
     */
    public int repairs() {
        return responses.size() - 1;
    }

    /**
     * The tokens of all answers together.
     *
     * @return the sum; unknown where one of them is
     */
    public Usage usage() {
        return responses.stream().map(ChatResponse::usage).reduce(Usage::plus).orElse(Usage.UNKNOWN);
    }

    @Override
    public String toString() {
        return "StructuredResult[" + value.getClass().getSimpleName() + ", " + json.length() + " chars, repairs="
                + repairs() + ", tolerated=" + tolerated + "]";
    }
}
