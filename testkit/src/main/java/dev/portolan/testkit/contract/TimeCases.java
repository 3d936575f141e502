package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.Timeouts;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.simulator.Fault;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Limits of time: each phase by its own, and the whole by the deadline. The server notices that nobody waits any more. */
interface TimeCases {

    ChatRequest QUESTION = ChatRequest.of(FaultCases.TEXT);

    private static void times(Bench bench, Path path, CallContext context, TimeoutPhase phase) {
        long start = System.nanoTime();
        LlmException failure = bench.failure(path, QUESTION, context);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(failure.kind()).as("%s", failure.getMessage()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(failure.details().timeoutPhase()).isEqualTo(phase);
        assertThat(failure.provider()).isEqualTo(bench.model().info().provider());
        assertThat(failure.model()).isEqualTo(bench.modelId());
        assertThat(took).isBetween(Bench.SHORT.minusMillis(50), Bench.SOON);
        bench.quiet();
    }

    private static CallContext limits(Timeouts timeouts) {
        return CallContext.builder().timeouts(timeouts).build();
    }

    @Test
    @Tag("integration")
    default void silenceBeforeTheAnswerEndsAtTheFirstTokenSLimit(Bench bench) {
        bench.meets(Fault.silent());
        bench.onEachPath(
                path -> times(bench, path, limits(new Timeouts(null, Bench.SHORT, null)), TimeoutPhase.FIRST_TOKEN));
    }

    @Test
    @Tag("integration")
    default void silenceInAStreamEndsAtTheIdleLimitWithThePartialAnswer(Bench bench) {
        bench.needs(Capability.STREAMING);
        bench.meets(Fault.stallAfter(FaultCases.MIDDLE));
        CallContext context = limits(new Timeouts(null, Bench.SOON, Bench.SHORT));
        times(bench, Path.STREAMING, context, TimeoutPhase.IDLE);
        Partials.beginOf(QUESTION.messages().get(0).text(), bench.failure(Path.STREAMING, QUESTION, context));
    }

    @Test
    @Tag("integration")
    default void theDeadlineEndsAnAnswerThatKeepsComing(Bench bench) {
        bench.says("word ".repeat(2_000));
        bench.meets(Fault.slow(40));
        bench.onEachPath(path -> times(bench, path, CallContext.withTimeout(Bench.SHORT), TimeoutPhase.TOTAL));
    }

    @Test
    @Tag("integration")
    default void theDeadlineEndsAnAnswerThatNeverComes(Bench bench) {
        bench.meets(Fault.silent());
        bench.onEachPath(path -> times(bench, path, CallContext.withTimeout(Bench.SHORT), TimeoutPhase.TOTAL));
    }

    @Test
    @Tag("integration")
    default void theTimeoutOfTheConfigurationHoldsWhereTheCallSetsNone(Bench bench) {
        bench.meets(Fault.silent());
        bench.onEachPath(path -> {
            LlmException failure = bench.failure(
                    path, bench.modelWith(settings -> settings.timeout(Bench.SHORT)), QUESTION, CallContext.EMPTY);
            assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
            bench.quiet();
        });
    }

    @Test
    @Tag("integration")
    default void anAnswerThatIsSlowButNotSilentIsWaitedFor(Bench bench) {
        bench.needs(Capability.STREAMING);
        bench.meets(Fault.slow(50));
        CallContext context = limits(new Timeouts(null, Bench.SOON, Duration.ofSeconds(2)));

        assertThat(Path.STREAMING.ask(bench.model(), QUESTION, context).text())
                .isEqualTo(QUESTION.messages().get(0).text());
    }

    @Test
    default void aCallThatComesTooLateIsNotSent(Bench bench) {
        AtomicLong clock = new AtomicLong();
        CallContext context = CallContext.builder()
                .deadline(Deadline.in(Duration.ofSeconds(1), clock::get))
                .build();
        clock.set(Duration.ofSeconds(2).toNanos());
        bench.onEachPath(path -> {
            LlmException failure = bench.failure(path, QUESTION, context);

            assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
            assertThat(failure.details().timeoutPhase()).isEqualTo(TimeoutPhase.TOTAL);
            assertThat(failure.retryable()).as("more of the same does not help").isFalse();
            Twins.nothingSent(bench);
        });
    }
}
