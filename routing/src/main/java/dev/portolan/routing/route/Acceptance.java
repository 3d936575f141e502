package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells whether the cheap model's answer will do. Thread-safe. */
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
}
