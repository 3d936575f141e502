package dev.portolan.simulator;

import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated model says. The {@code with} methods give changed copies.
 *
 * @param text the text, or {@code null} for none
 * @param toolCalls the calls, arguments verbatim (they need not be JSON); an id may be blank, the simulator then makes one
 * @param refusal the refusal, or {@code null} for none
 * @param reasoning the thoughts before the answer, or {@code null} for none; they count as output tokens and are shown where the
 *     wire shows thoughts
 * @param finish why the model stopped, or {@code null} for what follows from the rest
 * @param usage the tokens to report, or {@code null} to have them counted; what is unknown in it is counted
 */
public record Reply(
        @Nullable String text,
        List<ToolCall> toolCalls,
        @Nullable String refusal,
        @Nullable String reasoning,
        FinishReason.@Nullable Kind finish,
        @Nullable Usage usage) {

    /** An empty answer; from a responder that is followed by another, the sign to ask that one. */
    public static final Reply NOTHING = new Reply(null, List.of(), null, null, null, null);

    /**
     * Checks the components.
     *
     * @param text as above
     * @param toolCalls as above
     * @param refusal as above
     * @param reasoning as above
     * @param finish as above
     * @param usage as above
     */
    public Reply {
        toolCalls = List.copyOf(toolCalls);
    }

    /**
     * A text.
     *
     * @param text the answer
     * @return the reply
     */
    public static Reply text(String text) {
        return NOTHING.withText(Objects.requireNonNull(text, "text"));
    }

    /**
     * A tool call.
     *
     * @param name the tool
     * @param arguments its arguments, usually JSON
     * @return the reply
     */
    public static Reply toolCall(String name, String arguments) {
        return NOTHING.withToolCall(name, arguments);
    }

    /**
     * A refusal.
     *
     * @param refusal the model's words
     * @return the reply
     */
    public static Reply refusal(String refusal) {
        return new Reply(null, List.of(), Objects.requireNonNull(refusal, "refusal"), null, null, null);
    }

    /**
     * The same with another text.
     *
     * @param value the text, or {@code null} for none
     * @return a reply
     */
    public Reply withText(@Nullable String value) {
        return new Reply(value, toolCalls, refusal, reasoning, finish, usage);
    }

    /**
     * The same with one more tool call.
     *
     * @param name the tool
     * @param arguments its arguments, usually JSON
     * @return a reply
     */
    public Reply withToolCall(String name, String arguments) {
        List<ToolCall> more = new ArrayList<>(toolCalls);
        more.add(new ToolCall("", name, arguments));
        return new Reply(text, more, refusal, reasoning, finish, usage);
    }

    /**
     * The same with thoughts before it.
     *
     * @param value the thoughts, or {@code null} for none
     * @return a reply
     */
    public Reply withReasoning(@Nullable String value) {
        return new Reply(text, toolCalls, refusal, value, finish, usage);
    }

    /**
     * The same, stopped for another reason.
     *
     * @param value the reason, or {@code null} for what follows from the rest
     * @return a reply
     */
    public Reply withFinish(FinishReason.@Nullable Kind value) {
        return new Reply(text, toolCalls, refusal, reasoning, value, usage);
    }

    /**
     * The same with other token counts.
     *
     * @param value the counts, or {@code null} to have them counted
     * @return a reply
     */
    public Reply withUsage(@Nullable Usage value) {
        return new Reply(text, toolCalls, refusal, reasoning, finish, value);
    }

    @Override
    public String toString() {
        return "Reply[" + toolCalls.size() + " tool calls" + (refusal == null ? "" : ", refusal") + "]";
    }
}
