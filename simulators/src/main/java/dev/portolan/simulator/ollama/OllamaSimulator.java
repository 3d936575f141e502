package dev.portolan.simulator.ollama;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.SimulatorBuilder;
import dev.portolan.simulator.internal.HttpSimulator;
import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.SimulatorState;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ollama's native API on loopback: chat, embeddings, and what there is to know of models. Any client that can be pointed at another
 * address can talk to it; nothing leaves the machine, and nothing is downloaded.
 *
 * <pre>{@code
 * try (OllamaSimulator ollama = OllamaSimulator.start(Responder.text("Hello."))) {
 *     // base URL: ollama.baseUrl(), no key
 * }
 * }</pre>
 *
 * <p>What the model says is up to a {@link Responder}. How it is said follows the request: stop sequences, {@code num_predict},
 * {@code think}, {@code format}, log-probabilities. Three things are as on a real machine and easily missed:
 *
 * <ul>
 *   <li>A conversation longer than {@code num_ctx} loses its oldest messages without a word; {@link #truncations()} counts it, and the
 *       prompt of the {@linkplain #requests() request} is what was left.
 *   <li>A {@code format} is a constraint on what comes out. The model does not see it, so the responder does not; and it cannot call
 *       tools as long as there is one.
 *   <li>A model that can think does so unless {@code think} is false, and the family {@code gpt-oss} does so even then.
 * </ul>
 *
 * <p>No key is asked for unless {@linkplain SimulatorBuilder#apiKeys(String...) some are set}. Without installed models every name is
 * a model, which can do what its name lets one expect: {@code nomic-embed-text} embeds, {@code qwen3} thinks, {@code llava} sees. Not
 * simulated: {@code /api/generate}, the making of models, and the APIs of other vendors under {@code /v1}.
 *
 * <p>See https://github.com/ollama/ollama/blob/main/docs/api.md. Thread-safe.
 */
public final class OllamaSimulator extends HttpSimulator {

    private static final String VENDOR = "ollama";

    private final OllamaEndpoints endpoints;

    private OllamaSimulator(SimulatorOptions options, SimulatorState state, OllamaEndpoints endpoints) {
        super(options, state, endpoints);
        this.endpoints = endpoints;
    }

    /**
     * Starts a simulator with defaults: any free port, any model, as fast as it can.
     *
     * @param responder what the model says
     * @return the running simulator
     */
    public static OllamaSimulator start(Responder responder) {
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
     * The address for clients, as they would be given {@code http://localhost:11434}.
     *
     * @return such as {@code http://127.0.0.1:41234}
     */
    @Override
    public URI baseUrl() {
        return URI.create(origin());
    }

    /**
     * How many chats were cut in silence because they were longer than the context.
     *
     * @return the number since the start
     */
    public int truncations() {
        return endpoints.truncations();
    }

    /** Collects how a simulator is to behave. Not thread-safe. */
    public static final class Builder extends SimulatorBuilder<OllamaSimulator, Builder> {

        private final Map<String, List<String>> capabilities = new LinkedHashMap<>();
        private Set<String> pullable = Set.of();
        private int contextLength = 4_096;
        private boolean omitsCachedPrompts;
        private boolean enforcesFormat = true;
        private boolean hosted;

        private Builder() {}

        /**
         * Adds an installed model that can do certain things. What it cannot do is refused, as Ollama refuses it.
         *
         * @param name such as {@code llama3.2:3b}
         * @param can the words of {@code /api/show}: {@code completion}, {@code tools}, {@code thinking}, {@code vision}, {@code
         *     embedding}
         * @return this builder
         */
        public Builder model(String name, String... can) {
            capabilities.put(name, List.of(can));
            return this;
        }

        /**
         * What the registry has, for {@code /api/pull}. A pulled model is installed from then on.
         *
         * @param names the models; none for any name, the default
         * @return this builder
         */
        public Builder pullable(String... names) {
            this.pullable = Set.of(names);
            return this;
        }

        /**
         * How many tokens the context has when a request has no {@code num_ctx}.
         *
         * @param tokens at least 4, by default 4,096
         * @return this builder
         */
        public Builder contextLength(int tokens) {
            if (tokens < 4) {
                throw new IllegalArgumentException("contextLength: must be at least 4");
            }
            this.contextLength = tokens;
            return this;
        }

        /**
         * Whether {@code prompt_eval_count} is missing when the whole prompt was seen before, as older versions have it.
         *
         * @param value by default false
         * @return this builder
         */
        public Builder omitsCachedPrompts(boolean value) {
            this.omitsCachedPrompts = value;
            return this;
        }

        /**
         * Whether a {@code format} is obeyed. Hosted models and some builds take it and do as they please.
         *
         * @param value by default true
         * @return this builder
         */
        public Builder enforcesFormat(boolean value) {
            this.enforcesFormat = value;
            return this;
        }

        /**
         * Behaves as the hosted service: a key is needed, streams are typed {@code application/json}, the end tells no durations but
         * the total, and a {@code format} is not obeyed.
         *
         * @return this builder
         */
        public Builder hosted() {
            this.hosted = true;
            this.enforcesFormat = false;
            return this;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        public OllamaSimulator start() {
            SimulatorOptions options = options();
            SimulatorState state = new SimulatorState(VENDOR, options, OllamaErrors::has);
            OllamaTraits traits = new OllamaTraits(
                    Map.copyOf(capabilities), pullable, contextLength, omitsCachedPrompts, enforcesFormat, hosted);
            return new OllamaSimulator(options, state, new OllamaEndpoints(options, traits, state));
        }
    }
}
