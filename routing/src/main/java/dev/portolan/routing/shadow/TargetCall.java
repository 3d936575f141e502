package dev.portolan.routing.shadow;

import dev.portolan.chat.AttemptBudget;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Deadline;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One call of the target, by a context of its own. */
final class TargetCall {

    /** Worth another model, but the request's doing, as {@code BreakingChatModel} has it. */
    private static final Set<ErrorKind> OF_THE_REQUEST =
            Set.of(ErrorKind.UNSUPPORTED_FEATURE, ErrorKind.CONTEXT_LENGTH, ErrorKind.STRUCTURED_OUTPUT);

    private final ChatModel target;
    private final ShadowSettings settings;
    private final LongSupplier nanoClock;
    private final Cancellation cancellation = new Cancellation();
    private final long startedNanos;

    TargetCall(ChatModel target, ShadowSettings settings, LongSupplier nanoClock) {
        this.target = target;
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.startedNanos = nanoClock.getAsLong();
    }

    void cancel() {
        cancellation.cancel();
    }

    CallEnd make(ShadowCall call) {
        CallContext context = context(call.context());
        try {
            if (!call.streamed()) {
                ChatResponse response = target.chat(call.request(), context);
                return CallEnd.answered(response, since(), null);
            }
            return read(call.request(), context);
        } catch (LlmException e) {
            // Cancelled by nobody but the shadow, since its time was up.
            return e.kind().equals(ErrorKind.CANCELLED) ? timedOut() : CallEnd.failed(e, since());
        }
    }

    private CallEnd read(ChatRequest request, CallContext context) {
        Duration first = null;
        try (ChatStream stream = target.stream(request, context)) {
            for (ChatEvent event = stream.next(); event != null; event = stream.next()) {
                if (event instanceof ChatEvent.Completed completed) {
                    return CallEnd.answered(completed.response(), since(), first);
                }
                first = first == null && !(event instanceof ChatEvent.UsageReported) ? since() : first;
            }
        }
        throw new IllegalStateException("The stream was closed by somebody else");
    }

    /** What is left of a call that does not come back. */
    CallEnd timedOut() {
        return CallEnd.failed(
                ErrorDetails.builder("the target did not answer in the time that the shadow gives it")
                        .timeoutPhase(TimeoutPhase.TOTAL)
                        .toException(ErrorKind.TIMEOUT),
                since());
    }

    private Duration since() {
        return Duration.ofNanos(nanoClock.getAsLong() - startedNanos);
    }

    /**
     * For whom the call is made stays, since gates of residency and policy go by it, and so does the trace. Deadline, cancellation,
     * attempts, credentials, the idempotency key and whoever listens to the wire are the user's own.
     */
    private CallContext context(CallContext user) {
        CallContext.Builder own = CallContext.builder()
                .deadline(Deadline.in(settings.timeout(), nanoClock))
                .cancellation(cancellation)
                .attemptBudget(new AttemptBudget(settings.attempts()))
                .credentials(settings.passCredentials() ? user.credentials() : null)
                .adaptation(user.adaptation())
                .tenant(user.tenant())
                .feature(user.feature())
                .taskKey(user.taskKey())
                .stickinessKey(user.stickinessKey());
        user.tags().forEach(own::tag);
        user.traceHeaders().forEach(own::traceHeader);
        return own.tag(ShadowModel.TAG, "true").build();
    }

    /** Whether an end speaks against the target: a time that was up does here, since it was the shadow's own. */
    static boolean blamesTheTarget(CallEnd end) {
        LlmException error = end.error();
        return error != null && error.failoverWorthy() && !OF_THE_REQUEST.contains(error.kind());
    }

    /** Why nothing was sent though the target was called, or {@code null}. */
    static @Nullable NotCompared unsent(CallEnd end) {
        LlmException error = end.error();
        if (error == null) {
            return null;
        }
        if (error.kind().equals(ErrorKind.CIRCUIT_OPEN)) {
            return NotCompared.CIRCUIT_OPEN;
        }
        return error.kind().equals(ErrorKind.BUDGET_EXCEEDED) ? NotCompared.BUDGET : null;
    }

    /** Whether the vendor may have worked, and wants to be paid, though there is no answer. */
    static boolean perhapsPaid(CallEnd end) {
        LlmException error = end.error();
        return error != null
                && (error.kind().equals(ErrorKind.TIMEOUT)
                        || error.kind().equals(ErrorKind.STREAM_INTERRUPTED)
                        || error.kind().equals(ErrorKind.INVALID_RESPONSE)
                        || error.kind().equals(ErrorKind.ATTEMPTS_EXHAUSTED));
    }
}
