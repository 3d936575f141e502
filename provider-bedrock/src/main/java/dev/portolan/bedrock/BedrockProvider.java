package dev.portolan.bedrock;

import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import dev.portolan.spi.support.HttpOptions;
import dev.portolan.spi.support.HttpSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The provider {@code bedrock}: models on Amazon Bedrock.
 *
 * <pre>{@code
 * portolan.models.assistant.provider=bedrock
 * portolan.models.assistant.model=us.anthropic.claude-haiku-4-5-20251001-v1:0
 * portolan.providers.bedrock.region=us-east-1
 * }</pre>
 */
public final class BedrockProvider implements ModelProvider {

    /** The id. */
    static final String ID = "bedrock";

    /** Does nothing costly. */
    public BedrockProvider() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<SettingSpec> connectionSettings() {
        List<SettingSpec> specs = new ArrayList<>(
                List.of(
                        SettingSpec.of(
                                "region",
                                SettingSpec.Type.STRING,
                                "The AWS region; without it the SDK looks where it always does"),
                        SettingSpec.choice(
                                "auth",
                                AuthMode.words(),
                                "How to tell who calls; without it what the other settings say, else the default chain"),
                        SettingSpec.of("api-key", SettingSpec.Type.SECRET, "A Bedrock API key, for auth=bearer"),
                        SettingSpec.of(
                                "access-key-id", SettingSpec.Type.SECRET, "The id of an access key, for auth=static"),
                        SettingSpec.of("secret-access-key", SettingSpec.Type.SECRET, "The secret of the access key"),
                        SettingSpec.of(
                                "session-token",
                                SettingSpec.Type.SECRET,
                                "The session token, when the access key is temporary"),
                        SettingSpec.of(
                                "profile",
                                SettingSpec.Type.STRING,
                                "A profile of the AWS configuration files, for auth=profile"),
                        SettingSpec.of(
                                "role-arn",
                                SettingSpec.Type.STRING,
                                "The role, for auth=assume-role and auth=web-identity"),
                        SettingSpec.of("role-session-name", SettingSpec.Type.STRING, "The name of the role's session")
                                .withDefault("portolan"),
                        SettingSpec.of(
                                "external-id",
                                SettingSpec.Type.STRING,
                                "What the role's trust policy demands, for auth=assume-role"),
                        SettingSpec.of(
                                "web-identity-token-file",
                                SettingSpec.Type.STRING,
                                "The file of the token, for auth=web-identity"),
                        SettingSpec.of(
                                "sts-endpoint", SettingSpec.Type.URI, "Another address of STS, such as a VPC endpoint"),
                        SettingSpec.of(
                                "endpoint",
                                SettingSpec.Type.URI,
                                "Another address of Bedrock Runtime, such as a VPC endpoint"),
                        SettingSpec.of("fips", SettingSpec.Type.BOOLEAN, "Whether the region's FIPS endpoint is used")
                                .withDefault("false"),
                        SettingSpec.of(
                                "openai-base-url",
                                SettingSpec.Type.URI,
                                "Another address of the OpenAI-compatible endpoint, version included; the region's unless set")));
        specs.addAll(sharedSettings());
        specs.addAll(HttpOptions.settings());
        specs.addAll(List.of(
                SettingSpec.of("http2", SettingSpec.Type.BOOLEAN, "Whether HTTP/2 is used; without it HTTP/1.1")
                        .withDefault("true"),
                SettingSpec.of(
                                "max-connections",
                                SettingSpec.Type.INTEGER,
                                "How many calls may run at once on the connection; one more fails")
                        .withDefault("2000"),
                HttpSettings.CONNECT_TIMEOUT,
                HttpSettings.keepAlive("1m")));
        return List.copyOf(specs);
    }

    @Override
    public List<SettingSpec> modelSettings() {
        List<SettingSpec> specs = new ArrayList<>(sharedSettings());
        specs.add(SettingSpec.of(
                BedrockEmbeddingModel.BATCH_SIZE,
                SettingSpec.Type.INTEGER,
                "How many texts an embedding model of Cohere sends at once; 96 unless set"));
        return List.copyOf(specs);
    }

    /** What a model may say, or the connection for all its models. */
    private static List<SettingSpec> sharedSettings() {
        return List.of(
                SettingSpec.choice(
                        "api",
                        BedrockConnection.APIS,
                        "How chat models are called; converse unless the model has none"),
                SettingSpec.of(
                        "vendor-options",
                        SettingSpec.Type.JSON,
                        "What is merged into each request of a chat model; the model's wins over the connection's, the"
                                + " request's over both"),
                SettingSpec.of("guardrail", SettingSpec.Type.STRING, "The id or ARN of a guardrail"),
                SettingSpec.of(
                        "guardrail-version", SettingSpec.Type.STRING, "The guardrail's version; DRAFT unless set"),
                SettingSpec.choice(
                        "guardrail-trace",
                        List.of("enabled", "disabled", "enabled_full"),
                        "Whether the guardrail's assessment comes with the answer"),
                SettingSpec.choice(
                        "guardrail-stream",
                        List.of("sync", "async"),
                        "Whether a stream waits for the guardrail or runs ahead of it"),
                SettingSpec.choice(
                        "service-tier", List.of("priority", "default", "flex", "reserved"), "The service tier"),
                SettingSpec.choice("latency", List.of("standard", "optimized"), "The latency mode"),
                SettingSpec.of(
                        "request-metadata",
                        SettingSpec.Type.MAP,
                        "What invocation logs shall hold, such as for cost allocation"),
                SettingSpec.of(
                        "tags-as-metadata",
                        SettingSpec.Type.BOOLEAN,
                        "Whether a call's tags go into the request metadata too"),
                SettingSpec.of(
                        "cache-points",
                        SettingSpec.Type.LIST,
                        "Where cache points are set, of system, tools and messages; nowhere unless set"),
                SettingSpec.choice("cache-ttl", List.of("5m", "1h"), "How long what is cached is kept"),
                SettingSpec.of(
                        "s3-bucket-owner", SettingSpec.Type.STRING, "The account that owns S3 buckets with media"));
    }

    @Override
    public Map<String, String> check(Settings settings) {
        Map<String, String> wrong = new LinkedHashMap<>();
        String auth = settings.string("auth");
        if (auth != null) {
            switch (AuthMode.of(auth)) {
                case BEARER -> require(settings.secret("api-key"), "api-key", auth, wrong);
                case STATIC -> {
                    require(settings.secret("access-key-id"), "access-key-id", auth, wrong);
                    require(settings.secret("secret-access-key"), "secret-access-key", auth, wrong);
                }
                case PROFILE -> require(settings.string("profile"), "profile", auth, wrong);
                case ASSUME_ROLE -> require(settings.string("role-arn"), "role-arn", auth, wrong);
                case DEFAULT, WEB_IDENTITY -> {}
            }
        }
        if (settings.secret("access-key-id") != null && settings.secret("secret-access-key") == null) {
            wrong.put("secret-access-key", "is missing beside access-key-id");
        }
        checkWebIdentity(settings, wrong);
        for (String place : settings.list("cache-points")) {
            if (!List.of("system", "tools", "messages").contains(place)) {
                wrong.put("cache-points", "may hold system, tools and messages");
            }
        }
        return wrong;
    }

    /** The platform may say both, the settings may say both, but half of it would be taken from elsewhere. */
    private static void checkWebIdentity(Settings settings, Map<String, String> wrong) {
        boolean file = settings.string("web-identity-token-file") != null;
        boolean role = settings.string("role-arn") != null;
        if (file && !role) {
            wrong.put("role-arn", "is missing beside web-identity-token-file");
        }
        if (role && !file && AuthMode.WEB_IDENTITY.word().equals(settings.string("auth"))) {
            wrong.put("web-identity-token-file", "is missing beside role-arn");
        }
    }

    private static void require(@Nullable Object value, String name, String auth, Map<String, String> wrong) {
        if (value == null) {
            wrong.put(name, "is missing: auth=" + auth + " needs it");
        }
    }

    @Override
    public ProviderConnection connect(String connection, Settings settings) {
        return BedrockConnection.builder().name(connection).settings(settings).build();
    }

    @Override
    public String toString() {
        return "BedrockProvider";
    }
}
