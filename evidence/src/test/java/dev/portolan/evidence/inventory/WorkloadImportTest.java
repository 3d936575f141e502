package dev.portolan.evidence.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.Usage;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.DatasetFormatException;
import dev.portolan.evidence.dataset.RequestLog;
import dev.portolan.evidence.dataset.Sampling;
import dev.portolan.evidence.recording.Recorder;
import dev.portolan.evidence.recording.Recording;
import dev.portolan.prompt.Prompt;
import dev.portolan.spi.support.Redactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadImportTest {

    private static final Price PRICE =
            new Price(Currency.getInstance("USD"), new BigDecimal("1000"), new BigDecimal("2000"), null, null);

    @TempDir
    private Path folder;

    private static JsonNode json(byte[] body) {
        try {
            return WorkloadInventory.MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChatRequest request(byte[] body) {
        ChatRequest.Builder request = ChatRequest.builder();
        for (JsonNode message : json(body).get("messages")) {
            String text = message.get("content").textValue();
            request.add(message.get("role").textValue().equals("system") ? Message.system(text) : Message.user(text));
        }
        for (JsonNode tool : json(body).path("tools")) {
            request.tools(List.of(Tool.of(tool.at("/function/name").textValue(), "does", "{\"type\":\"object\"}")));
        }
        return request.build();
    }

    private static ChatResponse response(byte[] body) {
        JsonNode answer = json(body);
        return ChatResponse.builder()
                .provider("openai")
                .model(answer.get("model").textValue())
                .finishReason(FinishReason.of(
                        answer.at("/choices/0/finish_reason").textValue().equals("length")
                                ? FinishReason.Kind.LENGTH
                                : FinishReason.Kind.STOP))
                .usage(Usage.of(
                        answer.at("/usage/prompt_tokens").longValue(),
                        answer.at("/usage/completion_tokens").longValue()))
                .message(new AssistantMessage(List.of(
                        new TextPart(answer.at("/choices/0/message/content").textValue()))))
                .build();
    }

    private static final RequestLog LOG =
            RequestLog.of(WorkloadImportTest::request).responses(WorkloadImportTest::response);

    private static String asked(String system, String user, String more) {
        return "{\"model\":\"triage-prod\",\"stream\":false,\"messages\":[{\"role\":\"system\",\"content\":\"" + system
                + "\"},{\"role\":\"user\",\"content\":\"" + user + "\"}]" + more + "}";
    }

    private static String answered(String text, String finish) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1772359200,\"model\":\"gpt-4o-mini-2024-07-18\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                + "\"},\"finish_reason\":\"" + finish
                + "\"}],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":500,\"total_tokens\":1500}}";
    }

    private Path log(String... lines) throws IOException {
        return Files.writeString(folder.resolve("traffic.jsonl"), String.join("\n", lines) + "\n");
    }

    private Path usualLog() throws IOException {
        String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"find\"}}]";
        return log(
                "{\"request\":" + asked("Sort. Today is 2026-03-01.", "Mail jo@example.com", "") + ",\"response\":"
                        + answered("Wrote to jo@example.com", "stop") + ",\"latency_ms\":1250.5}",
                "{\"timestamp\":\"2026-03-02T08:00:00+01:00\",\"request\":"
                        + asked("Sort. Today is 2026-03-02.", "Where is it?", tools) + ",\"response\":"
                        + answered("There", "length") + ",\"latency_ms\":750}",
                "{\"request\":" + asked("Sort. Today is 2026-03-02.", "Again", "")
                        + ",\"response\":{\"status_code\":429,\"body\":{\"error\":{\"message\":\"slow down\","
                        + "\"type\":\"requests\",\"code\":\"rate_limit_exceeded\"}}}}",
                asked("Another", "No answer known", ""));
    }

    @Test
    void aLogBecomesAFolderWithDatasetAndInventory() throws IOException {
        Path out = folder.resolve("golden/april");

        WorkloadImport.Result result =
                WorkloadImport.of(LOG).prices((provider, model) -> PRICE).run(usualLog(), out);

        Dataset dataset = Dataset.read(out.resolve("dataset.jsonl"));
        assertThat(dataset.examples()).hasSize(4);
        assertThat(dataset.examples().get(0).request().messages().get(1).text()).isEqualTo("Mail [e-mail]");
        assertThat(dataset.examples().get(0).reference().text()).isEqualTo("Wrote to [e-mail]");
        assertThat(dataset.examples().get(1).tags())
                .containsExactlyInAnyOrder("model:triage-prod", "tool:find", "finish:length");
        assertThat(dataset.examples().get(2).tags()).contains("error:rate-limited");
        assertThat(dataset.examples().get(2).reference()).isNull();
        assertThat(Files.readString(out.resolve("inventory.json")))
                .isEqualTo(result.inventory().toJson());
        assertThat(Files.readString(out.resolve("inventory.md")))
                .isEqualTo(result.inventory().toMarkdown());
        try (var files = Files.list(out)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void whatALogTellsIsCountedAndWhatItCannotTellIsNotZero() throws IOException {
        JsonNode counted = json(WorkloadImport.of(LOG)
                .prices((provider, model) -> PRICE)
                .run(usualLog(), folder.resolve("out"))
                .inventory()
                .toJson()
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(counted.path("calls").intValue()).isEqualTo(4);
        assertThat(counted.path("from").textValue()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(counted.path("to").textValue()).isEqualTo("2026-03-02T07:00:00Z");
        assertThat(counted.at("/shapes/chat").intValue()).isEqualTo(4);
        assertThat(counted.at("/apis/chat-completions").intValue()).isEqualTo(4);
        assertThat(counted.at("/modelsAsked/triage-prod").intValue()).isEqualTo(4);
        assertThat(counted.path("models").path("openai/gpt-4o-mini-2024-07-18").intValue())
                .isEqualTo(2);
        assertThat(counted.at("/latency/known").intValue()).isEqualTo(2);
        assertThat(counted.at("/latency/max").doubleValue()).isEqualTo(1.2505);
        assertThat(counted.at("/cost/USD").decimalValue()).isEqualByComparingTo("4");
        assertThat(counted.at("/costPerAnswer/USD/p50").doubleValue()).isEqualTo(2);
        assertThat(counted.at("/errors/rate-limited").intValue()).isEqualTo(1);
        assertThat(counted.path("rateLimitHits").intValue()).isEqualTo(1);
        assertThat(counted.path("unanswered").intValue()).isEqualTo(1);
        assertThat(counted.get("retried").isNull()).isTrue();
        assertThat(counted.get("abandoned").isNull()).isTrue();
        assertThat(counted.path("prompts")).hasSize(3);
        assertThat(counted.path("promptTemplates")).hasSize(2);
        assertThat(counted.at("/promptTemplates/0/texts").intValue()).isEqualTo(2);
        assertThat(counted.at("/promptTemplates/0/calls").intValue()).isEqualTo(3);
    }

    @Test
    void slicesThatTheSampleDoesNotCoverAreTold() throws IOException {
        WorkloadImport.Result result =
                WorkloadImport.of(LOG).sampling(Sampling.stratifiedByTags(2, 0)).run(usualLog(), folder.resolve("out"));

        assertThat(result.imported().sampled()).isEqualTo(2);
        assertThat(result.imported().uncovered()).isNotEmpty();
        JsonNode sample = json(Files.readAllBytes(folder.resolve("out/inventory.json")));
        assertThat(sample.at("/sample/uncovered"))
                .hasSize(result.imported().uncovered().size());
        assertThat(sample.at("/slices").path("tool:find").path("calls").intValue())
                .isEqualTo(1);
        assertThat(Files.readString(folder.resolve("out/inventory.md")))
                .contains("| uncovered | " + String.join(", ", result.imported().uncovered()) + " |");
    }

    @Test
    void recordingsBecomeTheSame() throws IOException {
        Path file = folder.resolve("calls.jsonl");
        Recorder recorder = Recorder.builder(file).build();
        Prompt sort = Prompt.of("sort@2", "Sort").withVariant("claude", "Sort!");
        Instant at = Instant.parse("2026-03-01T10:00:00Z");
        ChatRequest request =
                ChatRequest.builder().add(sort.system(Map.of())).user("Hello").build();
        for (int i = 0; i < 3; i++) {
            recorder.record(Recording.builder(request)
                    .startedAt(at.plusSeconds(i))
                    .took(Duration.ofSeconds(2))
                    .name("assistant")
                    .context(CallContext.builder().feature("triage").build())
                    .answered(response(answered("Hi", "stop").getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .build());
        }

        WorkloadImport.Result result = WorkloadImport.ofRecordings().run(file, folder.resolve("out"));

        assertThat(result.imported().dataset().examples()).hasSize(1);
        assertThat(result.imported().merged()).isEqualTo(2);
        assertThat(result.imported().dataset().examples().get(0).tags())
                .containsExactlyInAnyOrder("model:assistant", "feature:triage", "prompt:sort@2");
        JsonNode counted = json(Files.readAllBytes(folder.resolve("out/inventory.json")));
        assertThat(counted.at("/latency/p50").doubleValue()).isEqualTo(2);
        assertThat(counted.at("/retried").intValue()).isZero();
        assertThat(counted.path("namedPrompts").fieldNames().next()).startsWith("sort@2 ");
        // Either reader of logs takes recordings too.
        assertThat(WorkloadImport.of(LOG)
                        .run(file, folder.resolve("out2"))
                        .inventory()
                        .toJson())
                .isEqualTo(result.inventory().toJson());
    }

    @Test
    void whatPeopleFilledInIsKeptByTheNextImport() throws IOException {
        Path out = folder.resolve("out");
        Path input = usualLog();
        WorkloadImport.of(LOG).run(input, out);
        Path file = out.resolve("inventory.json");
        assertThat(WorkloadImport.of(LOG).run(input, out).inventory().unknown()).hasSize(7);
        String filled = Files.readString(file)
                .replaceFirst("(?s)(retrieval sources[^}]*?)\"answer\" : null", "$1\"answer\" : \"a wiki, hourly\"")
                .replaceFirst("(?s)(authentication and[^}]*?)\"owner\" : null", "$1\"owner\" : \"Jo\"")
                .replaceFirst("(?s)(points where a person approves[^}]*?)\"UNKNOWN\"", "$1\"KNOWN\"");
        Files.writeString(file, filled);

        WorkloadImport.Result again = WorkloadImport.of(LOG).run(input, out);

        assertThat(again.inventory().toJson()).contains("a wiki, hourly", "\"Jo\"", "\"KNOWN\"");
        assertThat(Files.readString(file)).isEqualTo(again.inventory().toJson());
        assertThat(again.inventory().unknown())
                .hasSize(6)
                .contains("authentication and network path to the model")
                .doesNotContain("points where a person approves");
        assertThat(Files.readString(out.resolve("inventory.md"))).contains("a wiki, hourly");
    }

    @Test
    void anInventoryThatWasBrokenByHandStopsTheImportAndIsLeftAlone() throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("inventory.json"), "{ half");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> WorkloadImport.of(LOG).run(usualLog(), out))
                .withMessageContaining("inventory.json");
        assertThat(Files.readString(out.resolve("inventory.json"))).isEqualTo("{ half");
        assertThat(out.resolve("dataset.jsonl")).doesNotExist();
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        Path input = usualLog();
        UnaryOperator<Path> run = out -> {
            WorkloadImport.of(LOG)
                    .sampling(Sampling.random(3, 42))
                    .redactor(Redactor.standard())
                    .run(input, out);
            return out;
        };
        Path one = run.apply(folder.resolve("one"));
        Path two = run.apply(folder.resolve("two"));

        for (String file : List.of("dataset.jsonl", "inventory.json", "inventory.md")) {
            assertThat(one.resolve(file)).hasSameBinaryContentAs(two.resolve(file));
        }
    }

    @Test
    void whatIsRedactedIsInNoFile() throws IOException {
        Path input = log(asked("Agent of sk-proj-abcdefghijklmnopqrstuvwxyz012345", "I am bob@example.org", ""));
        WorkloadImport.of(LOG).run(input, folder.resolve("out"));

        for (String file : List.of("dataset.jsonl", "inventory.json", "inventory.md")) {
            assertThat(Files.readString(folder.resolve("out").resolve(file)))
                    .doesNotContain("bob@", "sk-proj-abc")
                    .isNotEmpty();
        }
    }

    @Test
    void badLinesStopOrAreSkippedAndCounted() throws IOException {
        Path input = log("{\"secret\":1}", asked("S", "U", ""));

        assertThatThrownBy(() -> WorkloadImport.of(LOG).run(input, folder.resolve("out")))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("line 1");
        WorkloadImport.Result result = WorkloadImport.of(LOG.skipping()).run(input, folder.resolve("out"));
        assertThat(result.skipped()).hasSize(1);
        assertThat(result.imported().unusable()).isEqualTo(1);
        assertThat(json(Files.readAllBytes(folder.resolve("out/inventory.json")))
                        .at("/sample/unusable")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void aFileWithoutCallsIsRefused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.jsonl"), "\n\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> WorkloadImport.of(LOG).run(empty, folder.resolve("out")))
                .withMessageContaining("holds no call");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WorkloadImport.ofRecordings().run(usualLog(), folder.resolve("out")))
                .withMessageContaining("holds no recordings");
        assertThatThrownBy(() -> WorkloadImport.of(LOG).run(folder.resolve("none"), folder.resolve("out")))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
