package dev.portolan.azure;

import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import dev.portolan.spi.support.HttpOptions;
import dev.portolan.wire.openai.WireEmbeddingModel;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The provider {@code azure}: Azure OpenAI, and the models of Azure AI Foundry that speak its protocol.
 *
 * <pre>{@code
 * portolan.models.assistant.provider=azure
 * portolan.models.assistant.model=gpt-4o-mini
 * portolan.models.assistant.deployment=prod-mini
 * portolan.providers.azure.endpoint=https://example.openai.azure.com
 * portolan.providers.azure.api-key=${AZURE_OPENAI_API_KEY}
 * }</pre>
 */
public final class AzureProvider implements ModelProvider {

    /** The id. */
    static final String ID = "azure";

    /** The model setting that names the deployment. */
    static final String DEPLOYMENT = "deployment";

    static final String API_KEY = "api-key";
    static final String ENTRA = "entra";

    /** Anthropic's Messages, which Claude speaks. */
    static final String ANTHROPIC = "anthropic";

    static final List<String> APIS = List.of("chat", "responses", ANTHROPIC);

    /** The model setting that says where requests to Claude are marked for the cache. */
    static final String CACHE_POINTS = "cache-points";

    /** The model setting that says how long Claude's cache keeps. */
    static final String CACHE_TTL = "cache-ttl";

    /** Does nothing costly. */
    public AzureProvider() {}

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
        List<SettingSpec> specs = new ArrayList<>(List.of(
                SettingSpec.of(
                                "endpoint",
                                SettingSpec.Type.URI,
                                "The resource's address, such as https://NAME.openai.azure.com, or that of a gateway before it")
                        .mandatory(),
                SettingSpec.of("api-key", SettingSpec.Type.SECRET, "One of the resource's keys"),
                SettingSpec.choice(
                        "auth",
                        List.of(API_KEY, ENTRA),
                        "A key, or a token of Entra ID by the default chain of azure-identity; api-key unless set"),
                SettingSpec.of(
                        "scope", SettingSpec.Type.STRING, "What tokens are asked for; by the cloud of the endpoint"),
                SettingSpec.of("tenant-id", SettingSpec.Type.STRING, "The tenant that identities sign in to"),
                SettingSpec.of(
                        "managed-identity-client-id",
                        SettingSpec.Type.STRING,
                        "Which user-assigned managed identity is used; the system's own when left out"),
                SettingSpec.of(
                                "api-version",
                                SettingSpec.Type.STRING,
                                "v1, preview, or a dated version such as 2024-10-21 of the older addresses")
                        .withDefault(Addresses.V1)));
        specs.addAll(apiSettings());
        specs.addAll(HttpOptions.settings());
        return List.copyOf(specs);
    }

    @Override
    public List<SettingSpec> modelSettings() {
        List<SettingSpec> specs = new ArrayList<>(apiSettings());
        specs.add(SettingSpec.of(
                DEPLOYMENT,
                SettingSpec.Type.STRING,
                "The deployment's name, which is the model's unless set; base-model tells what stands behind it"));
        specs.add(SettingSpec.of(
                WireEmbeddingModel.BATCH_SIZE,
                SettingSpec.Type.INTEGER,
                "How many texts an embedding model sends at once; 2048 unless set"));
        specs.add(
                SettingSpec.of(
                        CACHE_POINTS,
                        SettingSpec.Type.LIST,
                        "Where requests to Claude are marked for its prompt cache, of system, tools and messages; nowhere unless set"));
        specs.add(SettingSpec.choice(CACHE_TTL, List.of("5m", "1h"), "How long what is cached is kept"));
        return List.copyOf(specs);
    }

    private static List<SettingSpec> apiSettings() {
        return List.of(
                SettingSpec.choice(
                        "api",
                        APIS,
                        "Chat Completions, Responses, or Anthropic's Messages for Claude; by the model unless set, on the model"
                                + " before on the connection"),
                SettingSpec.of(
                        "vendor-options",
                        SettingSpec.Type.JSON,
                        "What is merged into each request of a chat model; the model's wins over the connection's, the"
                                + " request's over both"));
    }

    @Override
    public Map<String, String> check(Settings settings) {
        Map<String, String> problems = new LinkedHashMap<>();
        boolean entra = ENTRA.equals(settings.string("auth"));
        if (!entra && settings.secret("api-key") == null) {
            problems.put("api-key", "is missing: set it, or auth=entra for a managed identity or a login");
        } else if (entra && settings.secret("api-key") != null) {
            problems.put("api-key", "is not used with auth=entra; remove one of them");
        }
        URI endpoint = settings.uri("endpoint");
        String version = settings.string("api-version");
        if (endpoint != null) {
            try {
                new Addresses(endpoint, version == null ? Addresses.V1 : version);
            } catch (IllegalArgumentException e) {
                String said = String.valueOf(e.getMessage());
                problems.put(said.startsWith("endpoint") ? "endpoint" : "api-version", said);
            }
        }
        return problems;
    }

    @Override
    public ProviderConnection connect(String connection, Settings settings) {
        URI endpoint = settings.uri("endpoint");
        if (endpoint == null) {
            throw new IllegalArgumentException("portolan.providers." + connection + ".endpoint must be set");
        }
        AzureConnection.Builder builder = AzureConnection.builder(endpoint)
                .name(connection)
                .apiKey(settings.secret("api-key"))
                .scope(settings.string("scope"))
                .vendorOptions(settings.string("vendor-options"))
                .options(HttpOptions.from(settings));
        if (ENTRA.equals(settings.string("auth"))) {
            builder.credential(IdentityCredentials.create(
                    loader(),
                    Authentication.authorityHost(endpoint),
                    settings.string("tenant-id"),
                    settings.string("managed-identity-client-id")));
        }
        String version = settings.string("api-version");
        if (version != null) {
            builder.apiVersion(version);
        }
        String api = settings.string("api");
        if (api != null) {
            builder.api(api);
        }
        return builder.build();
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null ? context : AzureProvider.class.getClassLoader();
    }

    @Override
    public String toString() {
        return "AzureProvider";
    }
}
