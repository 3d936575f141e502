package dev.portolan.bedrock;

import dev.portolan.chat.ChatModel;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.spi.Settings;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.wire.openai.ModelFamilies;
import dev.portolan.wire.openai.OpenAiWire;
import dev.portolan.wire.openai.WireChatModel;
import dev.portolan.wire.openai.WireProfile;
import dev.portolan.wire.openai.chat.ChatCompletionsWire;
import dev.portolan.wire.openai.responses.ResponsesWire;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * A client of Amazon Bedrock, for use in code:
 *
 * <pre>{@code
 * BedrockConnection connection = BedrockConnection.builder().region("us-east-1").build();
 * ChatModel model = connection.chatModel(
 *         ModelSettings.builder("assistant", "us.amazon.nova-lite-v1:0").build());
 * }</pre>
 *
 * <p>Such a model has no retries and no other decorators; {@code Portolan.builder().model(...)} puts it under a name beside
 * configured ones. Thread-safe.
 */
public final class BedrockConnection implements ProviderConnection {

    static final String USER_AGENT = "portolan/" + version();

    /** The values of the setting {@code api}. */
    static final List<String> APIS = List.of("converse", "invoke", "openai", "openai-responses");

    private static final CapabilityProfiles CAPABILITIES =
            CapabilityProfiles.load(BedrockConnection.class, "capabilities.json", Family.QUIRKS);

    /** OpenAI's families by name, as they are here. */
    private static final CapabilityProfiles OPENAI_CAPABILITIES = ModelFamilies.PROFILES.and(CAPABILITIES);

    private final SdkClients clients;
    private final BedrockClient client;
    private final CallOptions options;
    private final @Nullable String api;
    private final @Nullable String vendorOptions;
    private final WireProfile openAi = WireProfile.forServer(BedrockProvider.ID, "generic");

    private BedrockConnection(ConnectionOptions options) {
        this.clients = new SdkClients(options);
        this.client = new BedrockClient(clients.bedrock(), clients.host());
        this.options = options.callOptions;
        this.api = options.api;
        this.vendorOptions = options.vendorOptions;
    }

    private static String version() {
        return Objects.requireNonNullElse(BedrockConnection.class.getPackage().getImplementationVersion(), "dev");
    }

    /**
     * Starts with the default credentials and whatever region the process runs in.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ChatModel chatModel(ModelSettings settings) {
        CapabilityProfiles.Profile known = CAPABILITIES.find(BedrockProvider.ID, null, settings);
        Family family = new Family(known);
        String own = settings.own().string("api");
        String chosen =
                own != null ? own : api != null ? api : Objects.requireNonNullElse(family.get(Family.API), "converse");
        VendorOptions vendor = new VendorOptions(
                BedrockProvider.ID, vendorOptions, settings.own().string("vendor-options"));
        if (chosen.startsWith("openai")) {
            return openAiModel(settings, chosen.equals("openai-responses"), vendor);
        }
        CallOptions all = CallOptions.of(settings.own()).orElse(options);
        RequestMapper requests = new RequestMapper(family, all);
        ChatApi chat;
        if (!chosen.equals("invoke")) {
            chat = new ConverseApi(client, requests, settings.model(), family);
        } else if (family.is(Family.INVOKE, Family.MESSAGES)) {
            known = MessagesFormat.known(known, settings);
            chat = new MessagesApi(client, new MessagesFormat(known, all, settings.model()), settings.model());
        } else {
            chat = new InvokeApi(client, requests, settings.model(), family);
        }
        return new BedrockChatModel(
                chat, known, settings, vendor, new BedrockTokenCounter(client, requests, known.info(), settings));
    }

    private ChatModel openAiModel(ModelSettings settings, boolean responses, VendorOptions vendor) {
        CapabilityProfiles.Profile known = OPENAI_CAPABILITIES.find(BedrockProvider.ID, null, settings);
        OpenAiWire wire = responses ? new ResponsesWire(openAi) : new ChatCompletionsWire(openAi);
        return new WireChatModel(
                clients.openAi(wire.path(), settings.model(), responses),
                wire,
                responses ? ResponsesWire.restrict(known, settings) : known,
                settings,
                vendor,
                null);
    }

    @Override
    public EmbeddingModel embeddingModel(ModelSettings settings) {
        return new BedrockEmbeddingModel(
                client, CAPABILITIES.find(BedrockProvider.ID, null, settings).info(), settings);
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
        clients.close();
    }

    @Override
    public String toString() {
        return "BedrockConnection[" + clients.host() + "]";
    }

    /** Collects what a connection needs. Not thread-safe. */
    public static final class Builder {

        private final ConnectionOptions options = new ConnectionOptions();

        private Builder() {}

        /**
         * Sets the connection's name, for messages about its settings.
         *
         * @param value the name; {@code bedrock} by default
         * @return this builder
         */
        public Builder name(String value) {
            options.name = Objects.requireNonNull(value, "name");
            return this;
        }

        /**
         * Sets the AWS region.
         *
         * @param value such as {@code us-east-1}, or {@code null} to look in the environment, the system properties and the
         *     profile
         * @return this builder
         */
        public Builder region(@Nullable String value) {
            options.region = value;
            return this;
        }

        /**
         * Sets an API key of Bedrock, in place of AWS credentials. It is revealed anew for each call.
         *
         * @param value the key, or {@code null} for none
         * @return this builder
         */
        public Builder apiKey(@Nullable Secret value) {
            options.apiKey = value;
            return this;
        }

        /**
         * Sets an access key. Its parts are revealed anew for each call.
         *
         * @param id the id
         * @param secret the secret
         * @param session the session token, or {@code null} for a key that is not temporary
         * @return this builder
         */
        public Builder accessKey(Secret id, Secret secret, @Nullable Secret session) {
            options.accessKeyId = Objects.requireNonNull(id, "id");
            options.secretAccessKey = Objects.requireNonNull(secret, "secret");
            options.sessionToken = session;
            return this;
        }

        /**
         * Sets where credentials come from, in the SDK's own form.
         *
         * @param value the source, closed by whoever made it; wins over all other settings of credentials but an API key
         * @return this builder
         */
        public Builder credentialsProvider(@Nullable AwsCredentialsProvider value) {
            options.credentialsProvider = value;
            return this;
        }

        /**
         * Sets a profile of the AWS configuration files.
         *
         * @param value its name, or {@code null}
         * @return this builder
         */
        public Builder profile(@Nullable String value) {
            options.profile = value;
            return this;
        }

        /**
         * Sets another address of Bedrock Runtime.
         *
         * @param value such as that of a VPC endpoint, or {@code null} for the region's own
         * @return this builder
         */
        public Builder endpoint(@Nullable URI value) {
            options.endpoint = value;
            return this;
        }

        /**
         * Sets whether HTTP/2 is used.
         *
         * @param value true by default
         * @return this builder
         */
        public Builder http2(boolean value) {
            options.http2 = value;
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
         * Makes the client; sends nothing.
         *
         * @return the connection, to be closed
         * @throws IllegalArgumentException when something is missing or does not fit; the message names the setting
         */
        public BedrockConnection build() {
            return new BedrockConnection(options);
        }
    }
}
