package dev.portolan.azure;

import com.azure.core.credential.TokenCredential;
import dev.portolan.chat.ChatModel;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.HttpOptions;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.wire.anthropic.CacheMarks;
import dev.portolan.wire.openai.EmbeddingsWire;
import dev.portolan.wire.openai.ModelFamilies;
import dev.portolan.wire.openai.WireChatModel;
import dev.portolan.wire.openai.WireProfile;
import dev.portolan.wire.openai.chat.ChatCompletionsWire;
import dev.portolan.wire.openai.responses.ResponsesWire;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client of one Azure resource, for use in code:
 *
 * <pre>{@code
 * AzureConnection connection = AzureConnection.builder(URI.create("https://example.openai.azure.com"))
 *         .credential(new ManagedIdentityCredentialBuilder().build())
 *         .build();
 * ChatModel model = connection.chatModel(ModelSettings.builder("assistant", "gpt-4o-mini").build());
 * }</pre>
 *
 * <p>Such a model has no retries and no other decorators; {@code Portolan.builder().model(...)} puts it under a name beside
 * configured ones. Thread-safe.
 */
public final class AzureConnection implements ProviderConnection {

    private static final String HOST = "azure";

    private static final CapabilityProfiles CAPABILITIES =
            ModelFamilies.PROFILES.and(CapabilityProfiles.load(AzureConnection.class, "capabilities.json", quirks()));

    private static final WireProfile PROFILE = WireProfile.forServer(AzureProvider.ID, HOST);

    private final AzureClient client;
    private final Addresses addresses;
    private final @Nullable String api;
    private final @Nullable String vendorOptions;

    private AzureConnection(Builder builder) {
        HttpOptions options = builder.options.build();
        options.requireSafe("endpoint", builder.endpoint);
        this.addresses = new Addresses(builder.endpoint, builder.apiVersion);
        this.api = builder.api;
        this.vendorOptions = builder.vendorOptions;
        this.client = new AzureClient(builder.name, builder.endpoint, addresses, builder.authentication(), options);
    }

    /**
     * Starts with a resource.
     *
     * @param endpoint its address, such as {@code https://example.openai.azure.com}, or that of a gateway before it
     * @return a builder
     */
    public static Builder builder(URI endpoint) {
        return new Builder(endpoint);
    }

    private static Set<String> quirks() {
        Set<String> quirks = new HashSet<>(WireChatModel.QUIRKS);
        quirks.add(AzureChatModel.SCHEMAS);
        return quirks;
    }

    @Override
    public ChatModel chatModel(ModelSettings settings) {
        String chosen = api(settings);
        if (chosen.equals(AzureProvider.ANTHROPIC)) {
            return claude(settings);
        }
        boolean responses = chosen.equals("responses");
        CapabilityProfiles.Profile known = capabilities(settings);
        if (responses) {
            known = ResponsesWire.restrict(known, settings);
        }
        VendorOptions options = new VendorOptions(
                PROFILE.provider(), vendorOptions, settings.own().string("vendor-options"));
        return new AzureChatModel(
                client,
                responses ? new ResponsesWire(PROFILE) : new ChatCompletionsWire(PROFILE),
                deployment(settings),
                known,
                settings,
                options,
                check(settings));
    }

    /** Claude speaks its own wire only; what nothing is known of speaks Chat Completions. */
    private String api(ModelSettings settings) {
        String own = settings.own().string("api");
        String chosen = own != null ? own : api;
        if (chosen != null) {
            return chosen;
        }
        String base = settings.baseModel();
        String model = base != null ? base : settings.model();
        return model.toLowerCase(Locale.ROOT).startsWith("claude") ? AzureProvider.ANTHROPIC : "chat";
    }

    private ChatModel claude(ModelSettings settings) {
        return new AzureClaudeModel(
                client,
                deployment(settings),
                dev.portolan.wire.anthropic.ModelFamilies.PROFILES.find(PROFILE.provider(), HOST, settings),
                marks(settings),
                settings,
                new VendorOptions(
                        PROFILE.provider(), vendorOptions, settings.own().string("vendor-options")),
                check(settings));
    }

    private static CacheMarks marks(ModelSettings settings) {
        return new CacheMarks(
                Set.copyOf(settings.own().list(AzureProvider.CACHE_POINTS)),
                settings.own().string(AzureProvider.CACHE_TTL));
    }

    @Override
    public EmbeddingModel embeddingModel(ModelSettings settings) {
        return new AzureEmbeddingModel(
                client,
                new EmbeddingsWire(PROFILE),
                deployment(settings),
                capabilities(settings).info(),
                settings);
    }

    private static String deployment(ModelSettings settings) {
        String named = settings.own().string(AzureProvider.DEPLOYMENT);
        return named != null ? named : settings.model();
    }

    /** Nothing is known of the model when all that was given is a name, which may be the deployment's. */
    private static @Nullable DeploymentCheck check(ModelSettings settings) {
        String base = settings.baseModel();
        String deployment = deployment(settings);
        String expected = base != null ? base : settings.model();
        return base == null && deployment.equals(settings.model()) ? null : new DeploymentCheck(deployment, expected);
    }

    /**
     * The models whose capabilities are known by their exact id.
     *
     * @return the ids
     */
    public static List<String> knownModels() {
        return CAPABILITIES.models();
    }

    private static CapabilityProfiles.Profile capabilities(ModelSettings settings) {
        return CAPABILITIES.find(PROFILE.provider(), HOST, settings);
    }

    /** Calls in flight go on. Idle connections are closed at the next garbage collection; the SDK gives no other way. */
    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "AzureConnection[" + addresses + "]";
    }

    /** Collects what a connection needs. Not thread-safe. */
    public static final class Builder {
        private final URI endpoint;
        private String name = AzureProvider.ID;
        private String apiVersion = Addresses.V1;
        private @Nullable String api;
        private @Nullable Secret apiKey;
        private @Nullable TokenCredential credential;
        private @Nullable String scope;
        private @Nullable String vendorOptions;
        private HttpOptions.Builder options = HttpOptions.builder();

        private Builder(URI endpoint) {
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        }

        /**
         * Sets the connection's name, which advice in errors is given for.
         *
         * @param value the name; {@code azure} by default
         * @return this builder
         */
        public Builder name(String value) {
            this.name = Objects.requireNonNull(value, "name");
            return this;
        }

        /**
         * Sets the key. It is revealed anew for each call.
         *
         * @param value the key, or {@code null} when there is a credential
         * @return this builder
         */
        public Builder apiKey(@Nullable Secret value) {
            this.apiKey = value;
            return this;
        }

        /**
         * Sets what gives tokens of Entra ID. They are kept and fetched anew shortly before they expire.
         *
         * @param value a credential, of azure-identity or of your own, or {@code null} when there is a key
         * @return this builder
         */
        public Builder credential(@Nullable TokenCredential value) {
            this.credential = value;
            return this;
        }

        /**
         * Sets what tokens are asked for.
         *
         * @param value such as {@code https://cognitiveservices.azure.com/.default}; {@code null}, the default, for that of the
         *     cloud which the endpoint is in: global, {@code .us} or {@code .cn}
         * @return this builder
         */
        public Builder scope(@Nullable String value) {
            this.scope = value;
            return this;
        }

        /**
         * Sets the version of the API, and with it the form of addresses.
         *
         * @param value {@code v1}, the default; {@code preview}; or a date such as {@code 2024-10-21}
         * @return this builder
         */
        public Builder apiVersion(String value) {
            this.apiVersion = Objects.requireNonNull(value, "apiVersion");
            return this;
        }

        /**
         * Sets which API chat models use unless their own settings say.
         *
         * @param value {@code chat}, {@code responses}, or {@code anthropic} for Claude; {@code anthropic} by default for models
         *     whose base model, or else whose name, begins with {@code claude}, and {@code chat} for all others
         * @return this builder
         */
        public Builder api(String value) {
            if (!AzureProvider.APIS.contains(value)) {
                throw new IllegalArgumentException("api must be one of " + String.join(", ", AzureProvider.APIS));
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
         * Sends a header with every request, such as the subscription key of a gateway.
         *
         * @param header its name
         * @param value its value; never printed
         * @return this builder
         * @throws IllegalArgumentException when it cannot be sent; the message does not hold the value
         */
        public Builder header(String header, String value) {
            options.header(header, value);
            return this;
        }

        Builder options(HttpOptions.Builder value) {
            this.options = value;
            return this;
        }

        private Authentication authentication() {
            if (apiKey != null && credential != null) {
                throw new IllegalArgumentException("Give an api-key or a credential, not both");
            }
            if (credential != null) {
                return Authentication.entra(credential, scope != null ? scope : Authentication.scope(endpoint));
            }
            if (apiKey != null) {
                return Authentication.apiKey(apiKey);
            }
            throw new IllegalArgumentException("portolan.providers." + name
                    + ".api-key must be set, or auth=entra, or a credential given in code");
        }

        /**
         * Makes the client; sends nothing.
         *
         * @return the connection, to be closed
         * @throws IllegalArgumentException when something is missing or does not fit; the message names the setting
         */
        public AzureConnection build() {
            return new AzureConnection(this);
        }
    }
}
