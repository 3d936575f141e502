package dev.portolan.routing.route;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Does something after a while, so that tests can say when the while is over. */
@FunctionalInterface
interface Alarm {

    /**
     * By the timer thread that the JDK has for such things; where the executor has no room, nothing happens. It is put off by an ordinary end:
     * one with an exception costs its stack trace, and on JDK 17 leaves the timer's task behind.
     */
    Alarm SYSTEM = (delay, action, executor) -> {
        CompletableFuture<Boolean> over =
                new CompletableFuture<Boolean>().completeOnTimeout(true, delay.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> unused = over.thenAccept(due -> {
            if (due) {
                executor.execute(action);
            }
        });
        return () -> over.complete(false);
    };

    /**
     * Sets it.
     *
     * @param delay when
     * @param action what
     * @param executor where
     * @return puts it off for good; does nothing when it has gone off
     */
    Runnable set(Duration delay, Runnable action, Executor executor);
}
