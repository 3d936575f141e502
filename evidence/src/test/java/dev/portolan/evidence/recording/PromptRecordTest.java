package dev.portolan.evidence.recording;

import static dev.portolan.evidence.recording.ScriptedModel.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.PromptOrigin;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.prompt.Prompt;
import dev.portolan.spi.ForwardingChatModel;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A prompt by name behind names of models: which variant is sent, recorded and found again. */
class PromptRecordTest {

    private static final Prompt TRIAGE =
            Prompt.of("triage@2", "Sort: {{ticket}}").withVariant("claude", "<ticket>{{ticket}}</ticket>");

    @TempDir
    Path folder;

    private static ChatRequest asked() {
        return ChatRequest.builder()
                .add(TRIAGE.user(Map.of("ticket", "Mail bob@example.org")))
                .build();
    }

    /** Tells in its answer what it was sent; the model {@code gpt-down} is always out of order. */
    private static final class Parrot implements ModelProvider {
        @Override
        public String id() {
            return "parrot";
        }

        @Override
        public int spiVersion() {
            return Spi.VERSION;
        }

        @Override
        public List<SettingSpec> connectionSettings() {
            return List.of();
        }

        @Override
        public ProviderConnection connect(String connection, Settings settings) {
            return new ProviderConnection() {
                @Override
                public ChatModel chatModel(ModelSettings of) {
                    ScriptedModel script =
                            new ScriptedModel(request -> of.model().equals("gpt-down")
                                    ? LlmException.of(
                                            ErrorKind.UNAVAILABLE,
                                            ErrorDetails.builder("down").build(),
                                            null)
                                    : answer(request.messages().get(0).text()));
                    return new ForwardingChatModel(script) {
                        @Override
                        public ModelInfo info() {
                            return ModelInfo.builder("parrot", of.model()).build();
                        }
                    };
                }

                @Override
                public EmbeddingModel embeddingModel(ModelSettings of) {
                    throw new IllegalArgumentException("no embeddings");
                }

                @Override
                public void close() {
                    // Nothing was opened.
                }
            };
        }
    }

    /** Asks the second target when the first fails. */
    private static final class Fallback implements RouterProvider {
        @Override
        public String id() {
            return "fallback";
        }

        @Override
        public int spiVersion() {
            return Spi.VERSION;
        }

        @Override
        public List<SettingSpec> settings() {
            return List.of(SettingSpec.of("targets", SettingSpec.Type.LIST, "The models in order.")
                    .mandatory());
        }

        @Override
        public List<String> targets(Settings settings) {
            return settings.list("targets");
        }

        @Override
        public ChatModel route(String name, Settings settings, Function<String, ChatModel> models) {
            ChatModel second = models.apply(settings.list("targets").get(1));
            return new ForwardingChatModel(models.apply(settings.list("targets").get(0))) {
                @Override
                public ChatResponse chat(ChatRequest request, CallContext context) {
                    try {
                        return super.chat(request, context);
                    } catch (LlmException e) {
                        return second.chat(request, context);
                    }
                }

                @Override
                public ChatStream stream(ChatRequest request, CallContext context) {
                    throw new IllegalStateException("not streamed here");
                }
            };
        }
    }

    private Portolan portolan(String mode) {
        return Portolan.builder()
                .isolated()
                .extension(new Parrot())
                .extension(new Fallback())
                .extension(new RecordDecorator())
                .property("portolan.models.assistant.provider", "fallback")
                .property("portolan.models.assistant.targets", "source,target")
                .property("portolan.models.assistant.record", mode)
                .property(
                        "portolan.models.assistant.record.file",
                        folder.resolve("router.jsonl").toString())
                .property("portolan.models.source.provider", "parrot")
                .property("portolan.models.source.model", "gpt-down")
                .property("portolan.models.target.provider", "parrot")
                .property("portolan.models.target.model", "claude-9")
                .property("portolan.models.target.record", mode)
                .property(
                        "portolan.models.target.record.file",
                        folder.resolve("target.jsonl").toString())
                .build();
    }

    @Test
    void theFallbackThatAnswersIsSentItsOwnVariantAndEveryRecordHasTheHash() throws IOException {
        try (Portolan portolan = portolan("record")) {
            ChatResponse response = portolan.chatModel("assistant").chat(asked());

            assertThat(response.text()).isEqualTo("<ticket>Mail bob@example.org</ticket>");
            assertThat(response.prompts()).extracting(PromptOrigin::variant).containsExactly("claude");
        }
        Recording ofRouter =
                Recordings.read(folder.resolve("router.jsonl")).list().get(0);
        Recording ofTarget =
                Recordings.read(folder.resolve("target.jsonl")).list().get(0);
        String hash = asked().prompts().get(0).alternatives().get(0).hash();

        assertThat(List.of(ofRouter, ofTarget))
                .allSatisfy(recording -> assertThat(recording.prompts())
                        .containsExactly(new PromptOrigin("triage", "2", "claude", hash, List.of())));
        assertThat(ofTarget.request().messages().get(0).text())
                .startsWith("<ticket>")
                .doesNotContain("bob@");
        assertThat(ofTarget.request().prompts()).isEqualTo(ofTarget.prompts());
        assertThat(ofRouter.request().messages().get(0).text()).startsWith("Sort: ");
        assertThat(Files.readString(folder.resolve("target.jsonl")))
                .contains("\"hash\":\"" + ofTarget.requestHash() + "\"")
                .contains("\"hash\":\"" + hash + "\"");
        assertThat(ofTarget.requestHash()).matches("[0-9a-f]{16}").isNotEqualTo(ofRouter.requestHash());
    }

    @Test
    void whatWasRecordedForAVariantIsFoundAgain() {
        try (Portolan portolan = portolan("record")) {
            portolan.chatModel("target").chat(asked());
        }
        try (Portolan portolan = portolan("replay")) {
            ChatResponse response = portolan.chatModel("target").chat(asked());

            assertThat(response.text()).startsWith("<ticket>");
            assertThat(response.prompts()).extracting(PromptOrigin::variant).containsExactly("claude");
        }
    }

    @Test
    void aFailedCallTellsWhatItWasSent() {
        Recording failed = Recording.builder(asked())
                .failed(LlmException.of(
                        ErrorKind.UNAVAILABLE, ErrorDetails.builder("down").build(), null))
                .build();

        assertThat(failed.prompts()).containsExactly(asked().prompts().get(0).settled());
    }
}
