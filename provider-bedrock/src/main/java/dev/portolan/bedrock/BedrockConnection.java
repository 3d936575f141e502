package dev.portolan.bedrock;

import dev.portolan.chat.ChatModel;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.spi.Settings;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.wire.openai.ModelFamilies;
import dev.portolan.wire.openai.OpenAiWire;
import dev.portolan.wire.openai.VendorOptions;
import dev.portolan.wire.openai.WireChatModel;
import dev.portolan.wire.openai.WireProfile;
import dev.portolan.wire.openai.chat.ChatCompletionsWire;
import dev.portolan.wire.openai.responses.ResponsesWire;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private BedrockConnection(Builder builder) {
        this.clients = new SdkClients(builder);
        this.client = new BedrockClient(clients.bedrock(), clients.host());
        this.options = builder.options;
        this.api = builder.api;
        this.vendorOptions = builder.vendorOptions;
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
        RequestMapper requests =
                new RequestMapper(family, CallOptions.of(settings.own()).orElse(options));
        ChatApi chat = chosen.equals("invoke")
                ? new InvokeApi(client, requests, settings.model(), family)
                : new ConverseApi(client, requests, settings.model(), family);
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
        private String name = BedrockProvider.ID;
        private @Nullable String region;
        private @Nullable AuthMode auth;
        private @Nullable Secret apiKey;
        private @Nullable Secret accessKeyId;
        private @Nullable Secret secretAccessKey;
        private @Nullable Secret sessionToken;
        private @Nullable AwsCredentialsProvider credentialsProvider;
        private @Nullable String profile;
        private @Nullable String roleArn;
        private String roleSessionName = "portolan";
        private @Nullable String externalId;
        private @Nullable String webIdentityTokenFile;
        private @Nullable URI stsEndpoint;
        private @Nullable URI endpoint;
        private @Nullable URI openAiBaseUrl;
        private boolean fips;
        private boolean allowHttp;
        private boolean http2 = true;
        private int maxConnections = 2000;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration keepAlive = Duration.ofMinutes(1);
        private long maxResponseSize = 64L * 1024 * 1024;
        private @Nullable String proxy;
        private @Nullable String proxyUsername;
        private @Nullable Secret proxyPassword;
        private Map<String, String> headers = Map.of();
        private CallOptions options = CallOptions.NONE;
        private @Nullable String api;
        private @Nullable String vendorOptions;

        private Builder() {}

        /**
         * Sets the connection's name, for messages about its settings.
         *
         * @param value the name; {@code bedrock} by default
         * @return this builder
         */
        public Builder name(String value) {
            this.name = Objects.requireNonNull(value, "name");
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
            this.region = value;
            return this;
        }

        /**
         * Sets an API key of Bedrock, in place of AWS credentials. It is revealed anew for each call.
         *
         * @param value the key, or {@code null} for none
         * @return this builder
         */
        public Builder apiKey(@Nullable Secret value) {
            this.apiKey = value;
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
            this.accessKeyId = Objects.requireNonNull(id, "id");
            this.secretAccessKey = Objects.requireNonNull(secret, "secret");
            this.sessionToken = session;
            return this;
        }

        /**
         * Sets where credentials come from, in the SDK's own form.
         *
         * @param value the source, closed by whoever made it; wins over all other settings of credentials but an API key
         * @return this builder
         */
        public Builder credentialsProvider(@Nullable AwsCredentialsProvider value) {
            this.credentialsProvider = value;
            return this;
        }

        /**
         * Sets a profile of the AWS configuration files.
         *
         * @param value its name, or {@code null}
         * @return this builder
         */
        public Builder profile(@Nullable String value) {
            this.profile = value;
            return this;
        }

        /**
         * Sets another address of Bedrock Runtime.
         *
         * @param value such as that of a VPC endpoint, or {@code null} for the region's own
         * @return this builder
         */
        public Builder endpoint(@Nullable URI value) {
            this.endpoint = value;
            return this;
        }

        /**
         * Sets whether HTTP/2 is used.
         *
         * @param value true by default
         * @return this builder
         */
        public Builder http2(boolean value) {
            this.http2 = value;
            return this;
        }

        /**
         * Takes over settings by the names that the configuration knows.
         *
         * @param settings the settings, checked
         * @return this builder
         */
        public Builder settings(Settings settings) {
            String mode = settings.string("auth");
            this.auth = mode == null ? null : AuthMode.of(mode);
            this.region = settings.string("region");
            this.apiKey = settings.secret("api-key");
            this.accessKeyId = settings.secret("access-key-id");
            this.secretAccessKey = settings.secret("secret-access-key");
            this.sessionToken = settings.secret("session-token");
            this.profile = settings.string("profile");
            this.roleArn = settings.string("role-arn");
            this.roleSessionName = or(settings.string("role-session-name"), roleSessionName);
            this.externalId = settings.string("external-id");
            this.webIdentityTokenFile = settings.string("web-identity-token-file");
            this.stsEndpoint = settings.uri("sts-endpoint");
            this.endpoint = settings.uri("endpoint");
            this.openAiBaseUrl = settings.uri("openai-base-url");
            this.fips = or(settings.bool("fips"), fips);
            this.allowHttp = or(settings.bool("allow-http"), allowHttp);
            this.http2 = or(settings.bool("http2"), http2);
            this.maxConnections = Math.toIntExact(or(settings.integer("max-connections"), (long) maxConnections));
            this.connectTimeout = or(settings.duration("connect-timeout"), connectTimeout);
            this.keepAlive = or(settings.duration("keep-alive"), keepAlive);
            this.maxResponseSize = or(settings.size("max-response-size"), maxResponseSize);
            this.proxy = settings.string("proxy");
            this.proxyUsername = settings.string("proxy-username");
            this.proxyPassword = settings.secret("proxy-password");
            this.headers = new LinkedHashMap<>(settings.map("headers"));
            this.options = CallOptions.of(settings);
            this.api = settings.string("api");
            this.vendorOptions = settings.string("vendor-options");
            return this;
        }

        private static <T> T or(@Nullable T given, T otherwise) {
            return given != null ? given : otherwise;
        }

        /** What is said, or what the other settings mean. */
        AuthMode authMode() {
            if (auth != null) {
                return auth;
            }
            if (apiKey != null) {
                return AuthMode.BEARER;
            }
            if (webIdentityTokenFile != null) {
                return AuthMode.WEB_IDENTITY;
            }
            if (roleArn != null) {
                return AuthMode.ASSUME_ROLE;
            }
            if (accessKeyId != null) {
                return AuthMode.STATIC;
            }
            return profile != null ? AuthMode.PROFILE : AuthMode.DEFAULT;
        }

        String name() {
            return name;
        }

        @Nullable
        String region() {
            return region;
        }

        @Nullable
        Secret apiKey() {
            return apiKey;
        }

        @Nullable
        Secret accessKeyId() {
            return accessKeyId;
        }

        @Nullable
        Secret secretAccessKey() {
            return secretAccessKey;
        }

        @Nullable
        Secret sessionToken() {
            return sessionToken;
        }

        @Nullable
        AwsCredentialsProvider credentialsProvider() {
            return credentialsProvider;
        }

        @Nullable
        String profile() {
            return profile;
        }

        @Nullable
        String roleArn() {
            return roleArn;
        }

        String roleSessionName() {
            return roleSessionName;
        }

        @Nullable
        String externalId() {
            return externalId;
        }

        @Nullable
        String webIdentityTokenFile() {
            return webIdentityTokenFile;
        }

        @Nullable
        URI stsEndpoint() {
            return stsEndpoint;
        }

        @Nullable
        URI endpoint() {
            return endpoint;
        }

        @Nullable
        URI openAiBaseUrl() {
            return openAiBaseUrl;
        }

        boolean fips() {
            return fips;
        }

        boolean allowHttp() {
            return allowHttp;
        }

        boolean http2() {
            return http2;
        }

        int maxConnections() {
            return maxConnections;
        }

        Duration connectTimeout() {
            return connectTimeout;
        }

        Duration keepAlive() {
            return keepAlive;
        }

        long maxResponseSize() {
            return maxResponseSize;
        }

        @Nullable
        String proxy() {
            return proxy;
        }

        @Nullable
        String proxyUsername() {
            return proxyUsername;
        }

        @Nullable
        Secret proxyPassword() {
            return proxyPassword;
        }

        Map<String, String> headers() {
            return headers;
        }

        /**
         * Makes the client; sends nothing.
         *
         * @return the connection, to be closed
         * @throws IllegalArgumentException when something is missing or does not fit; the message names the setting
         */
        public BedrockConnection build() {
            return new BedrockConnection(this);
        }
    }
}
