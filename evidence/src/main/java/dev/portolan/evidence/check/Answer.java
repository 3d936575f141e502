package dev.portolan.evidence.check;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ToolCall;
import dev.portolan.error.ContentFiltered;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a model reacted: with a response, or with the refusal of its vendor to pass the prompt on. Other failures are no answers:
 * they tell about the infrastructure. Immutable.
 */
public final class Answer {

    private final @Nullable ChatResponse response;
    private final @Nullable ContentFiltered blocked;

    private Answer(@Nullable ChatResponse response, @Nullable ContentFiltered blocked) {
        this.response = response;
        this.blocked = blocked;
    }

    /**
     * A response.
     *
     * @param response what came
     * @return the answer
     */
    public static Answer of(ChatResponse response) {
        return new Answer(Objects.requireNonNull(response, "response"), null);
    }

    /**
     * A prompt that the vendor's filter blocked.
     *
     * @param error what was thrown
     * @return the answer
     */
    public static Answer blocked(ContentFiltered error) {
        return new Answer(null, Objects.requireNonNull(error, "error"));
    }

    /**
     * The response.
     *
     * @return the response, or {@code null} when the prompt was blocked
     */
    public @Nullable ChatResponse response() {
        return response;
    }

    /**
     * Why the prompt was blocked.
     *
     * @return what was thrown, or {@code null} when there is a response
     */
    public @Nullable ContentFiltered blocked() {
        return blocked;
    }

    /**
     * What the model said: its text parts together.
     *
     * @return the text, empty when there is none
     */
    public String text() {
        return response == null ? "" : response.text();
    }

    /**
     * The calls of the application's own tools, in order; what the provider ran by itself is left out.
     *
     * @return unmodifiable
     */
    public List<ToolCall> toolCalls() {
        return response == null
                ? List.of()
                : response.toolCalls().stream()
                        .filter(call -> !call.providerExecuted())
                        .toList();
    }

    @Override
    public String toString() {
        return "Answer[" + (response == null ? "prompt blocked" : response.toString()) + "]";
    }
}
