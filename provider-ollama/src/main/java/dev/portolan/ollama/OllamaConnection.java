package dev.portolan.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ModelInfo;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.CallLimits;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.EffortRules;
import dev.portolan.spi.support.ErrorOrigin;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.transport.HttpAnswer;
import dev.portolan.transport.HttpTransport;
import dev.portolan.transport.TransportOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of an Ollama server, for use in code:
 *
 * <pre>{@code
 * OllamaConnection connection = OllamaConnection.builder().build();
 * ChatModel model = connection.chatModel(ModelSettings.builder("assistant", "llama3.2").build());
 * }</pre>
 *
 * <p>Such a model has no retries and no other decorators; {@code Portolan.builder().model(...)} puts it under a name beside
 * configured ones. Thread-safe.
 *
 * @see <a href="https://docs.ollama.com/api">Ollama: API reference</a>
 */
public final class OllamaConnection implements ProviderConnection {

    /** Where a server on this machine is. */
    static final URI LOCAL = URI.create("http://localhost:11434");

    private static final String HOSTED = "ollama.com";

    private static final CapabilityProfiles CAPABILITIES = CapabilityProfiles.load(
            OllamaConnection.class, "capabilities.json", Set.of(EffortRules.EFFORTS, RequestMapper.THINK));

    private final OllamaClient client;
    private final ModelCards cards;
    private final URI baseUrl;
    private final CallOptions options;
    private final @Nullable String vendorOptions;

    private OllamaConnection(Builder builder) {
        this.baseUrl = withoutPath(builder.baseUrl);
        this.options = builder.options;
        this.vendorOptions = builder.vendorOptions;
        if (builder.apiKey == null && demandsKey(baseUrl)) {
            throw new IllegalArgumentException("portolan.providers." + builder.name
                    + ".api-key must be set: the hosted service answers nobody without a key");
        }
        HttpTransport transport = new HttpTransport(builder.transport);
        try {
            this.client = new OllamaClient(
                    transport, baseUrl, builder.apiKey, builder.pull == null ? null : new ModelPull(builder.pull));
        } catch (IllegalArgumentException e) {
            transport.close();
            throw e;
        }
        this.cards = new ModelCards(client, builder.askServer);
    }

    /** The address of one of the server's APIs stands for the server. */
    private static URI withoutPath(URI given) {
        String text = given.toString();
        for (String api : List.of("/", "/api", "/v1")) {
            if (text.endsWith(api)) {
                text = text.substring(0, text.length() - api.length());
            }
        }
        return URI.create(text);
    }

    static boolean demandsKey(@Nullable URI baseUrl) {
        return baseUrl != null && HOSTED.equals(baseUrl.getHost());
    }

    /**
     * Starts with a server on this machine.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ChatModel chatModel(ModelSettings settings) {
        CallOptions merged = CallOptions.of(settings.own()).orElse(options);
        CapabilityProfiles.Profile known = profile(settings);
        return new OllamaChatModel(
                client,
                cards,
                new CapabilityProfiles.Profile(ContextWindow.of(known.info(), merged.numCtx()), known.quirks()),
                settings,
                merged,
                new VendorOptions(
                        OllamaProvider.ID, vendorOptions, settings.own().string("vendor-options")));
    }

    @Override
    public EmbeddingModel embeddingModel(ModelSettings settings) {
        ModelInfo info = profile(settings).info();
        return new OllamaEmbeddingModel(
                client, info, settings, CallOptions.of(settings.own()).orElse(options));
    }

    private CapabilityProfiles.Profile profile(ModelSettings settings) {
        return CAPABILITIES.find(OllamaProvider.ID, demandsKey(baseUrl) ? "hosted" : null, settings);
    }

    /**
     * The models that the server has.
     *
     * @param context time limits, cancellation and credentials
     * @return their names, as the server orders them
     * @throws LlmException when the server does not answer, or not as Ollama does
     */
    public List<String> installedModels(CallContext context) {
        JsonNode models = asked(context, client::tags).path("models");
        List<String> names = new ArrayList<>(models.size());
        models.forEach(
                model -> names.add(model.path("name").asText(model.path("model").asText(""))));
        return List.copyOf(names);
    }

    /**
     * The server's version.
     *
     * @param context time limits, cancellation and credentials
     * @return the version, such as {@code 0.12.6}
     * @throws LlmException when the server does not answer, or not as Ollama does
     */
    public String version(CallContext context) {
        return asked(context, client::version).path("version").asText("");
    }

    private interface Question {
        HttpAnswer ask(CallContext context, CallGuard guard);
    }

    private static JsonNode asked(CallContext context, Question question) {
        ModelInfo nobody = ModelInfo.builder(OllamaProvider.ID, "").build();
        CallContext limited =
                CallLimits.apply(context, ModelSettings.builder("", "").build(), nobody);
        try (CallGuard guard = CallGuard.start(limited);
                HttpAnswer answer = question.ask(limited, guard)) {
            return ModelCard.tree(answer.bytes());
        } catch (LlmException e) {
            throw ErrorOrigin.of(e, nobody, null);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "OllamaConnection[" + baseUrl.getHost() + "]";
    }

    /** Collects what a connection needs. Not thread-safe. */
    public static final class Builder {
        private String name = OllamaProvider.ID;
        private URI baseUrl = LOCAL;
        private @Nullable Secret apiKey;
        private boolean askServer = true;
        private @Nullable Consumer<PullProgress> pull;
        private @Nullable String vendorOptions;
        private CallOptions options = CallOptions.NONE;
        private TransportOptions transport = TransportOptions.DEFAULTS;

        private Builder() {}

        /**
         * Sets the connection's name, which messages about its settings carry.
         *
         * @param value the name; {@code ollama} by default
         * @return this builder
         */
        public Builder name(String value) {
            this.name = Objects.requireNonNull(value, "name");
            return this;
        }

        /**
         * Sets the address. Plain {@code http} goes to this machine only, unless the transport allows more.
         *
         * @param value the server's address; {@code http://localhost:11434} by default. {@code /api} or {@code /v1} at its end is
         *     left out
         * @return this builder
         */
        public Builder baseUrl(URI value) {
            this.baseUrl = Objects.requireNonNull(value, "baseUrl");
            return this;
        }

        /**
         * Sets the key, sent as a bearer token. It is revealed anew for each call.
         *
         * @param value the key, or {@code null} for a server that wants none
         * @return this builder
         */
        public Builder apiKey(@Nullable Secret value) {
            this.apiKey = value;
            return this;
        }

        /**
         * Sets whether the server is asked what a model can and how long its context is: once for each model, in the first call
         * that has tools, images or an effort, or a long prompt. Without it the data of this module and the settings count.
         *
         * @param value true by default
         * @return this builder
         */
        public Builder askServer(boolean value) {
            this.askServer = value;
            return this;
        }

        /**
         * Has the server fetch a model that it lacks, within the time of the call that needs it; that call is then made again.
         * Without this such a call fails.
         *
         * @param listener hears of the progress on the caller's thread; what it throws ends the call
         * @return this builder
         */
        public Builder pullMissing(Consumer<PullProgress> listener) {
            this.pull = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Sets what is merged into each request of a chat model, below what the request itself says.
         *
         * @param value a JSON object as text, or {@code null}
         * @return this builder
         */
        public Builder vendorOptions(@Nullable String value) {
            this.vendorOptions = value;
            return this;
        }

        /**
         * Sets how many tokens the context of all models has.
         *
         * @param value the number, at least 1, or {@code null} for the model's or server's own
         * @return this builder
         * @throws IllegalArgumentException when it is less than 1
         */
        public Builder numCtx(@Nullable Integer value) {
            this.options =
                    new CallOptions(options.keepAlive(), value, options.think(), options.truncate(), options.options());
            return this;
        }

        /**
         * Sets how long a model stays in memory after a call.
         *
         * @param value a time such as {@code 5m}, {@code 0} for not at all, {@code -1} for ever, or {@code null} for the server's
         *     own time
         * @return this builder
         * @throws IllegalArgumentException when it is no such time
         */
        public Builder modelKeepAlive(@Nullable String value) {
            this.options =
                    new CallOptions(value, options.numCtx(), options.think(), options.truncate(), options.options());
            return this;
        }

        Builder options(CallOptions value) {
            this.options = value;
            return this;
        }

        /**
         * Sets how bytes are moved.
         *
         * @param value the options
         * @return this builder
         */
        public Builder transport(TransportOptions value) {
            this.transport = Objects.requireNonNull(value, "transport");
            return this;
        }

        /**
         * Makes the client; sends nothing.
         *
         * @return the connection, to be closed
         * @throws IllegalArgumentException when something is missing or does not fit; the message names the setting
         */
        public OllamaConnection build() {
            return new OllamaConnection(this);
        }
    }
}
