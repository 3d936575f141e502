package dev.portolan.tool;

import static dev.portolan.tool.Answers.await;
import static dev.portolan.tool.Answers.call;
import static dev.portolan.tool.Answers.calling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.spi.ScriptedModel;
import dev.portolan.tool.ToolAuditEvent.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a tool throws that is no exception: nothing for a model to read. */
class ToolErrorTest {

    private final ScriptedModel model = new ScriptedModel();
    private final List<ToolAuditEvent> events = new ArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();

    static List<Error> errors() {
        return List.of(
                new OutOfMemoryError("Java heap space"),
                new InternalError("broken"),
                new NoClassDefFoundError("com/acme/Missing"),
                new ExceptionInInitializerError("static"),
                new AssertionError("expected another amount"));
    }

    private ToolLoop failing(Error error, boolean later) {
        Toolbox box = Toolbox.builder()
                .tool(
                        ToolDefinition.builder("fail", "")
                                .retry(ToolRetry.idempotent(3))
                                .build(),
                        (json, invocation) -> {
                            runs.incrementAndGet();
                            if (later) {
                                return CompletableFuture.failedFuture(error);
                            }
                            throw error;
                        })
                .build();
        return ToolLoop.builder(box).audit(events::add).build();
    }

    private void script() {
        model.then(calling(call("c1", "fail", "{}")));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorGoesUpAndIsNeitherTriedAgainNorToldToTheModel(Error error) {
        for (boolean later : new boolean[] {false, true}) {
            script();
            runs.set(0);
            events.clear();

            assertThat(catchThrowable(() -> failing(error, later).run(model, ChatRequest.of("Hello"))))
                    .isSameAs(error);
            assertThat(runs).hasValue(1);
            assertThat(events.get(events.size() - 1).outcome()).isEqualTo(Outcome.FAILED);
        }
    }

    @Test
    void aStreamTellsTheErrorAtEveryFurtherCall() {
        model.thenStream(new ChatEvent.Completed(calling(call("c1", "fail", "{}"))));
        OutOfMemoryError error = new OutOfMemoryError("Java heap space");
        try (ToolLoopStream stream = failing(error, false).stream(model, ChatRequest.of("Hello"))) {
            assertThat(catchThrowable(() -> stream.result())).isSameAs(error);
            assertThat(catchThrowable(() -> stream.next())).isSameAs(error);
        }
    }

    @Test
    void theOtherCallsOfTheTurnAreStopped() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Toolbox box = Toolbox.builder()
                .tool(ToolDefinition.builder("hang", "").build(), (json, invocation) -> {
                    hangs.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return "";
                })
                .tool(ToolDefinition.builder("fail", "").build(), (json, invocation) -> {
                    await(hangs);
                    throw new OutOfMemoryError("Java heap space");
                })
                .build();
        model.then(calling(call("c1", "hang", "{}"), call("c2", "fail", "{}")));

        assertThat(catchThrowable(
                        () -> ToolLoop.builder(box).audit(events::add).build().run(model, ChatRequest.of("Hello"))))
                .isInstanceOf(OutOfMemoryError.class);
        await(interrupted);
        assertThat(events)
                .filteredOn(event -> event.outcome() != null)
                .extracting(ToolAuditEvent::callId, ToolAuditEvent::outcome)
                .containsExactlyInAnyOrder(tuple("c2", Outcome.FAILED), tuple("c1", Outcome.CANCELLED));
    }
}
