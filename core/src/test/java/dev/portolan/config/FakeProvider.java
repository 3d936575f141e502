package dev.portolan.config;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenCounter;
import dev.portolan.chat.Usage;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A vendor without a wire: answers with the model's id, and remembers what was connected, called and closed. */
public class FakeProvider implements ModelProvider {

    private final String id;
    private final List<SettingSpec> connectionSettings;
    private final List<SettingSpec> modelSettings;

    public final List<Connection> connections = new CopyOnWriteArrayList<>();
    public final List<ModelSettings> models = new CopyOnWriteArrayList<>();
    public volatile Runnable duringCall = () -> {};
    public volatile boolean counts = true;

    public FakeProvider() {
        this("fake");
    }

    public FakeProvider(String id) {
        this(id, defaultSettings(), List.of(SettingSpec.of("service-tier", SettingSpec.Type.STRING, "The queue.")));
    }

    public FakeProvider(String id, List<SettingSpec> connectionSettings, List<SettingSpec> modelSettings) {
        this.id = id;
        this.connectionSettings = connectionSettings;
        this.modelSettings = modelSettings;
    }

    private static List<SettingSpec> defaultSettings() {
        return List.of(
                SettingSpec.of("api-key", SettingSpec.Type.SECRET, "The key."),
                SettingSpec.of("base-url", SettingSpec.Type.URI, "Where it is.").withDefault("https://fake.example/v1"),
                SettingSpec.of("max-connections", SettingSpec.Type.INTEGER, "How many sockets."),
                SettingSpec.of("share", SettingSpec.Type.DECIMAL, "A part of something."),
                SettingSpec.of("http2", SettingSpec.Type.BOOLEAN, "Whether to speak it."),
                SettingSpec.of("ping", SettingSpec.Type.DURATION, "How often to ping."),
                SettingSpec.of("max-body", SettingSpec.Type.SIZE, "The largest answer."),
                SettingSpec.of("regions", SettingSpec.Type.LIST, "Where it may run."),
                SettingSpec.choice("auth", List.of("key", "token"), "How to log in."),
                SettingSpec.of("extra", SettingSpec.Type.JSON, "What is merged into requests."),
                SettingSpec.of("organization", SettingSpec.Type.STRING, "Who pays."),
                SettingSpec.of("headers", SettingSpec.Type.MAP, "Sent along."));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<SettingSpec> connectionSettings() {
        return connectionSettings;
    }

    @Override
    public List<SettingSpec> modelSettings() {
        return modelSettings;
    }

    /** Finds what no specification says. */
    @Override
    public Map<String, String> check(Settings settings) {
        boolean known = connectionSettings.stream().anyMatch(spec -> spec.name().equals("organization"));
        return known && "nobody".equals(settings.string("organization"))
                ? Map.of("organization", "is nobody, who pays for nothing")
                : Map.of();
    }

    @Override
    public ProviderConnection connect(String connection, Settings settings) {
        Connection open = new Connection(connection, settings);
        connections.add(open);
        return open;
    }

    /** The only connection. */
    public Connection connection() {
        if (connections.size() != 1) {
            throw new AssertionError(connections.size() + " connections");
        }
        return connections.get(0);
    }

    /** One connection. */
    public final class Connection implements ProviderConnection {
        public final String name;
        public final Settings settings;
        public volatile int closed;

        Connection(String name, Settings settings) {
            this.name = name;
            this.settings = settings;
        }

        @Override
        public ChatModel chatModel(ModelSettings model) {
            models.add(model);
            if (model.model().equals("unfit")) {
                throw new IllegalArgumentException("model: is none of mine");
            }
            return new Model(model, this);
        }

        @Override
        public EmbeddingModel embeddingModel(ModelSettings model) {
            models.add(model);
            return new Embedding(model);
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private final class Model implements ChatModel {
        private final ModelSettings settings;
        private final Connection connection;

        Model(ModelSettings settings, Connection connection) {
            this.settings = settings;
            this.connection = connection;
        }

        @Override
        public ChatResponse chat(ChatRequest request, CallContext context) {
            duringCall.run();
            return answer(settings.model() + "@" + connection.name);
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            return new Words(settings.model());
        }

        @Override
        public ModelInfo info() {
            return ModelInfo.builder(id, settings.model()).build();
        }

        @Override
        public TokenCounter tokenCounter() {
            return counts ? (request, context) -> 42 : null;
        }
    }

    private final class Words extends ChatStream {
        private final Deque<ChatEvent> events = new ArrayDeque<>();

        Words(String model) {
            events.add(new ChatEvent.TextDelta("one ", 0));
            events.add(new ChatEvent.TextDelta("two", 0));
            events.add(new ChatEvent.Completed(answer(model)));
        }

        @Override
        protected ChatEvent pull() {
            duringCall.run();
            return events.remove();
        }

        @Override
        protected void abort() {
            events.clear();
        }
    }

    private final class Embedding implements EmbeddingModel {
        private final ModelSettings settings;

        Embedding(ModelSettings settings) {
            this.settings = settings;
        }

        @Override
        public EmbeddingResponse embed(EmbeddingRequest request, CallContext context) {
            List<float[]> vectors = new ArrayList<>();
            request.texts().forEach(text -> vectors.add(new float[] {text.length()}));
            return new EmbeddingResponse(vectors, Usage.UNKNOWN, id, settings.model(), null, List.of());
        }

        @Override
        public ModelInfo info() {
            return ModelInfo.builder(id, settings.model()).build();
        }
    }

    private ChatResponse answer(String text) {
        return ChatResponse.builder()
                .message(new AssistantMessage(List.of(new TextPart(text))))
                .provider(id)
                .model("m")
                .build();
    }

    /** Any request. */
    public static ChatRequest request() {
        return ChatRequest.of("Hello");
    }

    /** Settings of a provider that cannot do without an endpoint. */
    public static FakeProvider demanding(String id) {
        return new FakeProvider(
                id,
                List.of(
                        SettingSpec.of("endpoint", SettingSpec.Type.URI, "Your resource's address.")
                                .mandatory(),
                        SettingSpec.of("api-key", SettingSpec.Type.SECRET, "The key.")
                                .mandatory()),
                List.of(
                        SettingSpec.of("region", SettingSpec.Type.STRING, "Where."),
                        SettingSpec.of("labels", SettingSpec.Type.MAP, "For the bill.")));
    }

    static Map<String, String> model(String name, String provider, String model) {
        return Map.of("portolan.models." + name + ".provider", provider, "portolan.models." + name + ".model", model);
    }
}
