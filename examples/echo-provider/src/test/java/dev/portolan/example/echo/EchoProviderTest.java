package dev.portolan.example.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Tool;
import dev.portolan.config.ConfigurationException;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.error.UnsupportedFeature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider as an application meets it: found on the class path, chosen by properties. */
class EchoProviderTest {

    private static final String MODEL = """
            portolan.models.parrot.provider=echo
            portolan.models.parrot.model=loud
            """;

    @TempDir
    private Path folder;

    private Portolan load(String properties) throws Exception {
        Path file = Files.writeString(folder.resolve("app.properties"), properties);
        return Portolan.builder().isolated().file(file).build();
    }

    @Test
    void theJarOnTheClassPathIsEnough() throws Exception {
        try (Portolan portolan = load(MODEL)) {
            ChatResponse response = portolan.chatModel("parrot").chat(ChatRequest.of("Hello there."));

            assertThat(response.text()).isEqualTo("echo: Hello there.");
            assertThat(response.provider()).isEqualTo("echo");
            assertThat(response.model()).isEqualTo("loud");
        }
    }

    @Test
    void theConnectionHasASettingOfItsOwn() throws Exception {
        try (Portolan portolan = load(MODEL + "portolan.providers.echo.prefix=>\n")) {
            assertThat(portolan.chatModel("parrot")
                            .chat(ChatRequest.of("Hello"))
                            .text())
                    .isEqualTo("> Hello");
        }
    }

    @Test
    void aMisspeltSettingIsFoundAtLoad() {
        assertThatThrownBy(() -> load(MODEL + "portolan.providers.echo.prefiks=>\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("prefiks")
                .hasMessageContaining("prefix");
    }

    @Test
    void aStreamGivesTheWordsAndThenTheWhole() throws Exception {
        try (Portolan portolan = load(MODEL);
                ChatStream stream = portolan.chatModel("parrot").stream(ChatRequest.of("Hello there."))) {
            List<ChatEvent> events = new ArrayList<>();
            stream.forEach(events::add);

            assertThat(events)
                    .hasSize(4)
                    .last()
                    .isInstanceOfSatisfying(
                            ChatEvent.Completed.class,
                            completed -> assertThat(completed.response().text()).isEqualTo("echo: Hello there."));
        }
    }

    @Test
    void whatItCannotDoIsToldOrRefused() throws Exception {
        try (Portolan portolan = load(MODEL)) {
            ChatModel parrot = portolan.chatModel("parrot");
            ChatRequest warm =
                    ChatRequest.of("Hello").toBuilder().temperature(1.0).build();
            ChatRequest withTool = ChatRequest.of("Hello").toBuilder()
                    .tools(List.of(Tool.of("now", "Tells the time.", "{\"type\":\"object\"}")))
                    .build();

            assertThat(parrot.chat(warm).warnings())
                    .singleElement()
                    .satisfies(warning -> assertThat(warning.field()).isEqualTo("temperature"));
            assertThatThrownBy(() -> parrot.chat(withTool)).isInstanceOf(UnsupportedFeature.class);
        }
    }

    @Test
    void embeddingsAreRefusedWithAWayOut() throws Exception {
        try (Portolan portolan = load(MODEL)) {
            assertThatThrownBy(() -> portolan.embeddingModel("parrot").embed(EmbeddingRequest.of("Hello")))
                    .hasMessageContaining("no embeddings")
                    .hasMessageContaining("parrot");
        }
    }
}
