package dev.portolan.simulator.openai;

import dev.portolan.simulator.Pace;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.internal.http.LoopbackServer;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The OpenAI API on loopback: Chat Completions, Responses, embeddings and models, whole and streamed, with the service's own
 * errors, ids, limits and usage. Any client that can be pointed at another address can talk to it; nothing leaves the machine.
 *
 * <pre>{@code
 * try (OpenAiSimulator openai = OpenAiSimulator.start(Responder.text("Hello."))) {
 *     // base URL: openai.baseUrl(), any key
 * }
 * }</pre>
 *
 * <p>What the model says is up to a {@link Responder}. How it is said follows the request: stop sequences, token limits, tool choice,
 * one call or several, JSON, JSON of a schema, log-probabilities. What OpenAI refuses is refused with its status, code and
 * parameter. One thread serves all sockets, however many streams there are. Not simulated: audio output, hosted tools, files, background
 * responses.
 *
 * <p>Thread-safe.
 */
public final class OpenAiSimulator implements AutoCloseable {

    private final LoopbackServer server;
    private final RequestLog log;

    private OpenAiSimulator(LoopbackServer server, RequestLog log) {
        this.server = server;
        this.log = log;
    }

    /**
     * Starts a simulator with defaults: any free port, any key, any model, as fast as it can.
     *
     * @param responder what the model says
     * @return the running simulator
     */
    public static OpenAiSimulator start(Responder responder) {
        return builder().responder(responder).start();
    }

    /**
     * Starts with defaults and {@link Responder#echo()}.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The address for clients, as they would be given {@code https://api.openai.com/v1}.
     *
     * @return such as {@code http://127.0.0.1:41234/v1}
     */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.port() + "/v1");
    }

    /**
     * Where it listens.
     *
     * @return the port
     */
    public int port() {
        return server.port();
    }

    /**
     * The requests seen, refused ones included. Those that are no HTTP, or too large, are not among them.
     *
     * @return the latest, oldest first; a copy
     */
    public List<ReceivedRequest> requests() {
        return log.all();
    }

    /** Forgets the requests seen so far. */
    public void forgetRequests() {
        log.clear();
    }

    /**
     * How many requests are being answered. Falls when a client gives a stream up, so a test can see that cancelling reached the
     * wire.
     *
     * @return the number, zero when all is quiet
     */
    public int inFlight() {
        return server.inFlight();
    }

    /** Ends all connections, also those with an answer on the way. */
    @Override
    public void close() {
        server.close();
    }

    @Override
    public String toString() {
        return "OpenAiSimulator[" + baseUrl() + "]";
    }

    /** Collects how a simulator is to behave. Not thread-safe. */
    public static final class Builder {
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

        private Builder() {}

        /**
         * What the model says.
         *
         * @param value the mind; by default an echo
         * @return this builder
         */
        public Builder responder(Responder value) {
            this.responder = Objects.requireNonNull(value, "responder");
            return this;
        }

        /**
         * The keys that are accepted; others get 401.
         *
         * @param values the keys; none for any key, the default
         * @return this builder
         */
        public Builder apiKeys(String... values) {
            this.apiKeys = Set.of(values);
            return this;
        }

        /**
         * The models there are; others are not found.
         *
         * @param values their ids; none for any id, the default
         * @return this builder
         */
        public Builder models(String... values) {
            this.models = Set.of(values);
            return this;
        }

        /**
         * How fast the model speaks.
         *
         * @param value the pace; by default {@link Pace#INSTANT}
         * @return this builder
         */
        public Builder pace(Pace value) {
            this.pace = Objects.requireNonNull(value, "pace");
            return this;
        }

        /**
         * What is allowed in a minute; beyond it requests get 429 with the time to wait. Both refill steadily.
         *
         * @param requests by default 30,000
         * @param tokens of prompts and of the answers that they allow, by default 150,000,000
         * @return this builder
         */
        public Builder rateLimit(long requests, long tokens) {
            if (requests < 1 || tokens < 1) {
                throw new IllegalArgumentException("rateLimit: both must be at least 1");
            }
            this.requestsPerMinute = requests;
            this.tokensPerMinute = tokens;
            return this;
        }

        /**
         * How long a request may be; a longer one gets 413.
         *
         * @param value a number of bytes, by default 32 MiB
         * @return this builder
         */
        public Builder maxRequestBytes(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("maxRequestBytes: must be at least 1");
            }
            this.maxRequestBytes = value;
            return this;
        }

        /**
         * How many requests are kept for {@link OpenAiSimulator#requests()}.
         *
         * @param value zero or more, by default 1,000
         * @return this builder
         */
        public Builder requestsKept(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("requestsKept: must be at least 0");
            }
            this.requestsKept = value;
            return this;
        }

        /**
         * Where to listen.
         *
         * @param value the port; 0, the default, for any free one
         * @return this builder
         */
        public Builder port(int value) {
            this.port = value;
            return this;
        }

        /**
         * The time that answers carry as the time they were created.
         *
         * @param value the clock; by default the system's
         * @return this builder
         */
        public Builder clock(InstantSource value) {
            this.clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /**
         * Starts the simulator.
         *
         * @return the running simulator
         * @throws java.io.UncheckedIOException when the port is taken
         */
        public OpenAiSimulator start() {
            RequestLog log = new RequestLog(requestsKept);
            OpenAiEndpoints endpoints = new OpenAiEndpoints(
                    responder,
                    new KeyCheck(apiKeys),
                    new Models(models),
                    new RateMeter(requestsPerMinute, tokensPerMinute, System::nanoTime),
                    pace,
                    log,
                    clock);
            return new OpenAiSimulator(
                    LoopbackServer.start("portolan-openai-simulator", port, maxRequestBytes, endpoints), log);
        }
    }
}
