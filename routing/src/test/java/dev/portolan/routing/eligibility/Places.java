package dev.portolan.routing.eligibility;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.TokenCounter;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.ModelKind;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Scope;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A vendor without a wire, with the places of a cloud, and a catalog of one model there; keeps what was sent to which model. */
final class Places implements ModelProvider {

    static final String LITE = "amazon.nova-lite-v1:0";

    final List<String> sent = new CopyOnWriteArrayList<>();
    final List<CallContext> contexts = new CopyOnWriteArrayList<>();
    private final String id;

    Places(String id) {
        this.id = id;
    }

    /** Nova Lite on Bedrock: in the EU by profile and in Frankfurt, in the US and anywhere by profile; a mini model at OpenAI in the EU. */
    static ModelCatalog catalog() {
        return ModelCatalog.builder("1", LocalDate.of(2026, 11, 21))
                .model(CatalogModel.builder("amazon/nova-lite", ModelKind.CHAT).build())
                .model(CatalogModel.builder("openai/mini", ModelKind.CHAT).build())
                .offer(Offer.builder(Cloud.BEDROCK, LITE, "amazon/nova-lite")
                        .scopes(List.of(
                                new Scope("eu", "eu." + LITE, null),
                                new Scope("us", "us." + LITE, null),
                                new Scope(Scope.GLOBAL, "global." + LITE, null),
                                new Scope("region:eu-central-1", null, null)))
                        .aliases(List.of("eu." + LITE, "us." + LITE, "global." + LITE))
                        .build())
                .offer(Offer.builder(Cloud.OPENAI, "mini", "openai/mini")
                        .scopes(List.of(new Scope("eu", null, null)))
                        .build())
                .build();
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
        return List.of(
                SettingSpec.of("region", SettingSpec.Type.STRING, "Where it is."),
                SettingSpec.of("endpoint", SettingSpec.Type.URI, "Its address."),
                SettingSpec.of("base-url", SettingSpec.Type.URI, "Its address too."));
    }

    @Override
    public ProviderConnection connect(String connection, Settings settings) {
        return new ProviderConnection() {
            @Override
            public ChatModel chatModel(ModelSettings model) {
                return new Answering(model.model());
            }

            @Override
            public EmbeddingModel embeddingModel(ModelSettings model) {
                throw new IllegalArgumentException("model: no embeddings here");
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private final class Answering implements ChatModel {

        private final String model;

        Answering(String model) {
            this.model = model;
        }

        @Override
        public ChatResponse chat(ChatRequest request, CallContext context) {
            sent.add(model);
            contexts.add(context);
            return ChatResponse.builder()
                    .provider(id)
                    .model(model)
                    .message(Message.assistant("Hi"))
                    .finishReason(new FinishReason(FinishReason.Kind.STOP, "stop"))
                    .build();
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            ChatResponse whole = chat(request, context);
            return new ChatStream() {
                @Override
                protected ChatEvent pull() {
                    return new ChatEvent.Completed(whole);
                }

                @Override
                protected void abort() {
                    // Nothing is open.
                }
            };
        }

        @Override
        public ModelInfo info() {
            return ModelInfo.builder(id, model).build();
        }

        @Override
        public @Nullable TokenCounter tokenCounter() {
            return (request, context) -> 7;
        }
    }
}
