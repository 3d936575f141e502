package dev.portolan.routing.rollout;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.CallOutcome;
import dev.portolan.routing.rollout.judge.CallSample;
import dev.portolan.spi.ForwardingChatModel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One side of a rollout: tells the controller of each of its calls, once, however it ends. Thread-safe. */
final class MeasuredModel extends ForwardingChatModel {

    /** What another model may well answer, although it is no fault of this one's service. */
    private static final Set<ErrorKind> REPLAYED =
            Set.of(ErrorKind.INVALID_REQUEST, ErrorKind.NO_ELIGIBLE_ROUTE, ErrorKind.ATTEMPTS_EXHAUSTED);

    private final Arm arm;
    private final RolloutController controller;
    private final AnswerScoring scoring;
    private final LongSupplier nanoClock;
    private final boolean replays;

    MeasuredModel(
            ChatModel delegate,
            Arm arm,
            RolloutController controller,
            AnswerScoring scoring,
            LongSupplier nanoClock,
            boolean replays) {
        super(delegate);
        this.arm = arm;
        this.controller = controller;
        this.scoring = scoring;
        this.nanoClock = nanoClock;
        this.replays = replays;
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        Open call = new Open(request, false);
        try {
            ChatResponse response = delegate().chat(request, context);
            call.answered(response);
            return response;
        } catch (LlmException e) {
            call.failed(e);
            throw worth(e);
        } finally {
            call.left(CallOutcome.INFRASTRUCTURE);
        }
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return new MeasuredStream(
                () -> delegate().stream(request, context), () -> new Open(request, true), this::worth);
    }

    /** The error, or one after which another model may be asked. */
    private LlmException worth(LlmException e) {
        return replays && !e.failoverWorthy() && REPLAYED.contains(e.kind()) ? ReplayableFailure.of(e) : e;
    }

    /** A call that has begun. */
    final class Open {
        private final ChatRequest request;
        private final boolean streamed;
        private final long epoch = controller.epoch();
        private final long started = nanoClock.getAsLong();
        private final AtomicBoolean told = new AtomicBoolean();
        private volatile @Nullable Duration firstToken;

        private Open(ChatRequest request, boolean streamed) {
            this.request = request;
            this.streamed = streamed;
        }

        void seen() {
            if (firstToken == null) {
                firstToken = since();
            }
        }

        private Duration since() {
            return Duration.ofNanos(Math.max(0, nanoClock.getAsLong() - started));
        }

        void answered(ChatResponse response) {
            Duration took = since();
            if (told.compareAndSet(false, true)) {
                controller.ended(
                        new CallSample(
                                arm,
                                scoring.outcome(request, response),
                                streamed,
                                false,
                                took,
                                firstToken,
                                scoring.cost(response),
                                scoring.score(request, response)),
                        epoch);
            }
        }

        void failed(LlmException error) {
            tell(CallOutcome.of(error));
        }

        /** The call ended in no other way. */
        void left(CallOutcome outcome) {
            tell(outcome);
        }

        private void tell(CallOutcome outcome) {
            if (told.compareAndSet(false, true)) {
                controller.ended(new CallSample(arm, outcome, streamed, false, since(), firstToken, null, null), epoch);
            }
        }
    }
}
