package dev.portolan.routing.route;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One logical call that asks a second target when the first takes long. The first attempt runs on the caller's thread, as without a race;
 * the second on an executor's, if there is one at all. Whoever answers first stops the other. Failures go on as in a {@link
 * FallbackModel}, without another second attempt.
 *
 * @param <T> what an answer is: a response, or the beginning of a stream
 */
final class HedgeRace<T> {

    private static final Logger LOG = LoggerFactory.getLogger(HedgeRace.class);

    /** How a target is asked, and what becomes of an answer that came second. */
    interface Question<T> {

        /** Asks, and waits for what counts as answer. */
        T ask(Target target, CallContext context);

        /** Gives an answer up. Tells what was paid for it, for people, or {@code null} when that is unknown. */
        @Nullable
        String giveUp(T answer);

        /** Whether it is asked for a stream. */
        boolean streamed();
    }

    private final HedgeModel model;
    private final RoutedCall call;
    private final Question<T> question;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable HedgeLeg<T> first;
    private @Nullable HedgeLeg<T> second;
    private @Nullable HedgeLeg<T> winner;
    private boolean closed;
    private boolean aborted;
    private Duration waited = Duration.ZERO;

    HedgeRace(HedgeModel model, RoutedCall call, Question<T> question) {
        this.model = model;
        this.call = call;
        this.question = question;
        model.figures().called(model.policy().maxShare());
    }

    /**
     * Asks until one answers.
     *
     * @return who answered; to be released when nothing of the answer is under way any more
     * @throws LlmException with the trail, when nobody does
     */
    HedgeLeg<T> run() {
        while (true) {
            HedgeLeg<T> leg = open(call::next, false);
            Runnable disarm = arm(leg);
            try {
                ask(leg);
            } finally {
                disarm.run();
            }
            HedgeLeg<T> won = settle(leg, close());
            if (won != null) {
                return won;
            }
        }
    }

    private HedgeLeg<T> open(Runnable next, boolean beside) {
        lock.lock();
        try {
            if (aborted) {
                throw new IllegalStateException("The stream was closed");
            }
            next.run();
            Turn turn = call.turn();
            HedgeLeg<T> leg = new HedgeLeg<>(turn, call.context(turn), beside);
            if (beside) {
                second = leg;
            } else {
                first = leg;
            }
            return leg;
        } finally {
            lock.unlock();
        }
    }

    private void ask(HedgeLeg<T> leg) {
        try {
            leg.value = question.ask(leg.turn.target(), leg.context());
            model.figures().answered(leg.name(), question.streamed(), elapsed(leg), model.now());
        } catch (RuntimeException | Error e) {
            // Told by whoever needs the answer.
            leg.failure = e;
        }
    }

    private long elapsed(HedgeLeg<T> leg) {
        return model.now() - leg.turn.startedNanos();
    }

    private Runnable arm(HedgeLeg<T> leg) {
        if (closed || !call.spare()) {
            return () -> {};
        }
        long quantile = model.figures().quantile(leg.name(), question.streamed(), model.policy(), model.now());
        Duration delay = model.policy().delay(quantile);
        return delay == null
                ? () -> {}
                : model.alarm().set(delay, HedgeThreads.asCaller(this::beside), model.executor());
    }

    /** Asks the second target, on the executor's thread. */
    private void beside() {
        HedgeLeg<T> leg = second();
        if (leg == null) {
            return;
        }
        try {
            ask(leg);
        } finally {
            leg.ended.countDown();
        }
        HedgeLeg<T> slow = null;
        T late = null;
        lock.lock();
        try {
            if (leg.unwanted) {
                late = leg.value;
            } else if (leg.value != null && !closed) {
                winner = leg;
                slow = first;
            }
        } finally {
            lock.unlock();
        }
        if (slow != null) {
            slow.stop();
        }
        if (leg.unwanted) {
            leg.release();
        }
        if (late != null) {
            question.giveUp(late);
        }
    }

    private @Nullable HedgeLeg<T> second() {
        lock.lock();
        try {
            HedgeLeg<T> slow = first;
            if (closed
                    || aborted
                    || slow == null
                    || !call.spare()
                    || !model.figures().tryTake()) {
                return null;
            }
            waited = Duration.ofNanos(elapsed(slow));
            Target next = call.besideOrNone();
            if (next == null) {
                return null;
            }
            return open(() -> {}, true);
        } finally {
            lock.unlock();
        }
    }

    /** From here on nobody begins beside the first. Gives who did. */
    private @Nullable HedgeLeg<T> close() {
        lock.lock();
        try {
            HedgeLeg<T> other = second;
            closed = true;
            second = null;
            return other;
        } finally {
            lock.unlock();
        }
    }

    /** The winner, or {@code null} when the next target is to be asked. */
    private @Nullable HedgeLeg<T> settle(HedgeLeg<T> leg, @Nullable HedgeLeg<T> other) {
        if (other != null && winner == other) {
            lose(leg, other);
            return other;
        }
        if (leg.value != null) {
            if (other != null) {
                lose(other, leg);
            }
            return leg;
        }
        leg.release();
        if (!(leg.failure instanceof LlmException error)) {
            if (other != null) {
                lose(other, null);
            }
            throw broken(leg);
        }
        failed(leg, error, other);
        call.forget(HedgeModel.AGAIN);
        if (other == null) {
            return null;
        }
        if (error.kind().equals(ErrorKind.CONTENT_FILTERED)) {
            // The plan says who is asked then, and nobody else.
            lose(other, null);
            return null;
        }
        await(other);
        if (other.value != null) {
            return other;
        }
        other.release();
        if (!(other.failure instanceof LlmException second)) {
            throw broken(other);
        }
        failed(other, second, null);
        return null;
    }

    /** What no model should throw goes up as it is. */
    private static RuntimeException broken(HedgeLeg<?> leg) {
        if (leg.failure instanceof Error error) {
            throw error;
        }
        return leg.failure instanceof RuntimeException failure
                ? failure
                : new IllegalStateException(leg.name() + " gave no answer and no error");
    }

    private void failed(HedgeLeg<T> leg, LlmException error, @Nullable HedgeLeg<T> other) {
        try {
            call.failed(leg.turn, error, false);
        } catch (LlmException end) {
            if (other == null) {
                throw end;
            }
            lose(other, null);
            throw call.withTrail(end);
        }
    }

    private void await(HedgeLeg<T> other) {
        try {
            other.ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lose(other, null);
            throw call.withTrail(ErrorDetails.builder("the thread was interrupted while it waited for an answer")
                    .toException(ErrorKind.CANCELLED, e));
        }
    }

    /** Stops an attempt that is not needed, and tells what is known of its cost. */
    private void lose(HedgeLeg<T> loser, @Nullable HedgeLeg<T> by) {
        T answer;
        lock.lock();
        try {
            answer = loser.value;
            loser.unwanted = true;
        } finally {
            lock.unlock();
        }
        String instead = by == null ? "the call was over" : by.name() + " answered first";
        if (answer != null) {
            String paid = question.giveUp(answer);
            loser.release();
            call.lost(loser.turn, Attempt.OK, List.of(), "not taken: " + instead + "; " + told(paid));
            warn(loser, by, paid);
            return;
        }
        loser.stop();
        Throwable failure = loser.failure;
        if (failure != null) {
            loser.release();
        }
        if (failure instanceof LlmException error
                && winner == null
                && !error.kind().equals(ErrorKind.CANCELLED)) {
            call.lost(loser.turn, error.kind().id(), error.attempts(), null);
            return;
        }
        if (failure != null && !(failure instanceof LlmException)) {
            // Somebody else answered, so there is nobody else to tell.
            LOG.warn(
                    "An attempt on {} beside another one failed with {}",
                    loser.name(),
                    failure.getClass().getName());
        }
        long elapsed = elapsed(loser);
        model.figures().tookLonger(loser.name(), question.streamed(), elapsed, model.now(), model.policy());
        call.lost(loser.turn, ErrorKind.CANCELLED.id(), List.of(), "stopped: " + instead + "; " + told(null));
        warn(loser, by, null);
    }

    private static String told(@Nullable String paid) {
        return paid == null ? "what it cost is unknown" : "it cost " + paid;
    }

    private void warn(HedgeLeg<T> loser, @Nullable HedgeLeg<T> by, @Nullable String paid) {
        if (by != null) {
            call.note(new Warning(
                    HedgeModel.WARNING,
                    "model",
                    by.name() + " answered; after " + waited.toMillis() + " ms two models were asked, and of "
                            + loser.name() + " " + told(paid)));
        }
    }

    /** Stops whatever is under way. */
    void abort() {
        HedgeLeg<T> one;
        HedgeLeg<T> two;
        lock.lock();
        try {
            aborted = true;
            closed = true;
            one = first;
            two = second;
        } finally {
            lock.unlock();
        }
        if (one != null) {
            one.stop();
        }
        if (two != null) {
            two.stop();
        }
    }
}
