package dev.portolan.routing.route;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.AttemptBudget;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ForwardingChatModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A judge that is asked within somebody's call: by its deadline and cancellation, and what was sent is kept. For one thread. */
final class AskedJudge extends ForwardingChatModel {

    private final CallContext context;
    private final RouteClock time;
    private final List<Attempt> attempts = new ArrayList<>(1);
    private int used;

    /**
     * A judge.
     *
     * @param given of the call that is judged; its idempotency key and what is adapted belong to its own request alone
     */
    AskedJudge(Target judge, CallContext given, RouteClock time) {
        super(judge.model());
        this.context = given.toBuilder().idempotencyKey(null).adaptation(null).build();
        this.time = time;
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext ignored) {
        Instant startedAt = time.clock().instant();
        long began = time.nanoClock().getAsLong();
        AttemptBudget budget = context.attemptBudget();
        int had = budget == null ? 0 : budget.remaining();
        int sent = 1;
        try {
            ChatResponse response = delegate().chat(request, context);
            told(response.attempts(), startedAt, began, Attempt.OK, response.requestId(), null, null, response.usage());
            return response;
        } catch (LlmException e) {
            sent = PassedOver.by(e) ? 0 : 1;
            told(
                    e.attempts(),
                    startedAt,
                    began,
                    e.kind().id(),
                    e.requestId(),
                    e.status(),
                    CallTrail.note(e, false),
                    null);
            throw e;
        } finally {
            used += budget == null ? sent : Math.max(sent, had - budget.remaining());
        }
    }

    private void told(
            List<Attempt> inner,
            Instant startedAt,
            long began,
            String outcome,
            @Nullable String requestId,
            @Nullable Integer status,
            @Nullable String note,
            @Nullable Usage usage) {
        if (inner.isEmpty()) {
            ModelInfo info = info();
            Duration took = Duration.ofNanos(time.nanoClock().getAsLong() - began);
            attempts.add(new Attempt(
                    info.provider(), info.model(), startedAt, took, outcome, status, requestId, note, usage));
            return;
        }
        attempts.addAll(inner);
        if (usage != null) {
            Attempt end = attempts.remove(attempts.size() - 1);
            attempts.add(CallTrail.with(end, end.note(), usage));
        }
    }

    /** How many attempts it used. */
    int used() {
        return used;
    }

    /**
     * What was sent, for the trail of the call that is judged.
     *
     * @param score what came of it, or {@code null} for nothing
     */
    List<Attempt> attempts(@Nullable Double score) {
        String verdict = score == null ? "judge: no verdict" : "judge: " + score;
        return attempts.stream()
                .map(one ->
                        CallTrail.with(one, one.note() == null ? verdict : one.note() + "; " + verdict, one.usage()))
                .toList();
    }
}
