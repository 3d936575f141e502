package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.Cancelled;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Fault;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls that the application gives up from another thread: at once, and noticed by the server. */
interface CancellationCases {

    ChatRequest QUESTION = ChatRequest.of("Speak.");

    private static CallContext with(Cancellation cancellation) {
        return CallContext.builder().cancellation(cancellation).build();
    }

    private static CompletableFuture<Void> onceArrived(Bench bench, Runnable action) {
        return CompletableFuture.runAsync(() -> {
            Bench.eventually("the request has arrived", () -> bench.wire().inFlight() == 1);
            action.run();
        });
    }

    @Test
    @Tag("integration")
    default void cancellingBeforeTheAnswerReachesTheServer(Bench bench) {
        bench.meets(Fault.silent());
        bench.onEachPath(path -> {
            Cancellation cancellation = new Cancellation();
            CompletableFuture<Void> canceller = onceArrived(bench, cancellation::cancel);
            LlmException failure = bench.failure(path, QUESTION, with(cancellation));

            assertThat(failure).isInstanceOf(Cancelled.class);
            assertThat(failure.kind()).isEqualTo(ErrorKind.CANCELLED);
            assertThat(failure.retryable()).isFalse();
            assertThat(failure.failoverWorthy()).isFalse();
            assertThat(failure.provider()).isEqualTo(bench.model().info().provider());
            assertThat(failure.outputBegun()).isFalse();
            canceller.join();
            bench.quiet();
        });
    }

    @Test
    @Tag("integration")
    default void cancellingInAStreamKeepsWhatHadCome(Bench bench) {
        bench.needs(Capability.STREAMING);
        String text = "word ".repeat(2_000);
        bench.says(text);
        bench.meets(Fault.slow(40));
        Cancellation cancellation = new Cancellation();
        try (ChatStream stream = bench.model().stream(QUESTION, with(cancellation))) {
            assertThat(stream.text().iterator().next()).isNotEmpty();
            CompletableFuture<Void> canceller = CompletableFuture.runAsync(cancellation::cancel);

            assertThatThrownBy(stream::response)
                    .isInstanceOfSatisfying(Cancelled.class, failure -> Partials.beginOf(text, failure));
            assertThatThrownBy(stream::next).as("again at every further pull").isInstanceOf(Cancelled.class);
            canceller.join();
        }
        bench.quiet();
    }

    @Test
    @Tag("integration")
    default void cancellingAfterTheEndChangesNothing(Bench bench) {
        bench.onEachPath(path -> {
            Cancellation cancellation = new Cancellation();
            ChatResponse response = path.ask(bench.model(), QUESTION, with(cancellation));
            cancellation.cancel();

            assertThat(response.text()).contains("Speak.");
        });
    }

    @Test
    @Tag("integration")
    default void oneCancellationEndsManyCalls(Bench bench) {
        bench.meets(Fault.silent());
        Cancellation cancellation = new Cancellation();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<LlmException>> calls = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> bench.failure(
                                    i % 2 == 0
                                            ? Path.BLOCKING
                                            : bench.paths().get(bench.paths().size() - 1),
                                    QUESTION,
                                    with(cancellation)),
                            threads))
                    .toList();
            Bench.eventually("all requests have arrived", () -> bench.wire().inFlight() == 8);
            cancellation.cancel();

            assertThat(calls).allSatisfy(call -> assertThat(call.join()).isInstanceOf(Cancelled.class));
            bench.quiet();
        } finally {
            threads.shutdownNow();
        }
    }
}
