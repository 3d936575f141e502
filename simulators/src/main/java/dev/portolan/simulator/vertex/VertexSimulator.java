package dev.portolan.simulator.vertex;

import com.google.cloud.aiplatform.v1.Candidate;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.SimulatorBuilder;
import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.SimulatorState;
import dev.portolan.simulator.internal.http.ThrowawayCertificate;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Vertex AI on loopback, over gRPC: Gemini by {@code GenerateContent} and {@code StreamGenerateContent}, Claude and Mistral by
 * {@code RawPredict} and {@code StreamRawPredict}, embeddings by {@code Predict} and {@code EmbedContent}, and {@code CountTokens}. Any client that can
 * be pointed at another address can talk to it; nothing leaves the machine.
 *
 * <pre>{@code
 * try (VertexSimulator vertex = VertexSimulator.start(Responder.text("Hello."))) {
 *     // endpoint: "127.0.0.1:" + vertex.port(), plaintext, no credentials
 * }
 * }</pre>
 *
 * <p>It needs these artifacts on the class path, which this module does not bring along: {@code
 * com.google.api.grpc:proto-google-cloud-aiplatform-v1}, {@code com.google.protobuf:protobuf-java-util}, {@code
 * io.grpc:grpc-netty-shaded} and {@code io.grpc:grpc-protobuf}. {@code com.google.cloud:google-cloud-aiplatform} brings all of them.
 *
 * <p>What the model says is up to a {@link Responder}. How it is said follows the request: stop sequences, token limits, calling modes,
 * schemas, several candidates, thoughts. What Vertex refuses is refused with its status and details: turns that do not alternate,
 * results without calls, thought signatures that did not come back as they were sent. A prompt is blocked, as an answer that holds
 * nothing but the reason, when a {@linkplain Builder#blockPrompts(Predicate) rule} or the fault {@link
 * dev.portolan.error.ErrorKind#CONTENT_FILTERED} says so; a reply that ends with a content filter is an answer without parts.
 *
 * <p>Tokens are asked for only when {@linkplain SimulatorBuilder#apiKeys(String...) some are set}; every call must carry the routing
 * header {@code x-goog-request-params}. In a {@link ReceivedRequest} the path is the full name of the method, the headers are the
 * metadata without binary entries, and the body is the message as JSON. One thread sends for all calls, however many streams there are.
 * Not simulated: cached contents, hosted tools, the REST form of the API.
 *
 * <p>See https://cloud.google.com/vertex-ai/docs/reference/rpc. Thread-safe.
 */
public final class VertexSimulator implements Simulator {

    private static final String VENDOR = "vertex";

    private final SimulatorState state;
    private final Backend backend;
    private final @Nullable X509Certificate certificate;

    private VertexSimulator(SimulatorState state, Backend backend, @Nullable X509Certificate certificate) {
        this.state = state;
        this.backend = backend;
        this.certificate = certificate;
    }

    /**
     * Starts a simulator with defaults: any free port, any model, no tokens asked for, as fast as it can.
     *
     * @param responder what the model says
     * @return the running simulator
     * @throws IllegalStateException when an artifact is missing that it needs; the message names it
     */
    public static VertexSimulator start(Responder responder) {
        return builder().responder(responder).start();
    }

    /**
     * Begins with defaults and {@link Responder#echo()}.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String vendor() {
        return VENDOR;
    }

    /**
     * The address for clients, as they would be given {@code https://us-central1-aiplatform.googleapis.com}. Google's own clients take
     * its authority.
     *
     * @return such as {@code http://127.0.0.1:41234}, {@code https} with TLS
     */
    @Override
    public URI baseUrl() {
        return URI.create((certificate == null ? "http" : "https") + "://127.0.0.1:" + port());
    }

    @Override
    public int port() {
        return backend.port();
    }

    @Override
    public @Nullable X509Certificate certificate() {
        return certificate;
    }

    @Override
    public void respond(Responder responder) {
        state.respond(responder);
    }

    @Override
    public void inject(Faults faults) {
        state.inject(faults);
    }

    @Override
    public boolean supports(Fault fault) {
        return state.supports(fault);
    }

    @Override
    public List<ReceivedRequest> requests() {
        return state.requests();
    }

    @Override
    public void forgetRequests() {
        state.forgetRequests();
    }

    @Override
    public int inFlight() {
        return backend.inFlight();
    }

    @Override
    public int openConnections() {
        return backend.openConnections();
    }

    @Override
    public void close() {
        backend.close();
    }

    @Override
    public String toString() {
        return "VertexSimulator[" + baseUrl() + "]";
    }

    /** What runs, in terms that need none of the optional artifacts. */
    interface Backend {
        int port();

        int inFlight();

        int openConnections();

        void close();
    }

    /** Collects how a simulator is to behave. Not thread-safe. */
    public static final class Builder extends SimulatorBuilder<VertexSimulator, Builder> {

        /** One class of each artifact. */
        private static final Map<String, String> NEEDED = needed();

        private @Nullable String project;
        private @Nullable String location;
        private String filterReason = "SAFETY";
        private Predicate<Prompt> blocks = prompt -> false;
        private boolean cumulativeUsage;

        private Builder() {}

        private static Map<String, String> needed() {
            Map<String, String> needed = new LinkedHashMap<>();
            needed.put(
                    "com.google.cloud.aiplatform.v1.GenerateContentRequest",
                    "com.google.api.grpc:proto-google-cloud-aiplatform-v1");
            needed.put("com.google.protobuf.util.JsonFormat", "com.google.protobuf:protobuf-java-util");
            needed.put("io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder", "io.grpc:grpc-netty-shaded");
            needed.put("io.grpc.protobuf.StatusProto", "io.grpc:grpc-protobuf");
            return needed;
        }

        /**
         * The only project there is; calls for another are denied.
         *
         * @param value its id; by default any is taken
         * @return this builder
         */
        public Builder project(String value) {
            this.project = Objects.requireNonNull(value, "project");
            return this;
        }

        /**
         * The only location that is served; calls for another are refused.
         *
         * @param value such as {@code us-central1}; by default any is taken
         * @return this builder
         */
        public Builder location(String value) {
            this.location = Objects.requireNonNull(value, "location");
            return this;
        }

        /**
         * The finish reason of answers that end with a content filter.
         *
         * @param value such as {@code RECITATION} or {@code PROHIBITED_CONTENT}; by default {@code SAFETY}
         * @return this builder
         */
        public Builder filterReason(String value) {
            this.filterReason = Objects.requireNonNull(value, "filterReason");
            return this;
        }

        /**
         * Which prompts are blocked.
         *
         * @param rule true for those; by default none
         * @return this builder
         */
        public Builder blockPrompts(Predicate<Prompt> rule) {
            this.blocks = Objects.requireNonNull(rule, "rule");
            return this;
        }

        /**
         * Whether each message of a stream tells the tokens so far, as the Gemini API does. By default only the last one tells them,
         * as Vertex does.
         *
         * @param value by default false
         * @return this builder
         */
        public Builder cumulativeUsage(boolean value) {
            this.cumulativeUsage = value;
            return this;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Starts the simulator.
         *
         * @return the running simulator
         * @throws IllegalStateException when an artifact is missing that it needs; the message names it
         * @throws IllegalArgumentException when the wire cannot have one of the faults, or there is no such filter reason
         * @throws java.io.UncheckedIOException when the port is taken
         */
        @Override
        public VertexSimulator start() {
            requireArtifacts();
            SimulatorOptions options = options();
            SimulatorState state = new SimulatorState(VENDOR, options, VertexFaults::has);
            ThrowawayCertificate identity = options.tls() ? ThrowawayCertificate.create() : null;
            Backend backend =
                    Launch.start(options, state, identity, project, location, filterReason, blocks, cumulativeUsage);
            return new VertexSimulator(state, backend, identity == null ? null : identity.certificate());
        }

        private static void requireArtifacts() {
            List<String> missing = new ArrayList<>();
            NEEDED.forEach((type, artifact) -> {
                try {
                    Class.forName(type, false, VertexSimulator.class.getClassLoader());
                } catch (ClassNotFoundException e) {
                    missing.add(artifact);
                }
            });
            if (!missing.isEmpty()) {
                throw new IllegalStateException(
                        "The simulator of Vertex needs artifacts that are not on the class path: "
                                + String.join(", ", missing)
                                + ". Add them, or com.google.cloud:google-cloud-aiplatform, which brings them all.");
            }
        }
    }

    /** Touched only when everything that it needs is there. */
    private static final class Launch {
        private Launch() {}

        static Backend start(
                SimulatorOptions options,
                SimulatorState state,
                @Nullable ThrowawayCertificate identity,
                @Nullable String project,
                @Nullable String location,
                String filterReason,
                Predicate<Prompt> blocks,
                boolean cumulativeUsage) {
            VertexTraits traits = new VertexTraits(
                    project, location, Candidate.FinishReason.valueOf(filterReason), blocks, cumulativeUsage);
            return new VertexServer(options, traits, state, identity);
        }
    }
}
