package dev.portolan.simulator.bedrock;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.SimulatorBuilder;
import dev.portolan.simulator.internal.HttpSimulator;
import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.SimulatorState;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Amazon Bedrock's runtime service on loopback: Converse, InvokeModel, both also as event streams, and CountTokens, with the
 * service's own errors, ids, checks of signatures and usage. Any client that can be given another endpoint can talk to it, over
 * HTTP/1.1 or HTTP/2 with prior knowledge; nothing leaves the machine.
 *
 * <pre>{@code
 * try (BedrockSimulator bedrock = BedrockSimulator.start(Responder.text("Hello."))) {
 *     BedrockRuntimeAsyncClient.builder().endpointOverride(bedrock.baseUrl()) // any region, any credentials
 * }
 * }</pre>
 *
 * <p>What the model says is up to a {@link Responder}. How it is said follows the request: stop sequences, token limits, tool choice,
 * several calls or one, strict tools, JSON of a schema, guardrails, cache points. What Bedrock refuses is refused in its words, by the
 * rules of the model's family, which is read from its id. Ids may come raw or percent-encoded, as ids of models, of inference
 * profiles, or as ARNs. InvokeModel knows the formats of Claude and Nova, those of Llama, Mistral, Titan, Cohere and Jurassic as far as text goes, the one of Chat
 * Completions that most others have, and those of the embeddings of Titan, Cohere and Nova.
 *
 * <p>Thoughts are shown whenever the reply has some. A reply that ends with {@code CONTENT_FILTER} is one in which the guardrail
 * intervened, where the request names a guardrail; {@code Fault.error(ErrorKind.CONTENT_FILTERED)} is a prompt that it blocked, and
 * without a guardrail the refusal of the service itself. Pieces, in the sense of {@link dev.portolan.simulator.Fault}, are messages of the
 * event stream. Besides the kinds of {@link dev.portolan.error.ErrorKind} faults may name the service's own classes of errors, where
 * one kind stands for several: {@code new ErrorKind("model-stream-error-exception", true, true)}, and so {@code
 * internal-server-exception}, {@code service-unavailable-exception}, {@code throttling-exception}, {@code validation-exception}, and
 * before a stream {@code model-not-ready-exception}, {@code model-error-exception} and {@code expired-token-exception} too.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html">Amazon Bedrock
 *     Runtime</a>
 */
public final class BedrockSimulator extends HttpSimulator {

    private static final String VENDOR = "bedrock";

    private BedrockSimulator(SimulatorOptions options, SimulatorState state, KeyRing keys, Models models) {
        super(options, state, new BedrockEndpoints(options, state, keys, models));
    }

    /**
     * Starts a simulator with defaults: any free port, any credentials, any model, as fast as it can.
     *
     * @param responder what the model says
     * @return the running simulator
     */
    public static BedrockSimulator start(Responder responder) {
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
     * The address for clients, in place of {@code https://bedrock-runtime.<region>.amazonaws.com}.
     *
     * @return such as {@code http://127.0.0.1:41234}
     */
    @Override
    public URI baseUrl() {
        return URI.create(origin());
    }

    /**
     * Collects how a simulator is to behave. {@link #apiKeys(String...)} are Bedrock's own keys, which come as bearer tokens. As soon as
     * there is one of them, or credentials, everybody else gets 403; until then whoever shows a signature or a token is let in,
     * right or wrong. Not thread-safe.
     */
    public static final class Builder extends SimulatorBuilder<BedrockSimulator, Builder> {

        private final Map<String, KeyRing.Secret> secrets = new HashMap<>();
        private Set<String> retired = Set.of();

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Adds lasting credentials. Requests must be signed with them, by Signature Version 4, for the service {@code bedrock} in any
         * region, and at most five minutes away from the {@link #clock(java.time.InstantSource) clock}.
         *
         * @param accessKeyId the public half
         * @param secretAccessKey the secret half
         * @return this builder
         */
        public Builder credentials(String accessKeyId, String secretAccessKey) {
            Objects.requireNonNull(secretAccessKey, "secretAccessKey");
            secrets.put(
                    Objects.requireNonNull(accessKeyId, "accessKeyId"),
                    new KeyRing.Secret(secretAccessKey, null, null));
            return this;
        }

        /**
         * Adds the credentials of a session, which end.
         *
         * @param accessKeyId the public half
         * @param secretAccessKey the secret half
         * @param sessionToken what must come with every request
         * @param expires from when on requests are refused as expired
         * @return this builder
         */
        public Builder sessionCredentials(
                String accessKeyId, String secretAccessKey, String sessionToken, Instant expires) {
            Objects.requireNonNull(secretAccessKey, "secretAccessKey");
            Objects.requireNonNull(sessionToken, "sessionToken");
            Objects.requireNonNull(expires, "expires");
            secrets.put(
                    Objects.requireNonNull(accessKeyId, "accessKeyId"),
                    new KeyRing.Secret(secretAccessKey, sessionToken, expires));
            return this;
        }

        /**
         * Models that have reached the end of their life; they get 404, others that there are not get 400.
         *
         * @param values their ids, by default none
         * @return this builder
         */
        public Builder retiredModels(String... values) {
            this.retired = Set.of(values);
            return this;
        }

        @Override
        public BedrockSimulator start() {
            SimulatorOptions options = options();
            return new BedrockSimulator(
                    options,
                    new SimulatorState(VENDOR, options, BedrockErrors::has),
                    new KeyRing(secrets, options.apiKeys(), options.clock()),
                    new Models(options.models(), retired));
        }
    }
}
