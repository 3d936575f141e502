package dev.portolan.config.internal;

import dev.portolan.chat.ChatModel;
import dev.portolan.config.ModelDescription;
import dev.portolan.config.ReloadListener;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.spi.LoadListener;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The generation in force, and those before it on which calls are still running. */
public final class Generations {

    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

    private final Inputs inputs;
    private final Extensions extensions;
    private final @Nullable ReloadListener listener;
    private final ReentrantLock reloading = new ReentrantLock();
    private final AtomicReference<@Nullable Generation> current = new AtomicReference<>();
    private final Set<Generation> alive = ConcurrentHashMap.newKeySet();
    private volatile Planner.@Nullable Planned planned;

    private Generations(Inputs inputs, Extensions extensions, @Nullable ReloadListener listener) {
        this.inputs = inputs;
        this.extensions = extensions;
        this.listener = listener;
    }

    /**
     * Loads for the first time.
     *
     * @param inputs what a load starts from
     * @param listener hears of reloads, or {@code null}
     */
    public static Generations load(Inputs inputs, @Nullable ReloadListener listener) {
        Problems problems = new Problems();
        Extensions extensions = Extensions.find(inputs, problems);
        Generations generations = new Generations(inputs, extensions, listener);
        Generation first = generations.build(problems);
        generations.current.set(first);
        generations.tell(first);
        return generations;
    }

    private void tell(Generation generation) {
        for (LoadListener each : extensions.loadListeners()) {
            try {
                each.loaded(generation.loaded());
            } catch (RuntimeException e) {
                LOG.warn("The load listener \"{}\" failed; the configuration is in force", each.id(), e);
            }
        }
    }

    private Generation build(Problems problems) {
        Planner.Planned next = Planner.plan(inputs, extensions, planned, problems);
        Generation generation = new Generation(next.plan(), inputs);
        planned = next;
        alive.removeIf(old -> old.closed().getCount() == 0);
        alive.add(generation);
        return generation;
    }

    /** Reads everything anew and puts it in force, or throws and leaves the old in force. */
    public void reload() {
        reloading.lock();
        try {
            Generation before = inForce();
            Generation after;
            try {
                after = build(new Problems());
            } catch (RuntimeException e) {
                if (listener != null) {
                    listener.failed(e);
                }
                throw e;
            }
            if (!current.compareAndSet(before, after)) {
                after.retire();
                throw closed();
            }
            before.retire();
            tell(after);
            if (listener != null) {
                listener.reloaded(Collections.unmodifiableSet(after.names()));
            }
        } finally {
            reloading.unlock();
        }
    }

    /** What the files looked like when the generation in force was read. */
    String fingerprint() {
        Planner.Planned last = planned;
        return last == null ? "" : last.fingerprint();
    }

    /** What the files look like now. */
    String fingerprintNow() {
        Planner.Planned last = planned;
        return last == null ? "" : last.files().fingerprint();
    }

    private Generation inForce() {
        Generation generation = current.get();
        if (generation == null) {
            throw closed();
        }
        return generation;
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("This Portolan is closed");
    }

    private Lease lease() {
        while (true) {
            Lease lease = inForce().tryLease();
            if (lease != null) {
                return lease;
            }
            // retired between the two steps: the next one is in force already
            Thread.onSpinWait();
        }
    }

    /** The handle of a chat model. */
    public ChatModel chatModel(String name) {
        Generation generation = inForce();
        if (!generation.hasChat(name)) {
            throw unknown(name, "chat model", generation.names());
        }
        return new LeasedChatModel(name, this::lease);
    }

    /** The handle of an embedding model. */
    public EmbeddingModel embeddingModel(String name) {
        Generation generation = inForce();
        if (generation.routes(name)) {
            throw new IllegalArgumentException("A router stands behind \"" + name + "\", and routers embed nothing");
        }
        if (!generation.hasEmbedding(name)) {
            throw unknown(name, "embedding model", generation.names());
        }
        return new LeasedEmbeddingModel(name, this::lease);
    }

    private static IllegalArgumentException unknown(String name, String what, Collection<String> names) {
        String nearest = Nearest.of(name, names);
        return new IllegalArgumentException("The configuration has no " + what + " named \"" + name + "\""
                + (nearest == null || nearest.equals(name) ? "" : "; did you mean \"" + nearest + "\"?")
                + "; it has " + names);
    }

    /** What the configuration in force says of a name. */
    public ModelDescription describe(String name) {
        Generation generation = inForce();
        if (!generation.names().contains(name)) {
            throw unknown(name, "model", generation.names());
        }
        return generation.describe(name);
    }

    /** The names in force; none after closing. */
    public Set<String> names() {
        Generation generation = current.get();
        return generation == null ? Set.of() : Collections.unmodifiableSet(generation.names());
    }

    /** Waits for calls in flight, then closes; tells whether they had all ended. */
    public boolean close(Duration drain) {
        Generation last = current.getAndSet(null);
        if (last != null) {
            last.retire();
        }
        long until = System.nanoTime() + drain.toNanos();
        boolean drained = true;
        for (Generation generation : alive) {
            if (!ended(generation, until)) {
                drained = false;
                LOG.warn("Closing with calls in flight: they did not end within {}", drain);
                generation.closeConnections();
            }
        }
        alive.clear();
        return drained;
    }

    private static boolean ended(Generation generation, long until) {
        try {
            return generation.closed().await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return generation.closed().getCount() == 0;
        }
    }
}
