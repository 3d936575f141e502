package dev.portolan.simulator.openai;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.SimulatorBuilder;
import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.openai.OpenAiHost;
import java.net.URI;

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
public final class OpenAiSimulator extends OpenAiHost {

    private static final Host HOST = new Host("openai", "/v1", OpenAiDialect::new, OpenAiErrors::has);

    private OpenAiSimulator(SimulatorOptions options) {
        super(HOST, options);
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
    @Override
    public URI baseUrl() {
        return super.baseUrl();
    }

    /** Collects how a simulator is to behave. Not thread-safe. */
    public static final class Builder extends SimulatorBuilder<OpenAiSimulator, Builder> {

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        public OpenAiSimulator start() {
            return new OpenAiSimulator(options());
        }
    }
}
