package dev.portolan.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireProfileTest {

    static Set<String> servers() {
        return WireProfile.servers();
    }

    @Test
    void openAiHasNoQuirks() {
        assertThat(WireProfile.OPENAI.quirks()).isEmpty();
        assertThat(WireProfile.OPENAI.origin("responses")).isEqualTo("openai/responses");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatIsSaidOfAServerHasASourceAndADate(String server) throws IOException {
        Properties data = new Properties();
        try (InputStream in = WireProfile.class.getResourceAsStream("quirks.properties")) {
            data.load(in);
        }
        assertThat(data.getProperty(server + ".source")).isNotBlank();
        assertThat(LocalDate.parse(data.getProperty(server + ".date"))).isAfter(LocalDate.of(2026, 1, 1));
        assertThat(WireProfile.forServer("mine", server).provider()).isEqualTo("mine");
    }

    @Test
    void theServersOfTheDocumentationAreKnown() {
        assertThat(WireProfile.servers())
                .contains(
                        "openai",
                        "azure",
                        "deepseek",
                        "mistral",
                        "groq",
                        "openrouter",
                        "xai",
                        "gemini",
                        "ollama",
                        "vllm",
                        "llama-cpp",
                        "lm-studio",
                        "together",
                        "generic");
        assertThat(WireProfile.forServer("d", "deepseek").has(Quirk.ECHO_REASONING))
                .isTrue();
    }

    @Test
    void anUnknownServerIsNamedWithThoseThatAreKnown() {
        assertThatThrownBy(() -> WireProfile.forServer("x", "olama"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("olama")
                .hasMessageContaining("ollama");
        assertThatThrownBy(() -> WireProfile.forServer("x", "openai.source"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
