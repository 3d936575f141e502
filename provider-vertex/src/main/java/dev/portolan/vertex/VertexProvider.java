package dev.portolan.vertex;

import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import dev.portolan.spi.support.HttpSettings;
import dev.portolan.wire.anthropic.CacheMarks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The provider {@code vertex}: models on Google Vertex AI.
 *
 * <pre>{@code
 * portolan.models.assistant.provider=vertex
 * portolan.models.assistant.model=gemini-3.5-flash
 * portolan.providers.vertex.project=my-project
 * portolan.providers.vertex.location=europe-west4
 * }</pre>
 */
public final class VertexProvider implements ModelProvider {

    /** The id. */
    static final String ID = "vertex";

    /** Does nothing costly. */
    public VertexProvider() {}

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
                        "project",
                        SettingSpec.Type.STRING,
                        "The project; without it GOOGLE_CLOUD_PROJECT, or what the credentials' file says"),
                SettingSpec.of(
                        "location",
                        SettingSpec.Type.STRING,
                        "A region, us, eu or global; without it GOOGLE_CLOUD_LOCATION"),
                SettingSpec.of("universe-domain", SettingSpec.Type.STRING, "The domain of a sovereign cloud")
                        .withDefault(Location.USUAL_UNIVERSE),
                SettingSpec.choice(
                        "auth",
                        AuthMode.words(),
                        "How to tell who calls; without it what the other settings say, else the application"
                                + " default credentials"),
                SettingSpec.of(
                        "credentials-file",
                        SettingSpec.Type.STRING,
                        "A file of credentials, for auth=file: of a service account or of workload identity federation"),
                SettingSpec.of(
                        "credentials-json", SettingSpec.Type.SECRET, "The content of such a file, for auth=json"),
                SettingSpec.of(
                        "access-token",
                        SettingSpec.Type.SECRET,
                        "An OAuth access token, for auth=token; read anew for each call"),
                SettingSpec.of("impersonate", SettingSpec.Type.STRING, "A service account that calls are made as"),
                SettingSpec.of(
                        "impersonate-delegates", SettingSpec.Type.LIST, "Service accounts on the way to that one"),
                SettingSpec.of(
                        "iam-endpoint",
                        SettingSpec.Type.URI,
                        "Another address of the IAM Credentials API, for impersonation"),
                SettingSpec.of("quota-project", SettingSpec.Type.STRING, "The project that quotas are taken of"),
                SettingSpec.of(
                        "endpoint",
                        SettingSpec.Type.URI,
                        "Another address of Vertex AI, such as a private endpoint; http only for an emulator on"
                                + " this machine"),
                SettingSpec.of(
                        "openai-base-url",
                        SettingSpec.Type.URI,
                        "Another address of the OpenAI-compatible endpoint; the location's unless set")));
        specs.addAll(sharedSettings());
        specs.addAll(List.of(
                SettingSpec.of(
                                "warm-up",
                                SettingSpec.Type.BOOLEAN,
                                "Whether the connection is made at once, in place of at the first call")
                        .withDefault("false"),
                SettingSpec.of("max-connections", SettingSpec.Type.INTEGER, "How many connections there may be")
                        .withDefault("50"),
                SettingSpec.of(
                                "streams-per-connection",
                                SettingSpec.Type.INTEGER,
                                "How many calls a connection takes before another is made")
                        .withDefault("90"),
                HttpSettings.CONNECT_TIMEOUT,
                HttpSettings.keepAlive("5m"),
                HttpSettings.MAX_RESPONSE_SIZE,
                HttpSettings.HEADERS));
        return List.copyOf(specs);
    }

    @Override
    public List<SettingSpec> modelSettings() {
        List<SettingSpec> specs = new ArrayList<>(sharedSettings());
        specs.add(SettingSpec.of(
                "publisher", SettingSpec.Type.STRING, "Who made the model, where its name does not tell"));
        specs.add(SettingSpec.choice(
                "api", VertexConnection.APIS, "How a chat model is called; by its publisher unless set"));
        specs.add(SettingSpec.of(
                VertexEmbeddingModel.BATCH_SIZE,
                SettingSpec.Type.INTEGER,
                "How many texts an embedding model sends at once; 250 unless set"));
        specs.add(SettingSpec.choice(
                VertexEmbeddingModel.TASK,
                List.of(
                        "retrieval-query",
                        "retrieval-document",
                        "semantic-similarity",
                        "classification",
                        "clustering",
                        "question-answering",
                        "fact-verification",
                        "code-retrieval-query"),
                "What texts of an embedding model are for, where the request does not say"));
        return List.copyOf(specs);
    }

    /** What a model may say, or the connection for all its models. */
    private static List<SettingSpec> sharedSettings() {
        return List.of(
                SettingSpec.of(
                        "vendor-options",
                        SettingSpec.Type.JSON,
                        "What is merged into each request of a chat model; the model's wins over the connection's, the"
                                + " request's over both"),
                SettingSpec.of(
                        "include-thoughts",
                        SettingSpec.Type.BOOLEAN,
                        "Whether models that think show it; they do unless this says false"),
                SettingSpec.of("labels", SettingSpec.Type.MAP, "Labels of each request, for the bill"),
                SettingSpec.of(
                        "tags-as-labels", SettingSpec.Type.BOOLEAN, "Whether a call's tags are labels of its request"),
                SettingSpec.of(
                        "safety",
                        SettingSpec.Type.MAP,
                        "Thresholds by category, such as safety.hate-speech=block-only-high"),
                SettingSpec.of(
                        "model-armor-prompt-template", SettingSpec.Type.STRING, "Model Armor's template for prompts"),
                SettingSpec.of(
                        "model-armor-response-template", SettingSpec.Type.STRING, "Model Armor's template for answers"),
                SettingSpec.of("cached-content", SettingSpec.Type.STRING, "The resource of a cached prompt"),
                SettingSpec.of(
                        "hosted-tools",
                        SettingSpec.Type.LIST,
                        "Tools that the service runs: google-search, enterprise-web-search, google-maps, url-context,"
                                + " code-execution"),
                SettingSpec.choice(
                        "media-resolution",
                        List.of("low", "medium", "high"),
                        "How closely images and video are looked at"),
                SettingSpec.of(
                        "cache-points",
                        SettingSpec.Type.LIST,
                        "Where requests to Claude are marked for its prompt cache, of system, tools and messages; nowhere unless set"),
                SettingSpec.choice("cache-ttl", List.of("5m", "1h"), "How long what Claude caches is kept"),
                SettingSpec.choice(
                        "request-type",
                        List.of("shared", "dedicated"),
                        "Whether calls use the shared capacity or provisioned throughput only"));
    }

    @Override
    public Map<String, String> check(Settings settings) {
        Map<String, String> wrong = new LinkedHashMap<>();
        String auth = settings.string("auth");
        if (auth != null) {
            switch (AuthMode.of(auth)) {
                case FILE -> require(settings.string("credentials-file"), "credentials-file", auth, wrong);
                case JSON -> require(settings.secret("credentials-json"), "credentials-json", auth, wrong);
                case TOKEN -> require(settings.secret("access-token"), "access-token", auth, wrong);
                case DEFAULT, NONE -> {}
            }
        }
        for (String tool : settings.list("hosted-tools")) {
            if (!ToolMapper.HOSTED.contains(tool)) {
                wrong.put("hosted-tools", "may hold " + String.join(", ", ToolMapper.HOSTED));
            }
        }
        if (!CacheMarks.PLACES.containsAll(settings.list("cache-points"))) {
            wrong.put("cache-points", "may hold system, tools and messages");
        }
        settings.map("safety").forEach((category, threshold) -> {
            try {
                RequestMapper.category(category);
                RequestMapper.threshold(threshold);
            } catch (IllegalArgumentException e) {
                wrong.put(
                        "safety",
                        "has categories such as hate-speech, dangerous-content, harassment, sexually-explicit, and"
                                + " thresholds such as block-low-and-above, block-only-high, off");
            }
        });
        return wrong;
    }

    private static void require(@Nullable Object value, String name, String auth, Map<String, String> wrong) {
        if (value == null) {
            wrong.put(name, "is missing: auth=" + auth + " needs it");
        }
    }

    @Override
    public ProviderConnection connect(String connection, Settings settings) {
        return VertexConnection.builder().name(connection).settings(settings).build();
    }

    @Override
    public String toString() {
        return "VertexProvider";
    }
}
