package dev.portolan.routing.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.TextPart;
import dev.portolan.routing.catalog.Charts;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.lifecycle.ModelDrift.Kind;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelDriftTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private static final ModelCatalog CATALOG = Charts.of(
            "google gemini-2.5-flash google/gemini-2.5-flash",
            "google gemini-3.5-flash google/gemini-3.5-flash",
            "google gemini-flash-latest google/gemini-flash-latest ~",
            "deepseek deepseek-v4-flash deepseek/deepseek-v4-flash",
            "deepseek deepseek-flash deepseek/deepseek-v4.1-flash ~",
            "openai gpt-4o openai/gpt-4o",
            "openai gpt-4o-2024-11-20 openai/gpt-4o #2024-11-20",
            "azure gpt-4o openai/gpt-4o @2024-11-20",
            "azure gpt-4o-mini openai/gpt-4o-mini",
            "anthropic claude-opus-5 anthropic/claude-opus-5");

    private final ModelDrift drift = new ModelDrift(CATALOG, Clock.fixed(NOW, ZoneOffset.UTC));

    private Kind kind(Cloud cloud, String asked, String answered) {
        ModelDrift one = new ModelDrift(CATALOG, Clock.fixed(NOW, ZoneOffset.UTC));
        one.record(cloud, asked, null, answered);
        return one.rows().get(0).kind();
    }

    @Test
    void aRetiredNameThatANewerModelAnswersIsDrift() {
        assertThat(kind(Cloud.GOOGLE, "gemini-2.5-flash", "gemini-3.5-flash")).isEqualTo(Kind.OTHER_MODEL);
        assertThat(kind(Cloud.DEEPSEEK, "deepseek-v4-flash", "deepseek-flash")).isEqualTo(Kind.OTHER_MODEL);
    }

    @Test
    void theSnapshotBehindAnAliasIsTheSameModel() {
        assertThat(kind(Cloud.OPENAI, "gpt-4o", "gpt-4o-2024-11-20")).isEqualTo(Kind.SAME_MODEL);
        assertThat(kind(Cloud.AZURE, "gpt-4o", "gpt-4o-2024-11-20")).isEqualTo(Kind.SAME_MODEL);
        assertThat(kind(Cloud.GOOGLE, "gemini-2.5-flash", "models/gemini-2.5-flash"))
                .isEqualTo(Kind.SAME_MODEL);
        assertThat(kind(Cloud.OPENAI, "gpt-4o", "gpt-4o")).isEqualTo(Kind.SAME);
    }

    @Test
    void aNameThatMovesSaysWhereItPoints() {
        assertThat(kind(Cloud.GOOGLE, "gemini-flash-latest", "gemini-3.5-flash"))
                .isEqualTo(Kind.MOVED);
    }

    @Test
    void whatNobodyKnowsIsNotCalledDrift() {
        assertThat(kind(Cloud.OPENAI, "gpt-4o", "gpt-99")).isEqualTo(Kind.UNKNOWN);
        assertThat(kind(Cloud.AZURE, "prod-chat", "gpt-4o-2024-11-20")).isEqualTo(Kind.UNKNOWN);
        drift.record((Cloud) null, "a", null, "b");
        assertThat(drift.rows()).extracting(ModelDrift.Row::kind).containsExactly(Kind.UNKNOWN);
        assertThat(drift.drifted()).isEmpty();
    }

    @Test
    void aDeploymentIsHeldAgainstTheModelStatedBesideIt() {
        drift.record(Cloud.AZURE, "prod-chat", "gpt-4o-mini", "gpt-4o-2024-11-20");
        drift.record(Cloud.AZURE, "prod-chat", "gpt-4o", "gpt-4o-2024-11-20");

        assertThat(drift.rows()).extracting(ModelDrift.Row::kind).containsExactly(Kind.OTHER_MODEL, Kind.SAME_MODEL);
    }

    @Test
    void answersAreCountedFromManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(thread -> threads.submit(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            drift.record(Cloud.GOOGLE, "gemini-2.5-flash", null, "gemini-3.5-flash");
                        }
                    }))
                    .toList();
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(drift.drifted())
                .containsExactly(new ModelDrift.Row(
                        Cloud.GOOGLE, "gemini-2.5-flash", "gemini-3.5-flash", Kind.OTHER_MODEL, 4_000, NOW, NOW));
        assertThat(drift.text())
                .isEqualTo("google/gemini-2.5-flash was answered by gemini-3.5-flash 4000 times, first"
                        + " 2026-11-21T08:00:00Z, last 2026-11-21T08:00:00Z\n");
    }

    @Test
    void namesThatAreMadeUpDoNotFillTheMemory() {
        for (int i = 0; i < 1_010; i++) {
            drift.record(Cloud.OPENAI, "gpt-4o", null, "made-up-" + i);
        }

        assertThat(drift.rows()).hasSize(1_000);
        assertThat(drift.forgotten()).isEqualTo(10);
    }

    @Test
    void aResponseTellsItsModelItself() {
        ChatResponse response = ChatResponse.builder()
                .message(new AssistantMessage(List.of(new TextPart("Hello"))))
                .provider("openai")
                .model("claude-opus-5")
                .build();
        drift.record("openai", "https://api.openai.com/v1", "gpt-4o", null, response);

        assertThat(drift.text()).startsWith("openai/gpt-4o was answered by claude-opus-5 1 time, ");
        assertThat(new ModelDrift(CATALOG, Clock.systemUTC()).text()).startsWith("Every answer came");
    }
}
