package dev.portolan.openai;

import dev.portolan.chat.ChatModel;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.transport.HttpTransport;
import dev.portolan.transport.TransportOptions;
import dev.portolan.wire.openai.EmbeddingsWire;
import dev.portolan.wire.openai.ModelFamilies;
import dev.portolan.wire.openai.OpenAiDialect;
import dev.portolan.wire.openai.OpenAiWire;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireChatModel;
import dev.portolan.wire.openai.WireProfile;
import dev.portolan.wire.openai.chat.ChatCompletionsWire;
import dev.portolan.wire.openai.responses.ResponsesWire;
import dev.portolan.wire.openai.responses.TokenCounting;
import dev.portolan.wire.openai.responses.WireTokenCounter;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client of OpenAI, or of a server that speaks its protocol, for use in code:
 *
 * <pre>{@code
 * OpenAiConnection connection = OpenAiConnection.builder().apiKey(Secret.of(key)).build();
 * ChatModel model = connection.chatModel(ModelSettings.builder("assistant", "gpt-4o-mini").build());
 * }</pre>
 *
 * <p>Such a model has no retries and no other decorators; {@code Portolan.builder().model(...)} puts it under a name beside
 * configured ones. Thread-safe.
 */
public final class OpenAiConnection implements ProviderConnection {

    /** Where OpenAI is. */
    static final URI OPENAI = URI.create("https://api.openai.com/v1");

    private static final CapabilityProfiles CAPABILITIES = ModelFamilies.PROFILES.and(
            CapabilityProfiles.load(OpenAiConnection.class, "capabilities.json", WireChatModel.QUIRKS));

    private final OpenAiClient client;
    private final URI baseUrl;
    private final String server;
    private final WireProfile profile;
    private final String api;
    private final @Nullable String vendorOptions;

    private OpenAiConnection(Builder builder) {
        this.baseUrl = builder.baseUrl;
        this.server = builder.server != null ? builder.server : Servers.guess(baseUrl);
        // A server of its own has state and options of its own, which are not to reach another vendor.
        String provider = server.equals("generic") ? builder.name : server;
        this.profile = WireProfile.forServer(provider, server);
        this.api = builder.api;
        this.vendorOptions = builder.vendorOptions;
        if (builder.apiKey == null && demandsKey(baseUrl)) {
            throw new IllegalArgumentException(
                    "portolan.providers." + builder.name + ".api-key must be set: OpenAI answers nobody without a key");
        }
        HttpTransport transport = new HttpTransport(builder.transport);
        try {
            this.client = new OpenAiClient(builder, transport, provider);
        } catch (IllegalArgumentException e) {
            transport.close();
            throw e;
        }
    }

    /** OpenAI's own address, which is also the default. */
    static boolean demandsKey(@Nullable URI baseUrl) {
        return baseUrl == null || OPENAI.getHost().equals(baseUrl.getHost());
    }

    /**
     * Starts with OpenAI's own address.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ChatModel chatModel(ModelSettings settings) {
        String own = settings.own().string("api");
        boolean responses = (own != null ? own : api).equals("responses");
        CapabilityProfiles.Profile known = capabilities(settings);
        if (responses) {
            known = ResponsesWire.restrict(known, settings);
        }
        VendorOptions options = new VendorOptions(
                profile.provider(), vendorOptions, settings.own().string("vendor-options"));
        ResponsesWire responsesWire = responses ? new ResponsesWire(profile) : null;
        OpenAiWire wire = responsesWire != null ? responsesWire : new ChatCompletionsWire(profile);
        // Only OpenAI itself counts; servers that copy the Responses API do not copy this.
        TokenCounting counting =
                responsesWire != null && server.equals("openai") ? responsesWire.tokenCounting() : null;
        WireTokenCounter counter = counting == null
                ? null
                : new WireTokenCounter(
                        client.endpoint(counting.path(), settings.model()), counting, known.info(), settings);
        return new OpenAiChatModel(client, wire, known, settings, options, counter, dialect());
    }

    /** Strictness is a promise of OpenAI's own models; of others it is asked only when the caller asks. */
    private @Nullable SchemaDialect dialect() {
        if (server.equals("openai") || server.equals("azure")) {
            return OpenAiDialect.strict();
        }
        return profile.has(Quirk.NO_STRICT) ? null : OpenAiDialect.onRequest();
    }

    @Override
    public EmbeddingModel embeddingModel(ModelSettings settings) {
        return new OpenAiEmbeddingModel(
                client, new EmbeddingsWire(profile), capabilities(settings).info(), settings);
    }

    /**
     * The models whose capabilities are known by their exact id.
     *
     * @return the ids
     */
    public static List<String> knownModels() {
        return CAPABILITIES.models();
    }

    @Override
    public void close() {
        client.close();
    }

    private CapabilityProfiles.Profile capabilities(ModelSettings settings) {
        return CAPABILITIES.find(profile.provider(), server, settings);
    }

    @Override
    public String toString() {
        return "OpenAiConnection[" + profile.provider() + " at " + baseUrl.getHost() + "]";
    }

    /** Collects what a connection needs. Not thread-safe. */
    public static final class Builder {
        private String name = OpenAiProvider.ID;
        private URI baseUrl = OPENAI;
        private @Nullable Secret apiKey;
        private @Nullable String server;
        private @Nullable String organization;
        private @Nullable String project;
        private String api = "chat";
        private @Nullable String vendorOptions;
        private TransportOptions transport = TransportOptions.DEFAULTS;

        private Builder() {}

        /**
         * Sets the connection's name, which answers and errors of a server of no known kind carry as provider.
         *
         * @param value the name; {@code openai} by default
         * @return this builder
         */
        public Builder name(String value) {
            this.name = Objects.requireNonNull(value, "name");
            return this;
        }

        /**
         * Sets the address.
         *
         * @param value the address of the API, version included; OpenAI's own by default
         * @return this builder
         */
        public Builder baseUrl(URI value) {
            this.baseUrl = Objects.requireNonNull(value, "baseUrl");
            return this;
        }

        /**
         * Sets the key. It is revealed anew for each call.
         *
         * @param value the key, or {@code null} for a server that wants none
         * @return this builder
         */
        public Builder apiKey(@Nullable Secret value) {
            this.apiKey = value;
            return this;
        }

        /**
         * Sets what kind of server it is.
         *
         * @param value one of {@link WireProfile#servers()}, or {@code null} to guess it from the address
         * @return this builder
         */
        public Builder server(@Nullable String value) {
            this.server = value;
            return this;
        }

        /**
         * Sets the organization that is billed.
         *
         * @param value its id, or {@code null} for the key's own
         * @return this builder
         */
        public Builder organization(@Nullable String value) {
            this.organization = value;
            return this;
        }

        /**
         * Sets the project that is billed.
         *
         * @param value its id, or {@code null} for the key's own
         * @return this builder
         */
        public Builder project(@Nullable String value) {
            this.project = value;
            return this;
        }

        /**
         * Sets which API chat models use unless their own settings say.
         *
         * @param value {@code chat}, the default, which every server speaks, or {@code responses}
         * @return this builder
         */
        public Builder api(String value) {
            if (!value.equals("chat") && !value.equals("responses")) {
                throw new IllegalArgumentException("api must be chat or responses");
            }
            this.api = value;
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
         * Sets how bytes are moved.
         *
         * @param value the options
         * @return this builder
         */
        public Builder transport(TransportOptions value) {
            this.transport = Objects.requireNonNull(value, "transport");
            return this;
        }

        URI baseUrl() {
            return baseUrl;
        }

        @Nullable
        Secret apiKey() {
            return apiKey;
        }

        @Nullable
        String organization() {
            return organization;
        }

        @Nullable
        String project() {
            return project;
        }

        /**
         * Makes the client; sends nothing.
         *
         * @return the connection, to be closed
         * @throws IllegalArgumentException when something is missing or does not fit; the message names the setting
         */
        public OpenAiConnection build() {
            return new OpenAiConnection(this);
        }
    }
}
