package dev.portolan.simulator.vertex;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.SimulatorBuilder;
import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.openai.OpenAiHost;
import java.net.URI;

/**
 * The OpenAI-compatible endpoint of Vertex AI on loopback, where other makers' models are called: Chat Completions over HTTP with
 * OAuth tokens, and errors in the form of Google's services. The models are named with their publishers, such as {@code
 * meta/llama-4-maverick-17b-128e-instruct-maas}.
 *
 * <pre>{@code
 * try (VertexOpenAiSimulator vertex = VertexOpenAiSimulator.start(Responder.text("Hello."))) {
 *     // base URL: vertex.baseUrl(), any token
 * }
 * }</pre>
 *
 * <p>It needs the same artifacts on the class path as {@link VertexSimulator}, for the form of errors. Thread-safe.
 */
public final class VertexOpenAiSimulator extends OpenAiHost {

    private static final Host HOST = new Host(
            "vertex-openai",
            "/v1/projects/acme/locations/us-central1/endpoints/openapi",
            VertexOpenAiDialect::new,
            VertexOpenAiErrors::has);

    private VertexOpenAiSimulator(SimulatorOptions options) {
        super(HOST, options);
    }

    /**
     * Starts a simulator with defaults: any free port, any token, any model, as fast as it can.
     *
     * @param responder what the model says
     * @return the running simulator
     */
    public static VertexOpenAiSimulator start(Responder responder) {
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
     * The address for clients, as they would be given {@code
     * https://us-central1-aiplatform.googleapis.com/v1/projects/acme/locations/us-central1/endpoints/openapi}.
     *
     * @return such as {@code http://127.0.0.1:41234/v1/projects/acme/locations/us-central1/endpoints/openapi}
     */
    @Override
    public URI baseUrl() {
        return super.baseUrl();
    }

    /** Collects how a simulator is to behave. Not thread-safe. */
    public static final class Builder extends SimulatorBuilder<VertexOpenAiSimulator, Builder> {

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        public VertexOpenAiSimulator start() {
            return new VertexOpenAiSimulator(options());
        }
    }
}
