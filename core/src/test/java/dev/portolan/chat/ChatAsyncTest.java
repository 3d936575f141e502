package dev.portolan.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.error.Cancelled;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatAsyncTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello?");

    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void theAnswerArrives() throws Exception {
        ChatModel model = new Model((request, context) -> Scripted.RESPONSE);

        assertThat(model.chatAsync(REQUEST, CallContext.EMPTY, executor).get(10, TimeUnit.SECONDS))
                .isSameAs(Scripted.RESPONSE);
    }

    @Test
    void theFailureOfTheCallIsTheFailureOfTheFuture() {
        LlmException failure = ErrorDetails.builder("Overloaded").toException(ErrorKind.UNAVAILABLE);
        ChatModel model = new Model((request, context) -> {
            throw failure;
        });

        assertThatThrownBy(() ->
                        model.chatAsync(REQUEST, CallContext.EMPTY, executor).get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCause(failure);
    }

    @Test
    void cancellingTheFutureCancelsTheCall() throws Exception {
        Waiting waiting = new Waiting();
        CompletableFuture<ChatResponse> future = new Model(waiting).chatAsync(REQUEST, CallContext.EMPTY, executor);
        waiting.begun.await();

        assertThat(future.cancel(false)).isTrue();

        assertThat(waiting.ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
    }

    @Test
    void aFutureThatRunsOutOfTimeCancelsTheCall() throws Exception {
        Waiting waiting = new Waiting();
        CompletableFuture<ChatResponse> future = new Model(waiting)
                .chatAsync(REQUEST, CallContext.EMPTY, executor)
                .orTimeout(20, TimeUnit.MILLISECONDS);

        assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
        assertThat(waiting.ended.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theCallersOwnHandleCancelsTheCallAndIsNotCancelledItself() throws Exception {
        Waiting waiting = new Waiting();
        Cancellation mine = new Cancellation();
        CallContext context =
                CallContext.builder().cancellation(mine).tenant("acme").build();
        CompletableFuture<ChatResponse> future = new Model(waiting).chatAsync(REQUEST, context, executor);
        waiting.begun.await();
        assertThat(waiting.context.tenant()).isEqualTo("acme");

        mine.cancel();

        assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(Cancelled.class);

        Cancellation other = new Cancellation();
        Waiting second = new Waiting();
        new Model(second)
                .chatAsync(REQUEST, CallContext.builder().cancellation(other).build(), executor)
                .cancel(true);
        assertThat(other.isCancelled()).isFalse();
    }

    @Test
    void aCancelledHandleIsSeenByACallThatBeginsLater() {
        Cancellation mine = new Cancellation();
        mine.cancel();
        CallContext context = CallContext.builder().cancellation(mine).build();

        assertThatThrownBy(() -> new Model(new Waiting())
                        .chatAsync(REQUEST, context, Runnable::run)
                        .get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(Cancelled.class);
    }

    @Test
    void aCallCancelledInTheQueueIsNotMade() {
        Deque<Runnable> queue = new ArrayDeque<>();
        AtomicInteger calls = new AtomicInteger();
        ChatModel model = new Model((request, context) -> {
            calls.incrementAndGet();
            return Scripted.RESPONSE;
        });
        CompletableFuture<ChatResponse> future = model.chatAsync(REQUEST, CallContext.EMPTY, queue::add);

        future.cancel(true);
        queue.remove().run();

        assertThat(calls).hasValue(0);
    }

    @Test
    void anExecutorThatRefusesThrowsAndNothingIsSent() {
        AtomicInteger calls = new AtomicInteger();
        Cancellation mine = new Cancellation();
        ChatModel model = new Model((request, context) -> {
            calls.incrementAndGet();
            return Scripted.RESPONSE;
        });
        CallContext context = CallContext.builder().cancellation(mine).build();

        assertThatThrownBy(() -> model.chatAsync(REQUEST, context, task -> {
                    throw new RejectedExecutionException("full");
                }))
                .isInstanceOf(RejectedExecutionException.class);

        mine.cancel();
        assertThat(calls).hasValue(0);
    }

    @Test
    void whatIsMadeOfTheFutureIsAnOrdinaryFuture() throws Exception {
        CompletableFuture<Integer> length = new Model((request, context) -> Scripted.RESPONSE)
                .chatAsync(REQUEST, CallContext.EMPTY, executor)
                .thenApply(response -> response.text().length());

        assertThat(length.get(10, TimeUnit.SECONDS)).isEqualTo(5);
    }

    @Test
    void theShortFormsSetNothing() {
        CallContext[] seen = new CallContext[2];
        ChatModel model =
                new Model((request, context) -> {
                    seen[0] = context;
                    return Scripted.RESPONSE;
                }) {
                    @Override
                    public ChatStream stream(ChatRequest request, CallContext context) {
                        seen[1] = context;
                        return Scripted.hello();
                    }
                };

        model.chat(REQUEST);
        model.stream(REQUEST).close();

        assertThat(seen).containsOnly(CallContext.EMPTY);
        assertThat(model.tokenCounter()).isNull();
        assertThat(model.check(REQUEST)).isEmpty();
    }

    /** Waits until its call is cancelled. */
    private static final class Waiting implements BiFunction<ChatRequest, CallContext, ChatResponse> {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch ended = new CountDownLatch(1);
        volatile CallContext context;

        @Override
        public ChatResponse apply(ChatRequest request, CallContext context) {
            this.context = context;
            CountDownLatch cancelled = new CountDownLatch(1);
            context.cancellation().onCancel(cancelled::countDown);
            begun.countDown();
            try {
                cancelled.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ended.countDown();
            throw ErrorDetails.builder("Cancelled by the application").toException(ErrorKind.CANCELLED);
        }
    }

    private static class Model implements ChatModel {

        private final BiFunction<ChatRequest, CallContext, ChatResponse> answer;

        Model(BiFunction<ChatRequest, CallContext, ChatResponse> answer) {
            this.answer = answer;
        }

        @Override
        public ChatResponse chat(ChatRequest request, CallContext context) {
            return answer.apply(request, context);
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ModelInfo info() {
            return ModelInfo.builder("openai", "gpt-4o-mini").build();
        }
    }
}
