package dev.portolan.simulator.ollama;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/** The models on the simulated machine: which are there, what they can do, which are in memory. Thread-safe. */
final class ModelStore {

    static final String TOOLS = "tools";
    static final String THINKING = "thinking";
    static final String VISION = "vision";
    static final String COMPLETION = "completion";
    static final String EMBEDDING = "embedding";

    private final ReentrantLock lock = new ReentrantLock();
    private final boolean any;
    private final Map<String, Set<String>> capabilities = new HashMap<>();
    private final Set<String> installed = new TreeSet<>();
    private final Map<String, Instant> loaded = new TreeMap<>();
    private final InstantSource clock;

    /** With no installed models any name is a model. */
    ModelStore(Set<String> names, Map<String, List<String>> given, InstantSource clock) {
        this.clock = clock;
        this.any = names.isEmpty() && given.isEmpty();
        names.forEach(name -> installed.add(full(name)));
        given.forEach((name, words) -> {
            installed.add(full(name));
            capabilities.put(full(name), new LinkedHashSet<>(words));
        });
    }

    /** A name without a tag means the tag {@code latest}. */
    static String full(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        return plain.indexOf(':', plain.lastIndexOf('/') + 1) < 0 ? plain + ":latest" : plain;
    }

    /** Refuses what is not there. */
    void require(String name) {
        if (name.isBlank()) {
            throw OllamaError.invalid("model is required");
        }
        lock.lock();
        try {
            if (!any && !installed.contains(full(name))) {
                throw OllamaError.notFound(name);
            }
        } finally {
            lock.unlock();
        }
    }

    List<String> installed() {
        lock.lock();
        try {
            return List.copyOf(installed);
        } finally {
            lock.unlock();
        }
    }

    void install(String name) {
        lock.lock();
        try {
            installed.add(full(name));
        } finally {
            lock.unlock();
        }
    }

    boolean can(String name, String capability) {
        return capabilities(name).contains(capability);
    }

    /** What a model can do: as it was given, else as its name lets one expect. */
    Set<String> capabilities(String name) {
        Set<String> given = capabilities.get(full(name));
        return given == null ? expected(full(name)) : given;
    }

    private static Set<String> expected(String name) {
        if (has(name, "embed", "minilm", "bge-")) {
            return Set.of(EMBEDDING);
        }
        Set<String> words = new LinkedHashSet<>(List.of(COMPLETION));
        if (has(name, "llava", "vision", "gemma3", "-vl", "vl:", "llama4")) {
            words.add(VISION);
        }
        if (!has(name, "gemma", "llava", "llama2", "phi3", "tinyllama")) {
            words.add(TOOLS);
        }
        if (has(name, "qwen3", "gpt-oss", "deepseek-r1", "magistral", "think")) {
            words.add(THINKING);
        }
        return words;
    }

    private static boolean has(String name, String... marks) {
        for (String mark : marks) {
            if (name.contains(mark)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Brings a model into memory, or keeps it there.
     *
     * @return whether it had to be loaded
     */
    boolean load(String name, Duration keepAlive) {
        lock.lock();
        try {
            Instant until = loaded.put(full(name), clock.instant().plus(keepAlive));
            return until == null || until.isBefore(clock.instant());
        } finally {
            lock.unlock();
        }
    }

    void unload(String name) {
        lock.lock();
        try {
            loaded.remove(full(name));
        } finally {
            lock.unlock();
        }
    }

    /** What is in memory, and until when. */
    Map<String, Instant> loaded() {
        lock.lock();
        try {
            loaded.values().removeIf(until -> !until.isAfter(clock.instant()));
            return new TreeMap<>(loaded);
        } finally {
            lock.unlock();
        }
    }
}
