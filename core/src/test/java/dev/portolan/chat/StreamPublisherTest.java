package dev.portolan.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.error.LlmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StreamPublisherTest {

    @Test
    void eventsAreHandedOutOnDemandAndNoMore() {
        Scripted stream = Scripted.hello();
        Recorder recorder = new Recorder();
        stream.toPublisher(Runnable::run).subscribe(recorder);
        assertThat(stream.pulls).hasValue(0);

        recorder.subscription.request(1);
        assertThat(recorder.signals).containsExactly("next");
        assertThat(stream.pulls).hasValue(1);

        recorder.subscription.request(2);
        assertThat(stream.pulls).hasValue(3);

        recorder.subscription.request(Long.MAX_VALUE);
        recorder.subscription.request(Long.MAX_VALUE);
        assertThat(recorder.signals).containsExactly("next", "next", "next", "next", "complete");
        assertThat(recorder.events.get(3)).isEqualTo(new ChatEvent.Completed(Scripted.RESPONSE));
        assertThat(stream.pulls).hasValue(4);
    }

    @Test
    void completionNeedsNoDemandOfItsOwn() {
        Recorder recorder = new Recorder(s -> s.request(4));
        Scripted.hello().toPublisher(Runnable::run).subscribe(recorder);
        assertThat(recorder.signals).containsExactly("next", "next", "next", "next", "complete");
    }

    @Test
    void demandAddsUpWithoutOverflow() {
        Recorder recorder = new Recorder(s -> {
            s.request(Long.MAX_VALUE);
            s.request(Long.MAX_VALUE);
        });
        Scripted.hello().toPublisher(Runnable::run).subscribe(recorder);
        assertThat(recorder.signals).endsWith("complete");
    }

    @Test
    void askingFromWithinASignalDoesNotRecurse() {
        Object[] steps = new Object[20_001];
        java.util.Arrays.fill(steps, Scripted.text("x"));
        steps[20_000] = new ChatEvent.Completed(Scripted.RESPONSE);
        Recorder recorder = new Recorder(s -> s.request(1));
        recorder.onEvent = event -> recorder.subscription.request(1);

        new Scripted(steps).toPublisher(Runnable::run).subscribe(recorder);

        assertThat(recorder.events).hasSize(20_001);
        assertThat(recorder.signals).endsWith("complete");
    }

    @Test
    void noEventOvertakesOnSubscribe() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch done = new CountDownLatch(1);
            Recorder recorder = new Recorder(s -> {
                s.request(10);
                order.add("subscribed");
            });
            recorder.onEvent = event -> order.add("event");
            recorder.onEnd = done::countDown;

            Scripted.hello().toPublisher(executor).subscribe(recorder);

            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(order).containsExactly("subscribed", "event", "event", "event", "event");
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aSecondSubscriberIsRefused() {
        Flow.Publisher<ChatEvent> publisher = Scripted.hello().toPublisher(Runnable::run);
        publisher.subscribe(new Recorder());
        Recorder second = new Recorder(s -> {
            s.request(1);
            s.cancel();
        });

        publisher.subscribe(second);

        assertThat(second.signals).containsExactly("error");
        assertThat(second.error).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> publisher.subscribe(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void askingForNothingIsAnErrorAndClosesTheStream() {
        for (long n : new long[] {0, -1, Long.MIN_VALUE}) {
            Scripted stream = Scripted.hello();
            Recorder recorder = new Recorder(s -> s.request(n));

            stream.toPublisher(Runnable::run).subscribe(recorder);
            recorder.subscription.request(n);
            recorder.subscription.request(5);

            assertThat(recorder.signals).containsExactly("error");
            assertThat(recorder.error).isInstanceOf(IllegalArgumentException.class);
            assertThat(stream.aborts).hasValue(1);
        }
    }

    @Test
    void askingForNothingAfterTheEndIsNothing() {
        Recorder recorder = new Recorder(s -> s.request(10));
        Scripted.hello().toPublisher(Runnable::run).subscribe(recorder);

        recorder.subscription.request(0);

        assertThat(recorder.signals).endsWith("complete").doesNotContain("error");
    }

    @Test
    void aMistakenRequestFromAnotherThreadWaitsForTheSignalBeforeIt() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        Recorder recorder = new Recorder(s -> s.request(1));
        recorder.onEvent = event -> recorder.subscription.request(-5);
        Scripted.hello().toPublisher(tasks::add).subscribe(recorder);

        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }

        assertThat(recorder.signals).containsExactly("next", "error");
    }

    @Test
    void cancellingClosesTheStream() {
        Scripted stream = Scripted.hello();
        Recorder recorder = new Recorder(s -> s.request(10));
        recorder.onEvent = event -> recorder.subscription.cancel();

        stream.toPublisher(Runnable::run).subscribe(recorder);
        recorder.subscription.cancel();
        recorder.subscription.request(1);

        assertThat(recorder.signals).containsExactly("next");
        assertThat(stream.aborts).hasValue(1);
    }

    @Test
    @Timeout(20)
    void cancellingWhileTheWireIsSilentFreesTheThread() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Scripted stream = new Scripted(Scripted.SILENCE);
        Recorder recorder = new Recorder(s -> s.request(1));
        stream.toPublisher(executor).subscribe(recorder);
        stream.waiting.await();

        recorder.subscription.cancel();

        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(recorder.signals).isEmpty();
    }

    @Test
    void cancellingWithinTheLastEventLeavesOutTheCompletion() {
        Recorder recorder = new Recorder(s -> s.request(10));
        recorder.onEvent = event -> {
            if (event instanceof ChatEvent.Completed) {
                recorder.subscription.cancel();
            }
        };
        Scripted.hello().toPublisher(Runnable::run).subscribe(recorder);
        assertThat(recorder.signals).containsExactly("next", "next", "next", "next");
    }

    @Test
    void aFailureIsHandedOnOnce() {
        LlmException failure = Scripted.interrupted();
        Recorder recorder = new Recorder(s -> s.request(10));
        new Scripted(Scripted.text("Hel"), failure).toPublisher(Runnable::run).subscribe(recorder);
        assertThat(recorder.signals).containsExactly("next", "error");
        assertThat(recorder.error).isSameAs(failure);
    }

    @Test
    void aStreamThatSomebodyElseClosesEndsWithAnError() {
        Scripted stream = Scripted.hello();
        Recorder recorder = new Recorder(s -> s.request(1));
        stream.toPublisher(Runnable::run).subscribe(recorder);

        stream.close();
        recorder.subscription.request(1);

        assertThat(recorder.signals).containsExactly("next", "error");
        assertThat(recorder.error).hasMessageContaining("closed before");
    }

    @Test
    void anExecutorThatRefusesIsAnErrorAndClosesTheStream() {
        Scripted stream = Scripted.hello();
        Recorder recorder = new Recorder(s -> s.request(1));

        stream.toPublisher(task -> {
                    throw new RejectedExecutionException("full");
                })
                .subscribe(recorder);

        assertThat(recorder.signals).containsExactly("error");
        assertThat(recorder.error).isInstanceOf(RejectedExecutionException.class);
        assertThat(stream.aborts).hasValue(1);
    }

    @Test
    void aSubscriberThatThrowsIsCancelledAndWhatItThrewIsReported() throws Exception {
        IllegalArgumentException mistake = new IllegalArgumentException("subscriber's own");
        for (String where : List.of("subscribe", "next", "complete", "error")) {
            Scripted stream = where.equals("error") ? new Scripted(Scripted.interrupted()) : Scripted.hello();
            Recorder recorder = new Recorder(s -> {
                s.request(10);
                if (where.equals("subscribe")) {
                    throw mistake;
                }
            });
            recorder.onEvent = event -> {
                if (where.equals("next")) {
                    throw mistake;
                }
            };
            recorder.onEnd = () -> {
                throw mistake;
            };
            List<Throwable> reported = new ArrayList<>();
            Thread thread = new Thread(() -> stream.toPublisher(Runnable::run).subscribe(recorder));
            thread.setUncaughtExceptionHandler((t, e) -> reported.add(e));

            thread.start();
            thread.join(10_000);

            assertThat(reported).as(where).containsExactly(mistake);
            assertThat(recorder.signals)
                    .as(where)
                    .isEqualTo(
                            switch (where) {
                                case "subscribe" -> List.of();
                                case "next" -> List.of("next");
                                case "error" -> List.of("error");
                                default -> List.of("next", "next", "next", "next", "complete");
                            });
            if (!where.equals("error")) {
                assertThat(stream.next()).as(where).isNull();
            }
        }
    }

    @Test
    @Timeout(60)
    void demandFromManyThreadsIsServedExactlyAndOneAtATime() throws Exception {
        int events = 10_000;
        Object[] steps = new Object[events + 1];
        java.util.Arrays.fill(steps, Scripted.text("x"));
        steps[events] = new ChatEvent.Completed(Scripted.RESPONSE);
        Scripted stream = new Scripted(steps);
        ExecutorService executor = Executors.newFixedThreadPool(4);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger worst = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        Recorder recorder = new Recorder();
        recorder.onEvent = event -> {
            worst.accumulateAndGet(inside.incrementAndGet(), Math::max);
            received.incrementAndGet();
            inside.decrementAndGet();
        };
        try {
            stream.toPublisher(executor).subscribe(recorder);
            Thread[] askers = new Thread[4];
            for (int i = 0; i < askers.length; i++) {
                askers[i] = new Thread(() -> {
                    for (int n = 0; n < 2_000; n++) {
                        recorder.subscription.request(1);
                    }
                });
                askers[i].start();
            }
            for (Thread asker : askers) {
                asker.join();
            }
            executor.shutdown();
            assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            executor.shutdownNow();
        }
        assertThat(received).hasValue(8_000);
        assertThat(stream.pulls).hasValue(8_000);
        assertThat(worst).hasValue(1);
    }

    private static final class Recorder implements Flow.Subscriber<ChatEvent> {

        final List<String> signals = new ArrayList<>();
        final List<ChatEvent> events = new ArrayList<>();
        private final Consumer<Flow.Subscription> start;
        volatile Flow.Subscription subscription;
        volatile Throwable error;
        volatile Consumer<ChatEvent> onEvent = event -> {};
        volatile Runnable onEnd = () -> {};

        Recorder() {
            this(subscription -> {});
        }

        Recorder(Consumer<Flow.Subscription> start) {
            this.start = start;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            start.accept(subscription);
        }

        @Override
        public void onNext(ChatEvent event) {
            signals.add("next");
            events.add(event);
            onEvent.accept(event);
        }

        @Override
        public void onError(Throwable throwable) {
            error = throwable;
            signals.add("error");
            onEnd.run();
        }

        @Override
        public void onComplete() {
            signals.add("complete");
            onEnd.run();
        }
    }
}
