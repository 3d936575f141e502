package dev.portolan.chat;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Hands the events of a pulled stream to one subscriber, no more than it asked for, one signal at a time. */
final class StreamPublisher implements Flow.Publisher<ChatEvent> {

    private final ChatStream stream;
    private final Executor executor;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    StreamPublisher(ChatStream stream, Executor executor) {
        this.stream = stream;
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ChatEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (subscribed.compareAndSet(false, true)) {
            new Reading(subscriber).begin();
        } else {
            subscriber.onSubscribe(new Refused());
            subscriber.onError(new IllegalStateException("A stream has one subscriber"));
        }
    }

    private static final class Refused implements Flow.Subscription {

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    /**
     * The rules named below are those of the specification of Reactive Streams 1.0.4,
     * https://github.com/reactive-streams/reactive-streams-jvm.
     */
    private final class Reading implements Flow.Subscription {

        private final Flow.Subscriber<? super ChatEvent> subscriber;
        private final AtomicLong demand = new AtomicLong();

        /** Reasons to look again, also while somebody is handing out; who raises it from zero hands out. */
        private final AtomicInteger calls = new AtomicInteger();

        private volatile boolean ended;
        private volatile @Nullable IllegalArgumentException misuse;

        Reading(Flow.Subscriber<? super ChatEvent> subscriber) {
            this.subscriber = subscriber;
        }

        /** Rule 1.3: nothing is signalled before {@code onSubscribe} has returned, though it may ask and cancel. */
        void begin() {
            calls.incrementAndGet();
            signal(() -> subscriber.onSubscribe(this));
            if (calls.getAndSet(0) > 1) {
                wake();
            }
        }

        /** Rules 3.6, 3.9, 3.17: nothing after the end; less than one is an error; the sum stops at the largest number. */
        @Override
        public void request(long n) {
            if (n <= 0) {
                misuse = new IllegalArgumentException("request must ask for at least one event");
            } else {
                demand.accumulateAndGet(n, (have, more) -> have + more < 0 ? Long.MAX_VALUE : have + more);
            }
            wake();
        }

        @Override
        public void cancel() {
            ended = true;
            stream.close();
        }

        private void wake() {
            if (!ended && calls.getAndIncrement() == 0) {
                try {
                    executor.execute(this::drain);
                } catch (RejectedExecutionException e) {
                    fail(e);
                }
            }
        }

        private void drain() {
            int seen = calls.get();
            do {
                while (!ended && (misuse != null || demand.get() > 0)) {
                    handOut();
                }
                seen = calls.addAndGet(-seen);
            } while (seen > 0 && !ended);
        }

        private void handOut() {
            if (misuse != null) {
                fail(misuse);
                return;
            }
            demand.decrementAndGet();
            ChatEvent event;
            try {
                event = stream.next();
            } catch (RuntimeException | Error e) {
                fail(e);
                return;
            }
            if (event == null) {
                fail(new IllegalStateException("The stream was closed before the answer was complete"));
            } else if (!ended) {
                signal(() -> subscriber.onNext(event));
                if (event instanceof ChatEvent.Completed && !ended) {
                    ended = true;
                    signal(subscriber::onComplete);
                }
            }
        }

        private void fail(Throwable reason) {
            if (!ended) {
                cancel();
                signal(() -> subscriber.onError(reason));
            }
        }

        /** Rule 2.13: a subscriber that throws is cancelled; rules 1.9, 3.16: its caller does not see it. */
        private void signal(Runnable call) {
            try {
                call.run();
            } catch (RuntimeException | Error e) {
                cancel();
                Thread current = Thread.currentThread();
                current.getUncaughtExceptionHandler().uncaughtException(current, e);
            }
        }
    }
}
