package dev.portolan.simulator;

import dev.portolan.simulator.internal.SimulatorOptions;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;

/**
 * Collects how a {@link Simulator} is to behave: what all of them have in common. Without any of it a simulator is an echo on any free
 * port that takes any key and any model and is as fast as the wire. Not thread-safe.
 *
 * @param <S> what is built
 * @param <B> the builder itself
 */
public abstract class SimulatorBuilder<S extends Simulator, B extends SimulatorBuilder<S, B>> {

    private Responder responder = Responder.echo();
    private Set<String> apiKeys = Set.of();
    private Set<String> models = Set.of();
    private Pace pace = Pace.INSTANT;
    private long requestsPerMinute = 30_000;
    private long tokensPerMinute = 150_000_000;
    private int maxRequestBytes = 32 * 1024 * 1024;
    private int requestsKept = 1_000;
    private int port;
    private InstantSource clock = InstantSource.system();
    private Faults faults = Faults.NONE;
    private boolean tls;

    /** A builder with defaults. */
    protected SimulatorBuilder() {}

    /**
     * This builder under its own type.
     *
     * @return this
     */
    protected abstract B self();

    /**
     * Starts the simulator.
     *
     * @return the running simulator
     * @throws IllegalArgumentException when the wire cannot have one of the {@link #faults(Faults) faults}
     * @throws java.io.UncheckedIOException when the port is taken
     */
    public abstract S start();

    /**
     * What was collected, for simulators of this library.
     *
     * @return the options
     */
    protected final SimulatorOptions options() {
        return new SimulatorOptions(
                responder,
                apiKeys,
                models,
                pace,
                requestsPerMinute,
                tokensPerMinute,
                maxRequestBytes,
                requestsKept,
                port,
                clock,
                faults,
                tls);
    }

    /**
     * What the model says.
     *
     * @param value the mind; by default {@link Responder#echo()}
     * @return this builder
     */
    public final B responder(Responder value) {
        this.responder = Objects.requireNonNull(value, "responder");
        return self();
    }

    /**
     * The keys that are accepted; others get 401.
     *
     * @param values the keys; none for any key, the default
     * @return this builder
     */
    public final B apiKeys(String... values) {
        this.apiKeys = Set.of(values);
        return self();
    }

    /**
     * The models there are; others are not found.
     *
     * @param values their ids; none for any id, the default
     * @return this builder
     */
    public final B models(String... values) {
        this.models = Set.of(values);
        return self();
    }

    /**
     * How fast the model speaks.
     *
     * @param value the pace; by default {@link Pace#INSTANT}
     * @return this builder
     */
    public final B pace(Pace value) {
        this.pace = Objects.requireNonNull(value, "pace");
        return self();
    }

    /**
     * What is allowed in a minute; beyond it requests get 429 with the time to wait. Both refill steadily.
     *
     * @param requests by default 30,000
     * @param tokens of prompts and of the answers that they allow, by default 150,000,000
     * @return this builder
     */
    public final B rateLimit(long requests, long tokens) {
        if (requests < 1 || tokens < 1) {
            throw new IllegalArgumentException("rateLimit: both must be at least 1");
        }
        this.requestsPerMinute = requests;
        this.tokensPerMinute = tokens;
        return self();
    }

    /**
     * How long a request may be; a longer one gets 413.
     *
     * @param value a number of bytes, by default 32 MiB
     * @return this builder
     */
    public final B maxRequestBytes(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("maxRequestBytes: must be at least 1");
        }
        this.maxRequestBytes = value;
        return self();
    }

    /**
     * How many requests are kept for {@link Simulator#requests()}.
     *
     * @param value zero or more, by default 1,000
     * @return this builder
     */
    public final B requestsKept(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("requestsKept: must be at least 0");
        }
        this.requestsKept = value;
        return self();
    }

    /**
     * Where to listen.
     *
     * @param value the port; 0, the default, for any free one
     * @return this builder
     */
    public final B port(int value) {
        this.port = value;
        return self();
    }

    /**
     * The time that answers carry as the time they were created.
     *
     * @param value the clock; by default the system's
     * @return this builder
     */
    public final B clock(InstantSource value) {
        this.clock = Objects.requireNonNull(value, "clock");
        return self();
    }

    /**
     * What goes wrong from the beginning.
     *
     * @param value which request meets what; by default {@link Faults#NONE}
     * @return this builder
     * @see Simulator#inject(Faults)
     */
    public final B faults(Faults value) {
        this.faults = Objects.requireNonNull(value, "faults");
        return self();
    }

    /**
     * Speaks TLS, with a certificate made for the occasion that clients are to trust: {@link Simulator#certificate()}. By default a
     * simulator speaks plain.
     *
     * @return this builder
     */
    public final B tls() {
        this.tls = true;
        return self();
    }
}
