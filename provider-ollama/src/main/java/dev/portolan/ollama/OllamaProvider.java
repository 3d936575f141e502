package dev.portolan.ollama;

import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import dev.portolan.transport.TransportOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The provider {@code ollama}: models on this machine, on another one, or hosted.
 *
 * <pre>{@code
 * portolan.models.assistant.provider=ollama
 * portolan.models.assistant.model=llama3.2
 * }</pre>
 */
public final class OllamaProvider implements ModelProvider {

    /** The id. */
    static final String ID = "ollama";

    private static final List<String> THINK = List.of("true", "false", "low", "medium", "high", "max");

    /** Does nothing costly. */
    public OllamaProvider() {}

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
                SettingSpec.of("base-url", SettingSpec.Type.URI, "The server's address, without a path")
                        .withDefault(OllamaConnection.LOCAL.toString()),
                SettingSpec.of(
                        "api-key",
                        SettingSpec.Type.SECRET,
                        "The key, sent as a bearer token; a server of your own wants one only behind a gateway"),
                SettingSpec.of(
                                "ask-server",
                                SettingSpec.Type.BOOLEAN,
                                "Whether the server is asked, once for each model, what it can")
                        .withDefault("true"),
                SettingSpec.of(
                                "pull-missing",
                                SettingSpec.Type.BOOLEAN,
                                "Whether the server fetches a model that it lacks from its registry, within the call's time")
                        .withDefault("false")));
        specs.addAll(callSettings());
        specs.addAll(TransportOptions.settings());
        return List.copyOf(specs);
    }

    @Override
    public List<SettingSpec> modelSettings() {
        List<SettingSpec> specs = new ArrayList<>(callSettings());
        specs.add(SettingSpec.of(
                OllamaEmbeddingModel.BATCH_SIZE,
                SettingSpec.Type.INTEGER,
                "How many texts an embedding model sends at once; 512 unless set"));
        return List.copyOf(specs);
    }

    private static List<SettingSpec> callSettings() {
        return List.of(
                SettingSpec.of(
                        "num-ctx",
                        SettingSpec.Type.INTEGER,
                        "How many tokens the context has; the model's or the server's own number unless set"),
                SettingSpec.of(
                        "model-keep-alive",
                        SettingSpec.Type.STRING,
                        "How long the model stays in memory after a call: 5m, 0, or -1 for ever; the server's time unless set"),
                SettingSpec.choice(
                        "think",
                        THINK,
                        "Whether or how much a model thinks where no reasoning effort is set; its own way unless set"),
                SettingSpec.of(
                        "truncate",
                        SettingSpec.Type.BOOLEAN,
                        "Whether the server cuts what is longer than the context, or refuses it; chats are cut with a"
                                + " warning and embeddings refused unless set"),
                SettingSpec.of(
                        "options",
                        SettingSpec.Type.MAP,
                        "Further options by their names at Ollama, such as options.min_p"),
                SettingSpec.of(
                        "vendor-options",
                        SettingSpec.Type.JSON,
                        "What is merged into each request of a chat model; the model's wins over the connection's, the"
                                + " request's over both"));
    }

    @Override
    public Map<String, String> check(Settings settings) {
        return settings.secret("api-key") == null && OllamaConnection.demandsKey(settings.uri("base-url"))
                ? Map.of("api-key", "is missing: the hosted service answers nobody without a key")
                : Map.of();
    }

    @Override
    public ProviderConnection connect(String connection, Settings settings) {
        OllamaConnection.Builder builder = OllamaConnection.builder()
                .name(connection)
                .apiKey(settings.secret("api-key"))
                .askServer(!Boolean.FALSE.equals(settings.bool("ask-server")))
                .vendorOptions(settings.string("vendor-options"))
                .options(CallOptions.of(settings))
                .transport(TransportOptions.from(settings).build());
        if (Boolean.TRUE.equals(settings.bool("pull-missing"))) {
            builder.pullMissing(progress -> {});
        }
        URI baseUrl = settings.uri("base-url");
        if (baseUrl != null) {
            builder.baseUrl(baseUrl);
        }
        return builder.build();
    }

    @Override
    public String toString() {
        return "OllamaProvider";
    }
}
