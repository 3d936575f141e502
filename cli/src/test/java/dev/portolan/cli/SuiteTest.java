package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.TextPart;
import dev.portolan.evidence.check.Answer;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.Expectations;
import dev.portolan.evidence.check.Observation;
import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.Objective;
import dev.portolan.evidence.parity.Role;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteTest {

    @TempDir
    Path folder;

    private Suite suite(String... pairs) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            entries.put(pairs[i], pairs[i + 1]);
        }
        return new Suite(entries, folder);
    }

    private Check check(String... pairs) {
        try (Portolan none = Portolan.builder().isolated().build()) {
            return new SuiteChecks(suite(pairs), none).all().get(0);
        }
    }

    private static Observation seen(String text, String expectations, String... tags) {
        ChatResponse response = ChatResponse.builder()
                .message(new AssistantMessage(List.of(new TextPart(text))))
                .finishReason(new FinishReason(FinishReason.Kind.STOP, "stop"))
                .provider("openai")
                .model("m")
                .build();
        return Observation.builder(ChatRequest.of("?"), Answer.of(response))
                .expectations(Expectations.fromJson(expectations))
                .tags(List.of(tags))
                .build();
    }

    /** What the check with this argument makes of an answer. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "json||{\"a\":1}|{}|1",
                "json||no|{}|0",
                "required-fields|/a,/b|{\"a\":1}|{}|0.5",
                "label|/c|{\"c\":\"x\"}|{\"label\":\"x\"}|1",
                "label||x|{\"label\":\"x\"}|1",
                "label|x,y|it is y|{\"label\":\"x\"}|0",
                "text|exact|Yes|{\"text\":\"yes\"}|0",
                "text|loose|Yes|{\"text\":\"yes\"}|1",
                "contains||all is well|{\"contains\":[\"well\"]}|1",
                "matches|^[0-9]+$|42|{}|1",
                "number|0.5|41.7|{\"number\":42}|1",
                "extraction|loose|{\"a\":\"X\"}|{\"json\":{\"a\":\"x\"}}|1",
                "extraction||{\"a\":\"X\"}|{\"json\":{\"a\":\"x\"}}|0",
                "tool-calls|any|none made|{\"toolCalls\":[]}|1",
                "citations||as said [a1]|{\"sources\":[{\"id\":\"a1\"}]}|1",
                "refusal||Of course.|{\"refusal\":\"refuse\"}|0",
                "complies||I can't help with that.|{}|0",
                "groundedness||nothing|{}|",
                "latency|3s|x|{}|",
                "output-tokens|5|x|{}|",
                "total-tokens|5|x|{}|",
                "refusal-as-reference||x|{}|",
                "tool-calls-as-reference||x|{}|",
            })
    void eachCheckIsMadeWithItsArgument(
            String type, String argument, String answer, String expectations, Double score) {
        Check check = check("check." + type, argument == null ? "" : argument);

        assertThat(check.name()).isEqualTo(type);
        assertThat(check.score(seen(answer, expectations)).value()).isEqualTo(score);
    }

    @Test
    void aCheckHasAnotherNameByItsType() {
        assertThat(check("check.route", "/c", "check.route.type", "label").name())
                .isEqualTo("route");
    }

    @Test
    void whatElseIsSaidOfACheckHolds() {
        Check check = check(
                "check.required-fields",
                "/a,/b",
                "check.required-fields.pass-mark",
                "0.5",
                "check.required-fields.negate",
                "true",
                "check.required-fields.hard-break",
                "true",
                "check.required-fields.weight",
                "3",
                "check.required-fields.only-for",
                "forms");

        assertThat(check.weight()).isEqualTo(3);
        assertThat(check.score(seen("{\"a\":1}", "{}", "forms")).isHardBreak()).isTrue();
        assertThat(check.score(seen("{\"a\":1}", "{}", "forms")).value()).isZero();
        assertThat(check.score(seen("{\"a\":1}", "{}", "talk")).value()).isNull();
    }

    @Test
    void fieldsOfAnExtractionMayBeAnything() {
        assertThat(check("check.extraction", "", "check.extraction.any", "/s")
                        .score(seen("{\"s\":\"p\",\"a\":1}", "{\"json\":{\"s\":\"q\",\"a\":1}}"))
                        .value())
                .isEqualTo(1);
    }

    @Test
    void aSchemaAndARubricComeFromFiles() throws IOException {
        Files.writeString(folder.resolve("form.json"), "{\"type\":\"object\",\"required\":[\"a\"]}");
        Check check = check("check.json-schema", "form.json");

        assertThat(check.score(seen("{\"a\":1}", "{}")).value()).isEqualTo(1);
        assertThat(check.score(seen("{}", "{}")).value()).isZero();
        assertThatThrownBy(() -> check("check.json-schema", "none.json")).hasMessageContaining("none.json");
    }

    @Test
    void aJudgeIsAModelOfTheConfiguration() throws IOException {
        Files.writeString(folder.resolve("tone.txt"), "Is it polite?");
        Suite suite = suite("check.tone", "grader", "check.tone.type", "judge", "check.tone.rubric", "tone.txt");
        try (Bench bench = new Bench(folder, Bench.CLEVER, Bench.CLEVER);
                Portolan portolan = Portolan.builder()
                        .isolated()
                        .property("portolan.models.grader.provider", "openai")
                        .property("portolan.models.grader.model", "gpt-4.1")
                        .property("portolan.providers.openai.api-key", Bench.KEY)
                        .property(
                                "portolan.providers.openai.base-url",
                                bench.present.baseUrl().toString())
                        .extension(new dev.portolan.openai.OpenAiProvider())
                        .build()) {
            SuiteChecks checks = new SuiteChecks(suite, portolan);

            assertThat(checks.all()).singleElement().extracting(Check::name).isEqualTo("tone");
            assertThat(checks.judges()).containsExactly("grader");
        }
    }

    @Test
    void wrongWordsAreToldWithTheRightOnes() {
        assertThatThrownBy(() -> check("check.jsn", "")).hasMessageContaining("there is no check jsn");
        assertThatThrownBy(() -> check("check.text", "about")).hasMessageContaining("exact or loose");
        assertThatThrownBy(() -> check("check.extraction", "about")).hasMessageContaining("subset");
        assertThatThrownBy(() -> check("check.latency", "")).hasMessageContaining("needs a time");
        assertThatThrownBy(() -> check("check.latency", "3")).hasMessageContaining("500ms");
        assertThatThrownBy(() -> check("check.json", "", "check.json.hard-break", "yes"))
                .hasMessageContaining("true or false");
        assertThatThrownBy(() -> check("check.tool-calls", "", "check.tool-calls.weight", "heavy"))
                .hasMessageContaining("must be a number");
    }

    @Test
    void forbiddenToolsAndOrderAreTaken() {
        assertThat(check(
                                "check.tool-calls",
                                "subset",
                                "check.tool-calls.in-order",
                                "true",
                                "check.tool-calls.forbidden",
                                "wipe")
                        .score(seen("x", "{\"toolCalls\":[]}"))
                        .value())
                .isEqualTo(1);
    }

    @Test
    void theGateHasMarginsAndLimits() {
        Gate gate = new SuiteGate(suite(
                        "margin", "0.1",
                        "margin.label", "0.02",
                        "informational", "tone, style",
                        "hard-breaks-allowed", "2",
                        "max-failed", "0.2",
                        "slice-minimum", "30",
                        "objective.latency.p99.9", "1.5s",
                        "objective.first-token-latency.p50", "200ms",
                        "objective.cost-per-request", "0.01",
                        "objective.at-least.label", "0.9",
                        "objective.savings", "0.2..0.6"))
                .gate();

        assertThat(gate.margin("json")).isEqualTo(0.1);
        assertThat(gate.margin("label")).isEqualTo(0.02);
        assertThat(gate.role("style")).isEqualTo(Role.INFORMATION);
        assertThat(gate.hardBreaksAllowed()).isEqualTo(2);
        assertThat(gate.maxFailed()).isEqualTo(0.2);
        assertThat(gate.sliceMinimum()).isEqualTo(30);
        assertThat(gate.objectives())
                .containsExactly(
                        Objective.latency(0.999, Duration.ofMillis(1500)),
                        Objective.firstTokenLatency(0.5, Duration.ofMillis(200)),
                        Objective.costPerRequest(new BigDecimal("0.01")),
                        Objective.atLeast("label", 0.9),
                        Objective.savings(0.2, 0.6));
    }

    @Test
    void wrongLimitsAreTold() {
        assertThatThrownBy(() -> new SuiteGate(suite("objective.speed", "1")).gate())
                .hasMessageContaining("latency.p95");
        assertThatThrownBy(() -> new SuiteGate(suite("objective.savings", "0.3")).gate())
                .hasMessageContaining("0.3..0.6");
        assertThatThrownBy(() -> new SuiteGate(suite("hard-breaks-allowed", "1.5")).gate())
                .hasMessageContaining("whole number");
    }

    @Test
    void timesAreWrittenWithTheirUnit() {
        assertThat(Suite.duration("t", "250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(Suite.duration("t", "2m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(Suite.duration("t", "1h")).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aFileThatIsNoSuiteIsTold() throws IOException {
        Path list = Files.writeString(folder.resolve("a.yaml"), "- x\n");
        Path broken = Files.writeString(folder.resolve("b.yml"), "a: [1\n");

        assertThatThrownBy(() -> SuiteFile.read(list)).hasMessageContaining("names with values");
        assertThatThrownBy(() -> SuiteFile.read(broken)).hasMessageContaining("is no YAML");
        assertThatThrownBy(() -> SuiteFile.read(folder.resolve("none.properties")))
                .hasMessageContaining("Cannot read the suite");
    }
}
