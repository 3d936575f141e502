package dev.portolan.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ModelInfo;
import dev.portolan.error.InvalidResponse;
import dev.portolan.spi.ModelSettings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelCardTest {

    private static final ModelInfo INFO = ModelInfo.builder("ollama", "m").build();
    private static final ModelSettings PLAIN = ModelSettings.builder("a", "m").build();

    private static ModelCard read(String json) {
        return ModelCard.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theServersWordsBecomeCapabilities() {
        ModelCard card = read(
                "{\"capabilities\":[\"completion\",\"tools\",\"vision\"],\"parameters\":\"stop \\\"<|x|>\\\"\\nnum_ctx"
                        + "                        8192\\ntemperature 0.6\",\"model_info\":{\"general.architecture\":\"qwen3\","
                        + "\"qwen3.context_length\":40960}}");
        ModelInfo info = card.refine(INFO, PLAIN);
        assertThat(info.supports(Capability.TOOLS)).isTrue();
        assertThat(info.supports(Capability.IMAGE_INPUT)).isTrue();
        assertThat(info.supports(Capability.REASONING_EFFORT)).isFalse();
        // What the model was trained for says nothing of what this server keeps.
        assertThat(info.limits().contextTokens()).isEqualTo(8_192);
        assertThat(card.trainedContext()).isEqualTo(40_960);
    }

    @Test
    void aServerThatTellsNothingChangesNothing() {
        assertThat(read("{\"license\":\"MIT\"}").refine(INFO, PLAIN)).isEqualTo(INFO);
        assertThat(ModelCard.UNTOLD.refine(INFO, PLAIN)).isEqualTo(INFO);
    }

    @Test
    void aHostedModelKeepsAllThatItWasTrainedFor() {
        ModelCard card = read("{\"remote_host\":\"https://ollama.com\",\"remote_model\":\"gpt-oss:120b\","
                + "\"capabilities\":[\"thinking\"],\"model_info\":{\"gptoss.context_length\":131072}}");
        assertThat(card.hosted()).isTrue();
        assertThat(card.refine(INFO, PLAIN).limits().contextTokens()).isEqualTo(131_072);
    }

    @Test
    void whatTheUserStatedStays() {
        ModelSettings stated = ModelSettings.builder("a", "m")
                .capabilities(Map.of(Capability.TOOLS, true))
                .build();
        ModelInfo info = INFO.toBuilder().capability(Capability.TOOLS, true).build();
        assertThat(read("{\"capabilities\":[\"completion\"]}")
                        .refine(info, stated)
                        .supports(Capability.TOOLS))
                .isTrue();
    }

    @Test
    void theContextInMemoryIsThatOfTheSameModel() {
        byte[] body = ("{\"models\":[{\"name\":\"other:latest\",\"context_length\":1},{\"name\":\"llama3.2:latest\","
                        + "\"model\":\"llama3.2:latest\",\"context_length\":8192},{\"name\":\"old:latest\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(ModelCard.loadedContext(body, "llama3.2")).isEqualTo(8_192);
        assertThat(ModelCard.loadedContext(body, "llama3.2:1b")).isNull();
        assertThat(ModelCard.loadedContext(body, "old")).isNull();
        assertThat(ModelCard.full("registry:5000/team/m")).isEqualTo("registry:5000/team/m:latest");
    }

    @Test
    void whatIsNoDescriptionIsRefused() {
        for (String body : new String[] {"", "[]", "<html>", "{\"a\":"}) {
            assertThatThrownBy(() -> read(body)).isInstanceOf(InvalidResponse.class);
        }
    }
}
