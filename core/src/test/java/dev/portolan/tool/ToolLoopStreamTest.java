package dev.portolan.tool;

import static dev.portolan.tool.Answers.call;
import static dev.portolan.tool.Answers.calling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ToolLoopStreamTest {

    private final ScriptedModel model = new ScriptedModel();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final List<ToolAuditEvent> audit = new ArrayList<>();
    private final Toolbox toolbox = Toolbox.builder()
            .tool("look", "", JsonSchema.EMPTY_OBJECT, json -> "seen")
            .tool(ToolDefinition.builder("hang", "").build(), (json, invocation) -> {
                started.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
                return "";
            })
            .build();
    private final ToolLoop loop =
            ToolLoop.builder(toolbox).parallelism(1).audit(audit::add).build();

    private ToolLoopStream stream() {
        return loop.stream(model, ChatRequest.of("Hello"));
    }

    private static String brief(ToolLoopEvent event) {
        if (event instanceof ToolLoopEvent.ModelEvent said) {
            return said.round() + " " + said.event().getClass().getSimpleName();
        } else if (event instanceof ToolLoopEvent.ToolStarted begun) {
            return "started " + begun.call().id() + " #" + begun.attempt();
        } else if (event instanceof ToolLoopEvent.ToolFinished done) {
            return "finished " + done.call().id() + (done.result().error() ? " wrongly" : "");
        }
        return event.getClass().getSimpleName();
    }

    private static List<String> briefly(Iterable<ToolLoopEvent> stream) {
        List<String> events = new ArrayList<>();
        stream.forEach(event -> events.add(brief(event)));
        return events;
    }

    @Test
    void theEventsOfAllRoundsAndToolsComeInOrderAndOneIsTheLast() {
        model.thenStream(
                        ScriptedModel.text("Let me "),
                        ScriptedModel.text("look"),
                        calling(call("c1", "look", "{}"), call("c2", "nowhere", "{}")))
                .thenStream(ScriptedModel.text("Done"), ScriptedModel.answer("Done"));

        try (ToolLoopStream stream = stream()) {
            assertThat(briefly(stream))
                    .containsExactly(
                            "1 TextDelta",
                            "1 TextDelta",
                            "1 Completed",
                            "finished c2 wrongly",
                            "started c1 #1",
                            "finished c1",
                            "2 TextDelta",
                            "2 Completed",
                            "Ended");
            assertThat(stream.next()).isNull();
            assertThat(stream.result()).isInstanceOf(ToolLoopResult.Completed.class);
            assertThat(stream.result().transcript().added()).hasSize(3);
        }
        assertThat(model.streams).allSatisfy(inner -> assertThat(inner.aborts).isZero());
    }

    @Test
    void nothingIsAskedBeforeTheFirstPull() {
        try (ToolLoopStream stream = stream()) {
            assertThat(model.requests).isEmpty();
            assertThat(stream).isNotNull();
        }
        assertThat(model.requests).isEmpty();
    }

    @Test
    void aPauseIsAnEndTooAndMayBeResumedAsAStream() {
        ToolLoop asking = ToolLoop.builder(toolbox)
                .gate(request -> GateDecision.ask("Really?"))
                .build();
        model.thenStream(calling(call("c1", "look", "{}")));
        ToolLoopResult.Paused paused;
        try (ToolLoopStream stream = asking.stream(model, ChatRequest.of("Hello"))) {
            paused = (ToolLoopResult.Paused) stream.result();
        }
        model.thenStream(ScriptedModel.answer("Done"));
        try (ToolLoopStream stream = asking.stream(
                model,
                ChatRequest.builder().messages(paused.transcript().messages()).build(),
                List.of(paused.pending().get(0).approve("alice")),
                CallContext.EMPTY)) {
            assertThat(briefly(stream)).containsExactly("started c1 #1", "finished c1", "1 Completed", "Ended");
        }
    }

    @Test
    void aStreamThatBreaksOffInALaterRoundTellsWhatWasDoneAgainAndAgain() {
        model.thenStream(calling(call("c1", "look", "{}")))
                .thenStream(
                        ScriptedModel.text("Do"),
                        ErrorDetails.builder("broke off").toException(ErrorKind.STREAM_INTERRUPTED));
        try (ToolLoopStream stream = stream()) {
            ToolLoopFailed failed = catchThrowableOfType(ToolLoopFailed.class, () -> briefly(stream));
            assertThat(failed.kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
            assertThat(Answers.texts(failed.transcript().messages())).containsExactly("seen");
            assertThatThrownBy(stream::next).isSameAs(failed);
            assertThatThrownBy(stream::result).isSameAs(failed);
        }
    }

    @Test
    void closingWhileTheModelAnswersAbortsItQuietly() {
        model.thenStream(ScriptedModel.text("Let me "), ScriptedModel.text("look"), ScriptedModel.answer("x"));
        ToolLoopStream stream = stream();
        assertThat(brief(Objects.requireNonNull(stream.next()))).isEqualTo("1 TextDelta");

        stream.close();
        stream.close();

        assertThat(model.streams.get(0).aborts).isEqualTo(1);
        assertThat(stream.next()).isNull();
        assertThatThrownBy(stream::result).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingWhileNobodyReadsStopsTheTools() throws Exception {
        model.thenStream(calling(call("c1", "hang", "{}")));
        ToolLoopStream stream = stream();
        assertThat(brief(Objects.requireNonNull(stream.next()))).isEqualTo("1 Completed");
        assertThat(brief(Objects.requireNonNull(stream.next()))).isEqualTo("started c1 #1");
        Answers.await(started);

        stream.close();

        Answers.await(interrupted);
        assertThat(audit.get(audit.size() - 1).outcome()).isEqualTo(ToolAuditEvent.Outcome.CANCELLED);
    }

    @Test
    void closingFromAnotherThreadEndsAReaderThatWaitsForATool() throws Exception {
        model.thenStream(calling(call("c1", "hang", "{}")));
        ToolLoopStream stream = stream();
        CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(() -> briefly(stream));
        Answers.await(started);

        stream.close();

        assertThat(read.get(20, TimeUnit.SECONDS)).containsExactly("1 Completed", "started c1 #1");
        Answers.await(interrupted);
    }

    @Test
    void cancellingFromElsewhereMakesThePullThrow() throws Exception {
        Cancellation cancellation = new Cancellation();
        model.thenStream(calling(call("c1", "hang", "{}")));
        ToolLoopStream stream = loop.stream(
                model,
                ChatRequest.of("Hello"),
                List.of(),
                CallContext.builder().cancellation(cancellation).build());
        CompletableFuture<ToolLoopFailed> read =
                CompletableFuture.supplyAsync(() -> catchThrowableOfType(ToolLoopFailed.class, () -> briefly(stream)));
        Answers.await(started);

        cancellation.cancel();

        assertThat(read.get(20, TimeUnit.SECONDS).kind()).isEqualTo(ErrorKind.CANCELLED);
        stream.close();
    }

    @Test
    void aStreamIsReadOnceAndByOneThread() throws Exception {
        model.thenStream(calling(call("c1", "hang", "{}")));
        ToolLoopStream stream = stream();
        CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(() -> briefly(stream));
        Answers.await(started);

        assertThatThrownBy(stream::next).hasMessageContaining("being read by another thread");
        assertThatThrownBy(stream::iterator).hasMessageContaining("A stream is read once");
        stream.close();
        read.get(20, TimeUnit.SECONDS);
    }

    @Test
    void theIteratorEndsAsIteratorsDo() {
        model.thenStream(ScriptedModel.answer("Done"));
        try (ToolLoopStream stream = stream()) {
            var events = stream.iterator();
            assertThat(events.next()).isInstanceOf(ToolLoopEvent.ModelEvent.class);
            assertThat(events.hasNext()).isTrue();
            assertThat(events.next()).isInstanceOf(ToolLoopEvent.Ended.class);
            assertThatThrownBy(events::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void aMistakeInTheModelIsNotHidden() {
        IllegalStateException mistake = new IllegalStateException("a bug");
        model.thenStream(mistake);
        try (ToolLoopStream stream = stream()) {
            assertThatThrownBy(stream::next).isSameAs(mistake);
        }
        model.thenStream(new ChatEvent.TextDelta("x", 0));
        try (ToolLoopStream stream = stream()) {
            assertThat(stream.next()).isNotNull();
            assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
        }
    }
}
