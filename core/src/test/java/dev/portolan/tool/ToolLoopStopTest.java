package dev.portolan.tool;

import static dev.portolan.tool.Answers.call;
import static dev.portolan.tool.Answers.calling;
import static dev.portolan.tool.Answers.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.Message;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.RateLimited;
import dev.portolan.spi.ScriptedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Tools at once, limits of time, and the ways a loop can end before its end. */
class ToolLoopStopTest {

    private final ScriptedModel model = new ScriptedModel();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();

    private Object hang(String arguments, ToolInvocation invocation) throws InterruptedException {
        runs.incrementAndGet();
        started.countDown();
        try {
            never.await();
            return "too late";
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }

    private Toolbox hanging(ToolRetry retry, Duration timeout) {
        return Toolbox.builder()
                .tool(
                        ToolDefinition.builder("hang", "")
                                .retry(retry)
                                .timeout(timeout)
                                .build(),
                        this::hang)
                .tool(ToolDefinition.builder("quick", "").build(), (json, invocation) -> "quick")
                .build();
    }

    private Toolbox hanging() {
        return hanging(ToolRetry.NEVER, Duration.ofMinutes(1));
    }

    private static ChatRequest history(ToolLoopFailed failed) {
        return ChatRequest.builder().messages(failed.transcript().messages()).build();
    }

    @Test
    void callsOfATurnRunAtOnceAndTheirResultsKeepTheirOrder() {
        int calls = 6;
        CountDownLatch all = new CountDownLatch(calls);
        Toolbox box = Toolbox.builder()
                .tool(ToolDefinition.builder("meet", "").build(), (json, invocation) -> {
                    all.countDown();
                    Answers.await(all);
                    return json;
                })
                .build();
        ToolCall[] turn = new ToolCall[calls];
        for (int i = 0; i < calls; i++) {
            turn[i] = call("c" + i, "meet", "{\"n\":" + i + "}");
        }
        model.then(calling(turn)).then(ScriptedModel.answer("Done"));

        List<Message> messages = ToolLoop.of(box)
                .run(model, ChatRequest.of("Hello"))
                .transcript()
                .messages();

        assertThat(texts(messages))
                .containsExactly("{\"n\":0}", "{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":4}", "{\"n\":5}");
    }

    @Test
    void noMoreCallsRunAtOnceThanTheLoopAllows() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Toolbox box = Toolbox.builder()
                .tool(ToolDefinition.builder("count", "").build(), (json, invocation) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.yield();
                    return now.decrementAndGet();
                })
                .build();
        ToolCall[] turn = new ToolCall[20];
        for (int i = 0; i < turn.length; i++) {
            turn[i] = call("c" + i, "count", "{\"n\":" + i + "}");
        }
        model.then(calling(turn)).then(ScriptedModel.answer("Done"));

        ToolLoop.builder(box).parallelism(3).build().run(model, ChatRequest.of("Hello"));

        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void theGivenExecutorRunsTheTools() {
        List<String> threads = new ArrayList<>();
        Toolbox box = Toolbox.builder()
                .tool(ToolDefinition.builder("where", "").build(), (json, invocation) -> {
                    threads.add(Thread.currentThread().getName());
                    return "";
                })
                .build();
        model.then(calling(call("c1", "where", "{}"))).then(ScriptedModel.answer("Done"));
        ExecutorService mine = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
        try {
            ToolLoop.builder(box).executor(mine).build().run(model, ChatRequest.of("Hello"));
        } finally {
            mine.shutdownNow();
        }
        assertThat(threads).containsExactly("mine");
    }

    @Test
    void anExecutorThatTakesNothingIsToldToTheModel() {
        model.then(calling(call("c1", "quick", "{}"))).then(ScriptedModel.answer("Done"));
        ToolLoop loop = ToolLoop.builder(hanging())
                .executor(task -> {
                    throw new RejectedExecutionException();
                })
                .build();

        ToolLoopResult result = loop.run(model, ChatRequest.of("Hello"));

        assertThat(texts(result.transcript().messages()))
                .containsExactly("The tool cannot be run at the moment; nothing was done.");
    }

    @Test
    void aToolThatTakesTooLongIsInterruptedAndItsOutcomeIsCalledUnknown() throws Exception {
        model.then(calling(call("c1", "hang", "{}"), call("c2", "quick", "{}"))).then(ScriptedModel.answer("Done"));

        List<Message> messages = ToolLoop.of(hanging(ToolRetry.NEVER, Duration.ofMillis(30)))
                .run(model, ChatRequest.of("Hello"))
                .transcript()
                .messages();

        Answers.await(interrupted);
        ToolResult late = Answers.results(messages).get(0);
        assertThat(late.error()).isTrue();
        assertThat(late.text()).contains("30 ms").contains("unknown whether it took effect");
        assertThat(texts(messages).get(1)).isEqualTo("quick");
        assertThat(runs.get()).isEqualTo(1);
    }

    @Test
    void anIdempotentToolThatTakesTooLongIsTriedAgain() {
        model.then(calling(call("c1", "hang", "{}"))).then(ScriptedModel.answer("Done"));

        List<Message> messages = ToolLoop.of(
                        hanging(new ToolRetry(true, 3, Duration.ofMillis(1)), Duration.ofMillis(10)))
                .run(model, ChatRequest.of("Hello"))
                .transcript()
                .messages();

        assertThat(runs.get()).isLessThanOrEqualTo(3);
        assertThat(texts(messages).get(0)).doesNotContain("unknown");
    }

    @Test
    void cancellingStopsTheLoopAndTheToolAndWhatTheToolCalls() throws Exception {
        Cancellation cancellation = new Cancellation();
        CountDownLatch told = new CountDownLatch(1);
        Toolbox box = Toolbox.builder()
                .tool(ToolDefinition.builder("hang", "").build(), (json, invocation) -> {
                    Objects.requireNonNull(invocation.context().cancellation()).onCancel(told::countDown);
                    return hang("{}", invocation);
                })
                .tool(ToolDefinition.builder("later", "").build(), (json, invocation) -> {
                    runs.incrementAndGet();
                    return "";
                })
                .build();
        model.then(calling(call("c1", "hang", "{}"), call("c2", "later", "{}")));
        ToolLoop loop = ToolLoop.builder(box).parallelism(1).build();
        CompletableFuture<ToolLoopResult> running = CompletableFuture.supplyAsync(() -> loop.run(
                model,
                ChatRequest.of("Hello"),
                CallContext.builder().cancellation(cancellation).build()));
        Answers.await(started);

        cancellation.cancel();

        ToolLoopFailed failed =
                (ToolLoopFailed) catchThrowableOfType(java.util.concurrent.CompletionException.class, running::join)
                        .getCause();
        Answers.await(interrupted);
        Answers.await(told);
        assertThat(failed.kind()).isEqualTo(ErrorKind.CANCELLED);
        assertThat(runs.get()).isEqualTo(1);
        assertThat(texts(failed.transcript().messages()))
                .as("the call that ran has an unknown outcome; the one that had not begun is still open")
                .singleElement()
                .asString()
                .contains("unknown whether it took effect");

        model.then(ScriptedModel.answer("Done"));
        loop.run(model, history(failed));
        assertThat(runs.get()).as("only the second call runs").isEqualTo(2);
    }

    @Test
    void anIdempotentCallThatWasStoppedRunsAgainLater() throws Exception {
        Cancellation cancellation = new Cancellation();
        model.then(calling(call("c1", "hang", "{}")));
        ToolLoop loop = ToolLoop.of(hanging(ToolRetry.idempotent(1), Duration.ofMinutes(1)));
        CompletableFuture<ToolLoopResult> running = CompletableFuture.supplyAsync(() -> loop.run(
                model,
                ChatRequest.of("Hello"),
                CallContext.builder().cancellation(cancellation).build()));
        Answers.await(started);
        cancellation.cancel();

        ToolLoopFailed failed =
                (ToolLoopFailed) catchThrowableOfType(java.util.concurrent.CompletionException.class, running::join)
                        .getCause();

        assertThat(Answers.results(failed.transcript().messages())).isEmpty();
        never.countDown();
        model.then(ScriptedModel.answer("Done"));
        assertThat(texts(loop.run(model, history(failed)).transcript().messages()))
                .containsExactly("too late");
    }

    @Test
    void aLoopThatIsCancelledBeforeItBeginsAsksNobody() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();

        assertThatThrownBy(() -> ToolLoop.of(hanging())
                        .run(
                                model,
                                ChatRequest.of("Hello"),
                                CallContext.builder().cancellation(cancellation).build()))
                .isInstanceOfSatisfying(
                        ToolLoopFailed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(ErrorKind.CANCELLED));
        assertThat(model.requests).isEmpty();
    }

    @Test
    void theDeadlineOfTheContextStopsTools() throws Exception {
        model.then(calling(call("c1", "hang", "{}")));

        ToolLoopFailed failed = catchThrowableOfType(
                ToolLoopFailed.class,
                () -> ToolLoop.of(hanging())
                        .run(model, ChatRequest.of("Hello"), CallContext.withTimeout(Duration.ofMillis(50))));

        Answers.await(interrupted);
        assertThat(failed.kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(failed.retryable()).isFalse();
        assertThat(failed).hasMessageContaining("the deadline passed");
    }

    @Test
    void aDeadlineThatHasPassedBetweenRoundsStopsTheLoop() {
        AtomicLong nanos = new AtomicLong();
        Toolbox slow = Toolbox.builder()
                .tool(ToolDefinition.builder("slow", "").build(), (json, invocation) -> {
                    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
                    return "slow, " + invocation.context().deadline();
                })
                .build();
        model.then(calling(call("c1", "slow", "{}")));

        ToolLoopFailed failed = catchThrowableOfType(
                ToolLoopFailed.class,
                () -> ToolLoop.of(slow)
                        .run(
                                model,
                                ChatRequest.of("Hello"),
                                CallContext.builder()
                                        .deadline(Deadline.in(Duration.ofSeconds(1), nanos::get))
                                        .build()));

        assertThat(failed.kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(Answers.results(failed.transcript().messages())).hasSize(1);
    }

    @Test
    void aToolSeesTheEarlierOfItsOwnLimitAndTheLoopS() {
        List<Long> left = new ArrayList<>();
        Toolbox box = Toolbox.builder()
                .tool(
                        ToolDefinition.builder("look", "")
                                .timeout(Duration.ofSeconds(100))
                                .build(),
                        (json, invocation) -> {
                            left.add(Objects.requireNonNull(invocation.context().deadline())
                                    .remaining()
                                    .toSeconds());
                            return "";
                        })
                .build();
        for (long seconds : new long[] {50, 500}) {
            model.then(calling(call("c1", "look", "{}"))).then(ScriptedModel.answer("Done"));
            ToolLoop.of(box).run(model, ChatRequest.of("Hello"), CallContext.withTimeout(Duration.ofSeconds(seconds)));
        }
        assertThat(left.get(0)).isBetween(30L, 50L);
        assertThat(left.get(1)).isBetween(80L, 100L);
    }

    @Test
    void interruptingTheCallerStopsTheLoopAndIsNotForgotten() throws Exception {
        model.then(calling(call("c1", "hang", "{}")));
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                ToolLoop.of(hanging()).run(model, ChatRequest.of("Hello"));
                ended.complete(false);
            } catch (ToolLoopFailed e) {
                ended.complete(e.kind().equals(ErrorKind.CANCELLED)
                        && Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        Answers.await(started);

        caller.interrupt();

        assertThat(ended.get(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        Answers.await(interrupted);
    }

    @Test
    void aModelThatFailsInALaterRoundLeavesWhatWasDoneAndNoToolRunsTwice() {
        LlmException overloaded = ErrorDetails.builder("too many requests")
                .provider("acme")
                .retryAfter(Duration.ofSeconds(7))
                .toException(ErrorKind.RATE_LIMITED);
        AtomicInteger quick = new AtomicInteger();
        Toolbox box = Toolbox.builder()
                .tool(
                        ToolDefinition.builder("pay", "").build(),
                        (json, invocation) -> "paid " + quick.incrementAndGet())
                .build();
        model.then(calling(call("c1", "pay", "{}"))).then(overloaded);
        ToolLoop loop = ToolLoop.of(box);

        ToolLoopFailed failed =
                catchThrowableOfType(ToolLoopFailed.class, () -> loop.run(model, ChatRequest.of("Hello")));

        assertThat(failed.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(failed.retryable()).isTrue();
        assertThat(failed.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(failed).hasCauseInstanceOf(RateLimited.class).hasMessage(overloaded.getMessage());
        assertThat(failed.withDetails(failed.details()))
                .isInstanceOfSatisfying(
                        ToolLoopFailed.class,
                        copy -> assertThat(copy.transcript()).isEqualTo(failed.transcript()));
        assertThat(failed.transcript().rounds()).isEqualTo(1);

        model.then(ScriptedModel.answer("Done"));
        ToolLoopResult result = loop.run(model, history(failed));
        assertThat(result).isInstanceOf(ToolLoopResult.Completed.class);
        assertThat(quick.get()).isEqualTo(1);
        assertThat(texts(result.transcript().messages())).containsExactly("paid 1");
    }

    @Test
    void theThreadsOfJava17EndWhenIdleAndShowTheCallersClasses() throws Exception {
        ClassLoader mine = new ClassLoader() {};
        CompletableFuture<Thread> seen = new CompletableFuture<>();
        CompletableFuture<ClassLoader> loader = new CompletableFuture<>();
        Thread caller = new Thread(() -> ToolThreads.pool().execute(() -> {
            seen.complete(Thread.currentThread());
            loader.complete(Thread.currentThread().getContextClassLoader());
        }));
        caller.setContextClassLoader(mine);
        caller.start();

        assertThat(seen.get().isDaemon()).isTrue();
        assertThat(loader.get()).isSameAs(mine);
    }
}
