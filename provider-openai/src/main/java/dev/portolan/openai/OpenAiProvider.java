package dev.portolan.openai;

import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import dev.portolan.transport.TransportOptions;
import dev.portolan.wire.openai.WireEmbeddingModel;
import dev.portolan.wire.openai.WireProfile;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The provider {@code openai}: OpenAI itself, or with {@code base-url} any server that speaks its protocol.
 *
 * <pre>{@code
 * portolan.models.assistant.provider=openai
 * portolan.models.assistant.model=gpt-4o-mini
 * portolan.providers.openai.api-key=${OPENAI_API_KEY}
 *
 * portolan.models.local.provider=workstation
 * portolan.models.local.model=qwen3
 * portolan.providers.workstation.type=openai
 * portolan.providers.workstation.base-url=http://localhost:8000/v1
 * portolan.providers.workstation.server=vllm
 * }</pre>
 */
public final class OpenAiProvider implements ModelProvider {

    /** The id. */
    static final String ID = "openai";

    private static final List<String> APIS = List.of("chat", "responses");

    /** Does nothing costly. */
    public OpenAiProvider() {}

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
                        "api-key",
                        SettingSpec.Type.SECRET,
                        "The key; OpenAI itself demands one, a server of your own may not"),
                SettingSpec.of("base-url", SettingSpec.Type.URI, "The address of the API, version included")
                        .withDefault(OpenAiConnection.OPENAI.toString()),
                SettingSpec.choice(
                        "server",
                        List.copyOf(WireProfile.servers()),
                        "What kind of server it is; guessed from base-url when left out, generic when that tells nothing"),
                SettingSpec.of("organization", SettingSpec.Type.STRING, "The organization that is billed"),
                SettingSpec.of("project", SettingSpec.Type.STRING, "The project that is billed")));
        specs.addAll(apiSettings());
        specs.addAll(TransportOptions.settings());
        return List.copyOf(specs);
    }

    @Override
    public List<SettingSpec> modelSettings() {
        List<SettingSpec> specs = new ArrayList<>(apiSettings());
        specs.add(SettingSpec.of(
                WireEmbeddingModel.BATCH_SIZE,
                SettingSpec.Type.INTEGER,
                "How many texts an embedding model sends at once; 2048 unless set"));
        return List.copyOf(specs);
    }

    private static List<SettingSpec> apiSettings() {
        return List.of(
                SettingSpec.choice(
                        "api",
                        APIS,
                        "Chat Completions or Responses; chat unless set, on the model before on the connection"),
                SettingSpec.of(
                        "vendor-options",
                        SettingSpec.Type.JSON,
                        "What is merged into each request of a chat model; the model's wins over the connection's, the"
                                + " request's over both"));
    }

    @Override
    public Map<String, String> check(Settings settings) {
        return settings.secret("api-key") == null && OpenAiConnection.demandsKey(settings.uri("base-url"))
                ? Map.of("api-key", "is missing: OpenAI answers nobody without a key")
                : Map.of();
    }

    @Override
    public ProviderConnection connect(String connection, Settings settings) {
        OpenAiConnection.Builder builder = OpenAiConnection.builder()
                .name(connection)
                .apiKey(settings.secret("api-key"))
                .server(settings.string("server"))
                .organization(settings.string("organization"))
                .project(settings.string("project"))
                .vendorOptions(settings.string("vendor-options"))
                .transport(TransportOptions.from(settings).build());
        URI baseUrl = settings.uri("base-url");
        if (baseUrl != null) {
            builder.baseUrl(baseUrl);
        }
        String api = settings.string("api");
        if (api != null) {
            builder.api(api);
        }
        return builder.build();
    }

    @Override
    public String toString() {
        return "OpenAiProvider";
    }
}
