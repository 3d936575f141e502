package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells whether the cheap model's answer will do. Thread-safe. An {@code LlmException} counts as a failure of the model that answered. */
@FunctionalInterface
public interface Acceptance {

    /** All checks that cost nothing: the answer is whole, not refused, not empty, fits its schema, and its tool calls fit theirs. */
    List<Acceptance> FREE = List.of(
            FreeChecks::whole, FreeChecks::notRefused, FreeChecks::notEmpty, FreeChecks::schema, FreeChecks::toolCalls);

    /**
     * Looks at an answer.
     *
     * @param request what was asked
     * @param context what belongs to the call
     * @param response the answer
     * @return why it will not do, in a few words without anything of prompt or answer; {@code null} when nothing speaks against it
     */
    @Nullable
    String rejection(ChatRequest request, CallContext context, ChatResponse response);

    /**
     * Asks another model how good the answer is, by {@link dev.portolan.evidence.check.JudgeCheck}. In a {@link CascadeModel} it is asked after
     * all checks of other kinds, within the call's deadline and attempts, never about the last model's answer; the trail has it with its
     * usage and score, and it does not see who answered. The judge gets request and answer, so it must be a model that may see them.
     *
     * @param judge who judges, better none of those whose answers are judged
     * @param rules by what, and what becomes of an answer without a verdict
     * @return a check that rejects what is judged below the threshold
     */
    static Acceptance judged(Target judge, JudgeRules rules) {
        return new JudgedAcceptance(judge, rules);
    }
}
