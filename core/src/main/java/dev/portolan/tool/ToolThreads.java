package dev.portolan.tool;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where tools run when the application names no executor: on virtual threads where Java has them, else on daemon threads that end when idle. */
final class ToolThreads {

    private static final long IDLE_SECONDS = 10;

    private ToolThreads() {}

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

    /** How many calls run at once is limited by each loop. */
    static Executor pool() {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(null, task, "portolan-tool-" + count.incrementAndGet(), 0, false);
                    thread.setDaemon(true);
                    thread.setContextClassLoader(null);
                    return thread;
                });
        return task -> {
            // A tool finds what its caller finds; a pooled thread must not hold on to an application that is gone.
            ClassLoader callers = Thread.currentThread().getContextClassLoader();
            pool.execute(() -> {
                Thread.currentThread().setContextClassLoader(callers);
                try {
                    task.run();
                } finally {
                    Thread.currentThread().setContextClassLoader(null);
                }
            });
        };
    }

    private static final class Shared {
        static final Executor EXECUTOR = create();
    }
}
