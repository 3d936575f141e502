package dev.portolan.simulator.azure;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.SimulatorBuilder;
import dev.portolan.simulator.internal.HttpSimulator;
import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.SimulatorState;
import dev.portolan.simulator.internal.anthropic.MessagesEndpoint;
import dev.portolan.simulator.internal.http.HttpHandler;
import dev.portolan.simulator.internal.openai.Endpoints;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Azure OpenAI on loopback: Chat Completions, Responses, embeddings and models, whole and streamed. It reads and checks requests as
 * OpenAI's simulator does, and differs where the service does:
 *
 * <ul>
 *   <li>addresses are {@code /openai/deployments/{deployment}/...} and {@code /openai/responses}, with an {@code api-version}, or {@code
 *       /openai/v1/...} without; a slash too many before them does no harm;
 *   <li>the key comes as {@code api-key}, or a token as {@code Authorization: Bearer}; what is accepted is {@link
 *       SimulatorBuilder#apiKeys(String...)} for both;
 *   <li>a request names a deployment, the answer names the model behind it;
 *   <li>answers say what the content filter thought of prompt and completion, streams in a first chunk without id, model and choices; a
 *       completion that was filtered is a choice without message;
 *   <li>Claude answers at {@code /anthropic/v1/messages} in Anthropic's form, of deployments whose model is a {@code claude-...};
 *   <li>errors of the gateway have a code and a message only, and headers are Azure's.
 * </ul>
 *
 * <p>A prompt is blocked by a fault: {@code Fault.error(ErrorKind.CONTENT_FILTERED)}. A completion is filtered by a reply that finishes
 * with {@code CONTENT_FILTER}. Not simulated: what OpenAI's simulator leaves out, other makers' models at {@code /models}, own data.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/azure/ai-foundry/openai/reference">Azure OpenAI: REST API reference</a>
 */
public final class AzureSimulator extends HttpSimulator {

    private static final String VENDOR = "azure";

    private AzureSimulator(SimulatorOptions options, SimulatorState state, HttpHandler handler) {
        super(options, state, handler);
    }

    /**
     * Starts a simulator with defaults: any free port, any key, any deployment, as fast as it can.
     *
     * @param responder what the model says
     * @return the running simulator
     */
    public static AzureSimulator start(Responder responder) {
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

    @Override
    public String vendor() {
        return VENDOR;
    }

    /**
     * The address for clients, as they would be given {@code https://example.openai.azure.com}.
     *
     * @return such as {@code http://127.0.0.1:41234}
     */
    @Override
    public URI baseUrl() {
        return URI.create(origin());
    }

    /** Collects how a simulator is to behave. Not thread-safe. */
    public static final class Builder extends SimulatorBuilder<AzureSimulator, Builder> {

        private final Map<String, String> deployments = new LinkedHashMap<>();
        private boolean asynchronousFilter;

        private Builder() {}

        /**
         * Adds a deployment. {@link SimulatorBuilder#models(String...)} adds deployments that are named as their models. With none of
         * either there is a deployment for every name, of the model of that name.
         *
         * @param name the deployment's name
         * @param model the model behind it, such as {@code gpt-4o}
         * @return this builder
         */
        public Builder deployment(String name, String model) {
            deployments.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(model, "model"));
            return this;
        }

        /**
         * Lets the content filter work beside the stream: what it thinks comes in chunks of its own, which have no delta. By default it
         * holds each piece back until it has passed.
         *
         * @return this builder
         * @see <a href="https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-streaming">Content streaming</a>
         */
        public Builder asynchronousFilter() {
            this.asynchronousFilter = true;
            return this;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        public AzureSimulator start() {
            SimulatorOptions options = options();
            SimulatorState state = new SimulatorState(VENDOR, options, AzureErrors::has);
            Deployments known = new Deployments(deployments, options.models());
            AzureDialect dialect = new AzureDialect(options.apiKeys(), known, new ContentFilter(asynchronousFilter));
            HttpHandler openAi = new Endpoints(options, state, dialect);
            HttpHandler claude = new MessagesEndpoint(options, state, new AzureClaude(dialect::admits, known));
            return new AzureSimulator(
                    options,
                    state,
                    request -> (request.path().startsWith("/anthropic/") ? claude : openAi).handle(request));
        }
    }
}
