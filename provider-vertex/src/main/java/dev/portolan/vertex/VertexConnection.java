package dev.portolan.vertex;

import com.google.auth.Credentials;
import dev.portolan.chat.ChatModel;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.spi.Settings;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.VendorOptions;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client of Google Vertex AI, for use in code:
 *
 * <pre>{@code
 * VertexConnection connection =
 *         VertexConnection.builder().project("my-project").location("europe-west4").build();
 * ChatModel model = connection.chatModel(
 *         ModelSettings.builder("assistant", "gemini-3.5-flash").build());
 * }</pre>
 *
 * <p>Such a model has no retries and no other decorators; {@code Portolan.builder().model(...)} puts it under a name beside
 * configured ones. Thread-safe.
 */
public final class VertexConnection implements ProviderConnection {

    static final String USER_AGENT = "portolan/" + version();

    /** The values of the setting {@code api}. */
    static final List<String> APIS = List.of("gemini", "claude", "openai", "openai-raw");

    private static final CapabilityProfiles CAPABILITIES =
            CapabilityProfiles.load(VertexConnection.class, "capabilities.json", Family.QUIRKS);

    private final VertexClient client;
    private final Partners partners;
    private final String host;
    private final String project;
    private final String location;
    private final CallOptions options;
    private final @Nullable String vendorOptions;

    private VertexConnection(ConnectionOptions options) {
        Place place = Place.of(options, System::getenv);
        this.project = place.project();
        this.location = place.location().name();
        SdkClients clients = new SdkClients(options, place.location().host());
        this.host = clients.host();
        VertexAuth auth = new VertexAuth(options, host);
        this.client = new VertexClient(clients, auth, options);
        this.partners = new Partners(client, auth, place, host, options);
        this.options = options.callOptions;
        this.vendorOptions = options.vendorOptions;
    }

    private static String version() {
        return Objects.requireNonNullElse(VertexConnection.class.getPackage().getImplementationVersion(), "dev");
    }

    /**
     * Starts with the application default credentials and the project and location of the environment.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ChatModel chatModel(ModelSettings settings) {
        ModelName name = ModelName.of(settings.model(), settings.own().string("publisher"));
        String api = settings.own().string("api");
        VendorOptions vendor = new VendorOptions(
                VertexProvider.ID, vendorOptions, settings.own().string("vendor-options"));
        CallOptions call = CallOptions.of(settings.own()).orElse(options);
        return switch (api != null ? api : name.api()) {
            case "claude" -> partners.claude(name, settings, vendor, call.cacheMarks());
            case "openai" -> partners.openAi(name, settings, vendor);
            case "openai-raw" -> partners.openAiRaw(name, settings, vendor);
            default -> gemini(name, settings, vendor, call);
        };
    }

    private ChatModel gemini(ModelName name, ModelSettings settings, VendorOptions vendor, CallOptions call) {
        CapabilityProfiles.Profile known = CAPABILITIES.find(VertexProvider.ID, null, settings);
        RequestMapper requests = new RequestMapper(name.path(project, location), new Family(known), call);
        return new VertexChatModel(
                client,
                requests,
                known,
                settings,
                vendor,
                call.requestType(),
                new VertexTokenCounter(client, requests, known.info(), settings));
    }

    @Override
    public EmbeddingModel embeddingModel(ModelSettings settings) {
        ModelName name = ModelName.of(settings.model(), settings.own().string("publisher"));
        return new VertexEmbeddingModel(
                client, CAPABILITIES.find(VertexProvider.ID, null, settings), settings, name.path(project, location));
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
        partners.close();
        client.close();
    }

    @Override
    public String toString() {
        return "VertexConnection[" + host + "]";
    }

    /** Collects what a connection needs. Not thread-safe. */
    public static final class Builder {

        private final ConnectionOptions options = new ConnectionOptions();

        private Builder() {}

        /**
         * Sets the connection's name, for messages about its settings.
         *
         * @param value the name; {@code vertex} by default
         * @return this builder
         */
        public Builder name(String value) {
            options.name = Objects.requireNonNull(value, "name");
            return this;
        }

        /**
         * Sets the project that is billed.
         *
         * @param value its id, or {@code null} for the environment's {@code GOOGLE_CLOUD_PROJECT} or the one that the credentials'
         *     file names
         * @return this builder
         */
        public Builder project(@Nullable String value) {
            options.project = value;
            return this;
        }

        /**
         * Sets where models are called.
         *
         * @param value a region such as {@code europe-west4}, {@code us}, {@code eu} or {@code global}; {@code null} for the
         *     environment's {@code GOOGLE_CLOUD_LOCATION}
         * @return this builder
         */
        public Builder location(@Nullable String value) {
            options.location = value;
            return this;
        }

        /**
         * Sets a token. It is revealed anew for each call, so that whoever renews it needs no new connection.
         *
         * @param value an OAuth access token, or {@code null} for none
         * @return this builder
         */
        public Builder accessToken(@Nullable Secret value) {
            options.accessToken = value;
            return this;
        }

        /**
         * Sets where credentials come from, in the SDK's own form.
         *
         * @param value the source, with the scope {@code cloud-platform} unless it needs none; wins over all other settings of
         *     credentials but an access token
         * @return this builder
         */
        public Builder credentials(@Nullable Credentials value) {
            options.credentials = value;
            return this;
        }

        /**
         * Sets a file of credentials.
         *
         * @param value its path, or {@code null}
         * @return this builder
         */
        public Builder credentialsFile(@Nullable String value) {
            options.credentialsFile = value;
            return this;
        }

        /**
         * Sets a service account that calls are made as.
         *
         * @param value its e-mail address, or {@code null} for nobody
         * @return this builder
         */
        public Builder impersonate(@Nullable String value) {
            options.impersonate = value;
            return this;
        }

        /**
         * Sets another address of Vertex AI.
         *
         * @param value such as that of a private endpoint, or {@code null} for the location's own; {@code http} goes to this machine
         *     only
         * @return this builder
         */
        public Builder endpoint(@Nullable URI value) {
            options.endpoint = value;
            return this;
        }

        /**
         * Sets whether the connection is made when it is built. The first call then takes less by the time that classes are loaded
         * and TLS is agreed on, about a second.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder warmUp(boolean value) {
            options.warmUp = value;
            return this;
        }

        /**
         * Takes over settings by the names that the configuration knows.
         *
         * @param settings the settings, checked
         * @return this builder
         */
        public Builder settings(Settings settings) {
            options.read(settings);
            return this;
        }

        /**
         * Makes the client; sends nothing, but for a connection that is warmed up.
         *
         * @return the connection, to be closed
         * @throws IllegalArgumentException when something is missing or does not fit; the message names the setting
         */
        public VertexConnection build() {
            return new VertexConnection(options);
        }
    }
}
