package dev.portolan.config.internal;

import dev.portolan.config.ConfigurationException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the configuration files from time to time, on one daemon thread, and reloads when one has changed, come or gone.
 * It asks rather than waits to be told: that also notices the swapped links by which Kubernetes updates mounted files.
 */
public final class FileWatch {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Generations generations;
    private final ScheduledThreadPoolExecutor thread;
    private String seen;
    private String judged;

    FileWatch(Generations generations, ScheduledThreadPoolExecutor thread) {
        this.generations = generations;
        this.thread = thread;
        this.seen = generations.fingerprint();
        this.judged = seen;
    }

    /**
     * Starts looking.
     *
     * @param generations what to reload
     * @param interval how often to look
     */
    public static FileWatch start(Generations generations, Duration interval) {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread daemon = new Thread(task, "portolan-config-watch");
            daemon.setDaemon(true);
            return daemon;
        });
        FileWatch watch = new FileWatch(generations, thread);
        long millis = interval.toMillis();
        var unused = thread.scheduleWithFixedDelay(watch::look, millis, millis, TimeUnit.MILLISECONDS);
        return watch;
    }

    /**
     * Looks once. A change counts when two looks have found the same, for a file that is being written is empty at first, and
     * an empty one has no mistakes. What was read is not read again until it changes, also when it had mistakes.
     */
    void look() {
        try {
            String now = generations.fingerprintNow();
            boolean settled = now.equals(seen);
            seen = now;
            if (settled && !now.equals(judged)) {
                judged = now;
                if (now.equals(generations.fingerprint())) {
                    return; // reloaded by a call meanwhile
                }
                generations.reload();
                LOG.info("The configuration has changed and was reloaded; it names {}", generations.names());
            }
        } catch (ConfigurationException e) {
            LOG.error("The changed configuration is not used, the one before stays in force. {}", e.getMessage());
        } catch (RuntimeException e) {
            if (thread.isShutdown()) {
                return; // closed in the middle of reloading
            }
            // thrown on, it would end the watch without a word
            LOG.error("The changed configuration could not be read, the one before stays in force", e);
        }
    }

    /** Looks no more. */
    public void close() {
        thread.shutdownNow();
    }
}
