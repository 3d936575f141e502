package dev.portolan.tool;

import static dev.portolan.tool.Answers.call;
import static dev.portolan.tool.Answers.calling;
import static dev.portolan.tool.Answers.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.ToolResult;
import dev.portolan.spi.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls that had begun when their process died, as an older copy of the messages does not know. */
class ToolJournalTest {

    private final AtomicInteger paid = new AtomicInteger();
    private final List<ToolAuditEvent> events = new ArrayList<>();
    private final Toolbox toolbox = Toolbox.builder()
            .tool(ToolDefinition.builder("pay", "").build(), (json, invocation) -> "paid " + paid.incrementAndGet())
            .tool(
                    ToolDefinition.builder("read", "")
                            .retry(ToolRetry.idempotent(1))
                            .build(),
                    (json, invocation) -> "read " + paid.incrementAndGet())
            .build();
    private final ToolJournal journal = ToolJournal.inMemory();
    private final CallContext context =
            CallContext.builder().tag("conversation", "conv-1").build();

    private final List<Message> before =
            List.of(Message.user("Pay"), calling(call("c1", "pay", "{}")).message());

    private ToolLoop loop(UnknownOutcome policy) {
        return ToolLoop.builder(toolbox)
                .journal(journal)
                .unknownOutcome(policy)
                .audit(events::add)
                .build();
    }

    private ToolLoopResult run(UnknownOutcome policy, ToolDecision... decisions) {
        return loop(policy)
                .resume(
                        new ScriptedModel().then(ScriptedModel.answer("Done")),
                        ChatRequest.builder().messages(before).build(),
                        List.of(decisions),
                        context);
    }

    /** As the process left it that died while the tool ran. */
    private void dieWhileRunning(String name) {
        assertThat(journal.begin(new ToolJournal.Key("conv-1", "c1", Digest.ofArguments("{}")), false))
                .as(name)
                .isTrue();
    }

    private ToolAuditEvent.Decision decided() {
        return events.stream()
                .map(ToolAuditEvent::decision)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCallWhoseEndIsKnownIsAnsweredAndNotRun() {
        run(UnknownOutcome.PAUSE);
        events.clear();

        ToolLoopResult again = run(UnknownOutcome.PAUSE);

        assertThat(paid.get()).isEqualTo(1);
        assertThat(texts(again.transcript().messages())).containsExactly("paid 1");
        assertThat(decided()).isEqualTo(ToolAuditEvent.Decision.REPLAYED);
    }

    @Test
    void aCallWhoseEndIsUnknownPausesTheLoopAndRunsWhenSomebodySaysSo() {
        dieWhileRunning("pay");

        ToolLoopResult.Paused paused = (ToolLoopResult.Paused) run(UnknownOutcome.PAUSE);

        assertThat(paused.pending().get(0).reason()).isEqualTo(PendingCall.Reason.UNKNOWN_OUTCOME);
        assertThat(paid.get()).isZero();
        assertThat(decided()).isEqualTo(ToolAuditEvent.Decision.UNKNOWN);
        assertThat(texts(run(UnknownOutcome.PAUSE, paused.pending().get(0).approve("alice"))
                        .transcript()
                        .messages()))
                .containsExactly("paid 1");
    }

    @Test
    void aCallWhoseEndIsUnknownIsAnsweredBySomebodyWhoKnows() {
        dieWhileRunning("pay");
        ToolLoopResult.Paused paused = (ToolLoopResult.Paused) run(UnknownOutcome.PAUSE);

        ToolLoopResult result =
                run(UnknownOutcome.PAUSE, paused.pending().get(0).answer("alice", "It was paid."));

        assertThat(texts(result.transcript().messages())).containsExactly("It was paid.");
        assertThat(paid.get()).isZero();
    }

    @Test
    void aCallWhoseEndIsUnknownMayBeToldToTheModelOrRunAgain() {
        dieWhileRunning("pay");
        assertThat(texts(run(UnknownOutcome.REPORT).transcript().messages()))
                .singleElement()
                .asString()
                .contains("unknown whether it took effect");
        assertThat(paid.get()).isZero();

        assertThat(texts(run(UnknownOutcome.RUN).transcript().messages())).containsExactly("paid 1");
    }

    @Test
    void anIdempotentCallWhoseEndIsUnknownRunsAgain() {
        dieWhileRunning("read");
        List<Message> reading =
                List.of(Message.user("Read"), calling(call("c1", "read", "{}")).message());

        ToolLoopResult result = loop(UnknownOutcome.PAUSE)
                .run(
                        new ScriptedModel().then(ScriptedModel.answer("Done")),
                        ChatRequest.builder().messages(reading).build(),
                        context);

        assertThat(texts(result.transcript().messages())).containsExactly("read 1");
    }

    @Test
    void twoProcessesThatResumeAtOnceRunTheCallOnce() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Toolbox slow = Toolbox.builder()
                .tool(ToolDefinition.builder("pay", "").build(), (json, invocation) -> {
                    running.countDown();
                    Answers.await(go);
                    return "paid " + paid.incrementAndGet();
                })
                .build();
        CompletableFuture<ToolLoopResult> first = CompletableFuture.supplyAsync(() -> ToolLoop.builder(slow)
                .journal(journal)
                .build()
                .run(
                        new ScriptedModel().then(ScriptedModel.answer("Done")),
                        ChatRequest.builder().messages(before).build(),
                        context));
        Answers.await(running);

        assertThat(run(UnknownOutcome.PAUSE)).isInstanceOf(ToolLoopResult.Paused.class);
        go.countDown();
        assertThat(texts(first.join().transcript().messages())).containsExactly("paid 1");
        assertThat(paid.get()).isEqualTo(1);
    }

    @Test
    void aCallThatSomebodyElseBeginsInTheLastMomentIsLeftToThem() {
        ToolJournal late = new ToolJournal() {
            @Override
            public Entry find(Key key) {
                return Entry.NEW;
            }

            @Override
            public boolean begin(Key key, boolean again) {
                return false;
            }

            @Override
            public void end(Key key, ToolResult result) {
                throw new AssertionError("Nothing has ended");
            }
        };

        ToolLoopResult.Paused paused = (ToolLoopResult.Paused) ToolLoop.builder(toolbox)
                .journal(late)
                .build()
                .run(new ScriptedModel(), ChatRequest.builder().messages(before).build(), context);

        assertThat(paused.pending().get(0).reason()).isEqualTo(PendingCall.Reason.UNKNOWN_OUTCOME);
        assertThat(paid.get()).isZero();
    }

    @Test
    void aJournalThatFailsBeforeTheCallKeepsItFromRunning() {
        for (String failing : List.of("find", "begin", "end")) {
            paid.set(0);
            ToolJournal broken = new ToolJournal() {
                @Override
                public Entry find(Key key) {
                    fail("find");
                    return Entry.NEW;
                }

                @Override
                public boolean begin(Key key, boolean again) {
                    fail("begin");
                    return true;
                }

                @Override
                public void end(Key key, ToolResult result) {
                    fail("end");
                }

                private void fail(String at) {
                    if (at.equals(failing)) {
                        throw new IllegalStateException("disk full");
                    }
                }
            };

            ToolLoopResult result = ToolLoop.builder(toolbox)
                    .journal(broken)
                    .build()
                    .run(
                            new ScriptedModel().then(ScriptedModel.answer("Done")),
                            ChatRequest.builder().messages(before).build(),
                            context);

            assertThat(paid.get()).as(failing).isEqualTo(failing.equals("end") ? 1 : 0);
            assertThat(texts(result.transcript().messages()))
                    .as(failing)
                    .singleElement()
                    .asString()
                    .contains(failing.equals("end") ? "paid 1" : "could not be recorded");
        }
    }

    @Test
    void aJournalMustKnowTheConversation() {
        assertThatThrownBy(() -> loop(UnknownOutcome.PAUSE).run(new ScriptedModel(), ChatRequest.of("Hello")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set the tag \"conversation\" of the call context");
    }
}
