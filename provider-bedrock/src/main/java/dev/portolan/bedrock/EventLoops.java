package dev.portolan.bedrock;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;

/**
 * The SDK's threads, shared by all connections of the process and there only while one is open: at most four event loops and one
 * for timers. None of them ever waits for a reader.
 */
final class EventLoops {

    private static final ReentrantLock MUTEX = new ReentrantLock();
    private static @Nullable EventLoops shared;
    private static int users;

    final SdkEventLoopGroup group;
    final ScheduledExecutorService timers;

    private EventLoops() {
        int threads = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
        this.group = SdkEventLoopGroup.builder()
                .numberOfThreads(threads)
                .threadFactory(daemons("portolan-bedrock-"))
                .build();
        this.timers = Executors.newSingleThreadScheduledExecutor(daemons("portolan-bedrock-timer-"));
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(null, task, prefix + number.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            // An application server's class loader must not be held by threads that outlive the application.
            thread.setContextClassLoader(EventLoops.class.getClassLoader());
            return thread;
        };
    }

    /** The threads, to be given back by {@link #release}. */
    static EventLoops acquire() {
        MUTEX.lock();
        try {
            EventLoops loops = shared != null ? shared : new EventLoops();
            shared = loops;
            users++;
            return loops;
        } finally {
            MUTEX.unlock();
        }
    }

    /** One user less; the last one ends the threads. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for the threads to end.
    static void release() {
        MUTEX.lock();
        try {
            users--;
            EventLoops loops = shared;
            if (users == 0 && loops != null) {
                shared = null;
                loops.timers.shutdown();
                loops.group.eventLoopGroup().shutdownGracefully(0, 2, TimeUnit.SECONDS);
            }
        } finally {
            MUTEX.unlock();
        }
    }
}
