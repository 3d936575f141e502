package dev.portolan.testkit.parity;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Timings;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.dataset.Example;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Asks one subject: from the journal, from recordings, or live within limits. Thread-safe. */
final class SideCalls {

    /** How often a call is tried that the model limits. */
    static final int ATTEMPTS = 6;

    /** How many calls may fail before the first goes well. */
    static final int HOPELESS = 10;

    private final RunSettings settings;
    private final SidePlan plan;
    private final SubjectModels models;
    private final @Nullable Journal journal;
    private final BudgetMeter budget;
    private final RunStop stop;
    private final AdaptiveLimit limit;
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger resumed = new AtomicInteger();

    SideCalls(
            RunSettings settings,
            SidePlan plan,
            SubjectModels models,
            @Nullable Journal journal,
            BudgetMeter budget,
            RunStop stop) {
        this.settings = settings;
        this.plan = plan;
        this.models = models;
        this.journal = journal;
        this.budget = budget;
        this.stop = stop;
        this.limit = new AdaptiveLimit(settings.concurrency(), settings.clock(), stop);
    }

    SidePlan plan() {
        return plan;
    }

    /** How many calls failed on the way. */
    int failed() {
        return failed.get();
    }

    /** How many answers the journal gave. */
    int resumed() {
        return resumed.get();
    }

    /** How the call ended; null when the run stopped before. */
    @Nullable
    CallResult ask(int index, Example example, ChatRequest request, boolean control, int repeat)
            throws InterruptedException {
        CallLabel label = plan.label(index, control, repeat);
        String key = plan.key(index, label, settings.streaming());
        CallResult known = journal == null ? null : journal.find(key);
        if (known != null) {
            resumed.incrementAndGet();
            ChatResponse response = known.response();
            if (response != null && !known.replayed()) {
                budget.resumed(request, response);
            }
            return known;
        }
        CallResult result = settings.mode() == RunMode.REPLAY ? replayed(request, label) : live(request, label);
        if (result == null) {
            return null;
        }
        if (result.lasting() && !result.replayed() && journal != null) {
            journal.add(new JournalLine(key, label.name(plan.subject()), example.id(), result));
        }
        watch(result);
        return result;
    }

    private @Nullable CallResult replayed(ChatRequest request, CallLabel label) {
        CallResult result = models.ask(request, label, context(), settings.streaming());
        LlmException error = result.error();
        if (error != null && error.kind().equals(ErrorKind.REPLAY_MISS)) {
            throw error;
        }
        return aborted(result) ? null : result;
    }

    /** Tried again only while the model limits its rate. */
    private @Nullable CallResult live(ChatRequest request, CallLabel label) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            AdaptiveLimit.Permit permit = limit.acquire();
            if (permit == null) {
                return null;
            }
            if (!budget.admits()) {
                limit.ended();
                return null;
            }
            CallResult result = null;
            boolean limited = false;
            try {
                result = timed(request, label);
                LlmException error = result.error();
                limited = error != null && error.kind().equals(ErrorKind.RATE_LIMITED);
            } finally {
                budget.ended(request, result == null || result.replayed() ? null : result.response());
                if (limited && result != null) {
                    limit.limited(permit, Objects.requireNonNull(result.error()).retryAfter());
                } else {
                    limit.ended();
                }
            }
            if (aborted(result)) {
                return null;
            }
            if (!limited || attempt == ATTEMPTS) {
                return result;
            }
        }
    }

    /** A call that the run itself cancelled tells nothing. */
    private boolean aborted(CallResult result) {
        LlmException error = result.error();
        return error != null
                && error.kind().equals(ErrorKind.CANCELLED)
                && stop.aborted().isCancelled();
    }

    /** Models that tell no time are timed here. */
    private CallResult timed(ChatRequest request, CallLabel label) {
        long begun = settings.clock().nanos();
        CallResult result = models.ask(request, label, context(), settings.streaming());
        ChatResponse response = result.response();
        if (response == null || result.replayed() || !response.timings().total().isZero()) {
            return result;
        }
        Duration took = Duration.ofNanos(settings.clock().nanos() - begun);
        return CallResult.answered(
                response.toBuilder()
                        .timings(new Timings(took, response.timings().firstToken()))
                        .build(),
                false);
    }

    private CallContext context() {
        CallContext.Builder context = settings.context().toBuilder().cancellation(stop.aborted());
        Duration timeout = settings.callTimeout();
        return (timeout == null ? context : context.timeout(timeout)).build();
    }

    /** Who fails at everything will go on so. */
    private void watch(CallResult result) {
        if (result.lasting()) {
            ended.incrementAndGet();
        } else if (failed.incrementAndGet() >= HOPELESS && ended.get() == 0) {
            stop.halt(plan.subject().name() + " failed at all of its first " + HOPELESS + " calls, the last time with "
                    + Objects.requireNonNull(result.error()).kind().id());
        }
    }
}
