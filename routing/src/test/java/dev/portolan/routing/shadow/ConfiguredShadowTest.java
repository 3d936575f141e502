package dev.portolan.routing.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.ChatRequest;
import dev.portolan.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shadow by properties alone. */
class ConfiguredShadowTest {

    private final Stage stage = new Stage();
    private final Shadows shadows = new Shadows(stage.clock);
    private final Voice source = Voice.saying("a", "x");
    private final Voice target = Voice.saying("b", "y");

    @TempDir
    private Path folder;

    private Portolan.Builder configuration() {
        return Portolan.builder()
                .isolated()
                .extension(new ShadowRouter(shadows))
                .model("old", source)
                .model("new", target)
                .property("portolan.models.assistant.provider", "shadow")
                .property("portolan.models.assistant.source", "old")
                .property("portolan.models.assistant.target", "new")
                .property("portolan.models.assistant.sample", "1");
    }

    private ShadowStatistics settled(long pairs) {
        stage.until(() -> {
            ShadowStatistics seen = shadows.statistics("assistant");
            return seen != null && seen.pairs() + seen.notCompared(NotCompared.CAPPED) == pairs;
        });
        return Objects.requireNonNull(shadows.statistics("assistant"));
    }

    @Test
    void theSourceOfTheConfigurationAnswersAndTheTargetIsCompared() throws IOException {
        Path log = folder.resolve("pairs.jsonl");
        try (Portolan portolan = configuration()
                .property("portolan.models.assistant.log", log.toString())
                .property("portolan.models.assistant.keep-content", "true")
                .property("portolan.models.assistant.redact-pattern.word", "hello")
                .property("portolan.models.assistant.checks", "text,complies")
                .property("portolan.models.assistant.daily-budget", "5 USD")
                .build()) {
            assertThat(portolan.chatModel("assistant")
                            .chat(ChatRequest.of("hello"))
                            .text())
                    .isEqualTo("x");
            ShadowStatistics seen = settled(1);
            assertThat(seen.checks()).containsOnlyKeys("text-as-reference", "complies");
            assertThat(seen.target().costUnknown()).isEqualTo(1);
            stage.until(() -> Files.exists(log));
            stage.until(() -> read(log).endsWith("\n"));
            assertThat(read(log)).contains("user: [word]").doesNotContain("hello");
            assertThat(shadows.all()).hasSize(1);
            assertThat(shadows.statistics("nobody")).isNull();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void countsAndTheDailyCapGoOnWhenTheConfigurationIsLoadedAnew() {
        for (int load = 0; load < 3; load++) {
            try (Portolan portolan = configuration()
                    .property("portolan.models.assistant.daily-cap", "4")
                    .build()) {
                for (int i = 0; i < 3; i++) {
                    portolan.chatModel("assistant").chat(ChatRequest.of("question " + i));
                }
                settled(3L * (load + 1));
            }
        }
        ShadowStatistics seen = settled(9);
        assertThat(seen.requests()).isEqualTo(9);
        assertThat(seen.pairs()).isEqualTo(4);
        assertThat(target.requests).hasSize(4);
    }

    @Test
    void anAaRunNamesTheSameModelTwiceAndItsNoiseFloorIsReadByTheRealShadow() throws IOException {
        Path file = folder.resolve("floor.json");
        try (Portolan portolan = configuration()
                .property("portolan.models.assistant.target", "old")
                .build()) {
            portolan.chatModel("assistant").chat(ChatRequest.of("hello"));
            ShadowStatistics seen = settled(1);
            assertThat(seen.aa()).isTrue();
            Files.writeString(file, NoiseFloor.of(seen).toJson());
        }
        try (Portolan portolan = configuration()
                .property("portolan.models.assistant.noise-floor", file.toString())
                .build()) {
            portolan.chatModel("assistant").chat(ChatRequest.of("hello"));
            assertThat(settled(1).summary()).startsWith("A/A of old with itself");
            assertThat(settled(1).aa()).isFalse();
        }
    }

    @Test
    void whatMakesNoSenseIsToldAtLoad() {
        Map.of(
                        "sample", "1.5",
                        "daily-budget", "five dollars",
                        "checks", "niceness",
                        "concurrency", "0",
                        "daily-cap", "-1",
                        "redact-pattern.word", "(")
                .forEach((name, value) -> assertThatThrownBy(() -> configuration()
                                .property("portolan.models.assistant." + name, value)
                                .build())
                        .as(name)
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining(name));
        assertThatThrownBy(() -> configuration()
                        .property("portolan.models.assistant.target", "nobody")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void aNoiseFloorThatIsNoneIsToldWhenTheShadowIsMade() throws IOException {
        Path file = folder.resolve("floor.json");
        Files.writeString(file, "{}");
        try (Portolan portolan = configuration()
                .property("portolan.models.assistant.noise-floor", file.toString())
                .build()) {
            assertThatThrownBy(() -> portolan.chatModel("assistant").chat(ChatRequest.of("hello")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("noise floor");
        }
    }

    @Test
    void aShadowThatIsReplacedDropsWhatWaitsAndAnswersStill() {
        ShadowModel shadow =
                stage.shadow(source, target, ShadowSettings.builder().sample(1));
        shadow.chat(Stage.ask("one"));
        shadow.retire();
        shadow.chat(Stage.ask("two"));
        stage.run();
        assertThat(shadow.statistics().notCompared(NotCompared.CLOSED)).isEqualTo(2);
        assertThat(target.requests).isEmpty();
    }

    @Test
    void settingsHaveLimits() {
        ShadowSettings.Builder builder = ShadowSettings.builder();
        assertThatThrownBy(() -> builder.sample(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.timeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.queueBytes(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.queue(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ShadowSettings.DEFAULT).asString().contains("sample=0.1");
    }
}
