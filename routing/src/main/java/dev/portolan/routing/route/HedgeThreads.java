package dev.portolan.routing.route;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where second attempts run when the application names no executor: on virtual threads where Java has them, else on at most {@value #MOST}
 * daemon threads that end when idle. With all of them busy no second attempt is made.
 */
final class HedgeThreads {

    static final int MOST = 64;

    private static final long IDLE_SECONDS = 10;

    private HedgeThreads() {}

    static Executor shared() {
        return Shared.EXECUTOR;
    }

    private static Executor create() {
        try {
            return (Executor)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return pool();
        }
    }

    static ThreadPoolExecutor pool() {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(0, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(null, task, "portolan-hedge-" + count.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            return thread;
        });
    }

    /** A task that finds what its caller finds; a pooled thread must not hold on to an application that is gone. */
    static Runnable asCaller(Runnable task) {
        ClassLoader callers = Thread.currentThread().getContextClassLoader();
        return () -> {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(callers);
            try {
                task.run();
            } finally {
                thread.setContextClassLoader(before);
            }
        };
    }

    private static final class Shared {
        static final Executor EXECUTOR = create();
    }
}
