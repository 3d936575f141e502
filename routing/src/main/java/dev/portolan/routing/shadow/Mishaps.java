package dev.portolan.routing.shadow;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What throws around a shadow: counted, told in the log once a kind, without what it said, since that may quote a prompt. Thread-safe. */
final class Mishaps {

    private static final Logger LOG = LoggerFactory.getLogger(ShadowModel.class);

    private final String name;
    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    Mishaps(String name) {
        this.name = name;
    }

    /** Runs what may throw; what it throws is counted. */
    void guard(String kind, Runnable what) {
        try {
            what.run();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            count(kind, e);
        }
    }

    void count(String kind, Throwable why) {
        LongAdder fresh = new LongAdder();
        LongAdder before = counts.putIfAbsent(kind, fresh);
        (before == null ? fresh : before).increment();
        if (before == null) {
            LOG.warn(
                    "In the shadow of \"{}\": {} threw {}; users are not affected, and further ones are only counted",
                    name,
                    kind,
                    why.getClass().getName());
        }
    }

    Map<String, Long> counts() {
        Map<String, Long> now = new TreeMap<>();
        counts.forEach((kind, count) -> now.put(kind, count.sum()));
        return now;
    }
}
