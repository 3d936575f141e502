package dev.portolan.routing.route;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Does something after a while, so that tests can say when the while is over. */
@FunctionalInterface
interface Alarm {

    /** By the timer thread that the JDK has for such things; where the executor has no room, nothing happens. */
    Alarm SYSTEM = (delay, action, executor) -> {
        CompletableFuture<Boolean> over =
                new CompletableFuture<Boolean>().completeOnTimeout(true, delay.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> unused = over.thenRunAsync(action, executor);
        return () -> over.cancel(false);
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
