package dev.portolan.evidence.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.check.Expectations;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.ScoreCard;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.stats.Bootstrap;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParityReportFormatTest {

    private static final String SECRET = "ultramarine-4711";
    private static final ParityReport RICH = rich(80);

    @TempDir
    private Path folder;

    @Test
    void aReportComesBackWithEveryFigure() {
        ParityReport again = ParityReport.fromJson(RICH.toJson());

        assertThat(again.facts()).isEqualTo(RICH.facts());
        assertThat(again.conclusion()).isEqualTo(RICH.conclusion());
        assertThat(again.metrics()).isEqualTo(RICH.metrics());
        assertThat(again.measures()).isEqualTo(RICH.measures());
        assertThat(again.objectives()).isEqualTo(RICH.objectives());
        assertThat(again.slices()).isEqualTo(RICH.slices());
        assertThat(again.noise()).isEqualTo(RICH.noise());
        assertThat(again.reviews()).isEqualTo(RICH.reviews());
        assertThat(again.regressed()).hasSameSizeAs(RICH.regressed());
        for (int i = 0; i < RICH.pairs().size(); i++) {
            PairResult pair = RICH.pairs().get(i);
            PairResult read = again.pairs().get(i);
            assertThat(read.example().toJson()).isEqualTo(pair.example().toJson());
            assertThat(read.source()).isEqualTo(pair.source());
            assertThat(read.target()).isEqualTo(pair.target());
            assertThat(read.control()).isEqualTo(pair.control());
        }
        assertThat(again.toJson()).isEqualTo(RICH.toJson());
    }

    @Test
    void aFileHoldsTheSameBytesAsTheText() throws Exception {
        Path file = folder.resolve("report.json");
        RICH.write(file);

        assertThat(Files.readString(file)).isEqualTo(RICH.toJson());
        assertThat(ParityReport.read(file).toJson()).isEqualTo(RICH.toJson());
    }

    @Test
    void everyPairStandsOnALineOfItsOwn() {
        List<String> lines = RICH.toJson().lines().toList();

        assertThat(lines).hasSize(RICH.pairs().size() + 3);
        assertThat(lines.get(2)).startsWith("{\"example\":{\"id\":\"ex-0\"");
    }

    @Test
    void figuresThatAreNoNumbersAreNull() throws Exception {
        ParityReport empty =
                ParityReport.evaluate(RICH.facts(), List.of(), Gate.builder().build(), List.of());
        JsonNode json = ParityReportFormat.MAPPER.readTree(empty.toJson());
        JsonNode rich = ParityReportFormat.MAPPER.readTree(RICH.toJson());

        assertThat(json.at("/reviews/reviewersAgreement").isNull()).isTrue();
        assertThat(json.at("/conclusion/verdict").asText()).isEqualTo("invalid");
        assertThat(rich.at("/objectives/0/lower").isNull()).isTrue();
        assertThat(rich.at("/objectives/0/upper").doubleValue()).isEqualTo(3);
        assertThat(RICH.toJson()).doesNotContain("NaN").doesNotContain("Infinity");
        assertThat(ParityReport.fromJson(empty.toJson()).toJson()).isEqualTo(empty.toJson());
    }

    @Test
    void halfASurrogatePairAndNulSurviveAFile() {
        String hostile = "cut \ud83d, \u0000, \u202e, \ud83d\ude00, \udc00";
        PairResult pair = new PairResult(
                Example.builder(ChatRequest.of(hostile))
                        .id("x\ud83d")
                        .tags(hostile)
                        .build(),
                List.of(answered(0, hostile, Score.of(true, hostile), 1)),
                List.of(answered(0, hostile, Score.of(false, hostile), 1)),
                List.of());
        ParityReport report = ParityReport.evaluate(RICH.facts(), List.of(pair), Gate.DEFAULT, List.of());
        Path file = folder.resolve("hostile.json");
        report.write(file);

        PairResult read = ParityReport.read(file).pairs().get(0);
        assertThat(read.example().id()).isEqualTo("x\ud83d");
        assertThat(read.example().tags()).containsExactly(hostile);
        assertThat(read.source()).isEqualTo(pair.source());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "portolan":1        | "portolan":2                  | $.portolan: is version 2
                    "parity-report"     | "ultramarine-4711"            | $.type: must be parity-report
                    "type"              | "tpye"                        | $.type: is missing
                    "repeats":2         | "repeats":"ultramarine-4711"  | $.facts.repeats: must be a whole number
                    "role":"guard"      | "role":"ultramarine-4711"     | $.metrics[0].role: must be one of guard, information
                    "outcome":"answered"| "outcome":"ultramarine-4711"  | $.pairs[0].source[0].outcome: must be one of answered
                    "weight":1.0        | "weight":true                 | $.pairs[0].source[0].scores[0].weight: must be a number
                    "stoppedEarly":false| "stoppedEarly":1              | $.facts.stoppedEarly: must be true or false
                    {"example":{        | {"example":{"ultra.4711":1,   | $.pairs[0].example: a field is none of
                    "pairs":[           | "pairs":[ultramarine          | $: is no JSON
                    2026-01-01T00:00:00Z| ultramarine-4711              | $.facts.started: must be a time
                    """)
    void whatIsWrongIsToldByItsPlaceAndNotQuoted(String text, String with, String message) {
        String broken = RICH.toJson().replaceFirst(java.util.regex.Pattern.quote(text), with);

        assertThatThrownBy(() -> ParityReport.fromJson(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("ultra");
    }

    @Test
    void whatIsNoReportIsRefused() {
        assertThatThrownBy(() -> ParityReport.fromJson("[]")).hasMessageContaining("$: must be an object");
        assertThatThrownBy(() -> ParityReport.fromJson(RICH.toJson() + "{}")).hasMessageContaining("follows");
    }

    private static ParityReport rich(int examples) {
        SplittableRandom random = new SplittableRandom(7);
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 0; i < examples; i++) {
            Example example = Example.builder(ChatRequest.of("Question {{topic}} " + SECRET))
                    .id("ex-" + i)
                    .variable("topic", "T" + i)
                    .tags(i % 3 == 0 ? "billing" : "other", "en")
                    .cluster(i % 5 == 0 ? "c" + i / 10 : null)
                    .weight(i % 4 == 0 ? 2.5 : 1)
                    .expectations(
                            i % 2 == 0 ? Expectations.fromJson("{\"label\":\"a\",\"number\":1.50}") : Expectations.NONE)
                    .build();
            pairs.add(new PairResult(
                    example, trials(i, 0.95, random), trials(i, 0.8, random), trials(i + 1000, 0.95, random)));
        }
        Gate gate = Gate.builder()
                .bootstrap(new Bootstrap(200, 1))
                .informational("tone")
                .objective(Objective.latency(0.95, Duration.ofSeconds(3)))
                .objective(Objective.atLeast("label", 0.5))
                .objective(Objective.savings(0.1, 0.9))
                .build();
        SideFacts source = new SideFacts(
                "assistant", "azure", "gpt", new TreeSet<>(List.of("gpt-1")), "h1", Map.of("t", "0"), 160, 0, 0, 0);
        SideFacts target = new SideFacts(
                "next", "bedrock", "claude", new TreeSet<>(List.of("claude-1")), "h2", Map.of(), 160, 4, 3, 9);
        RunFacts facts = new RunFacts(
                "triage",
                "ab12",
                examples,
                2,
                -42,
                "live",
                "1.0",
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-01-01T00:10:00.5Z"),
                source,
                target,
                List.of("judge"),
                "USD",
                new BigDecimal("1.2300"),
                false,
                List.of("A warning"));
        List<ReviewDecision> decisions = List.of(
                new ReviewDecision("ex-1", ReviewDecision.Choice.SOURCE, "Ann", Instant.EPOCH, "better"),
                new ReviewDecision("ex-1", ReviewDecision.Choice.SAME, "Bob", Instant.EPOCH, null),
                new ReviewDecision("ex-2", ReviewDecision.Choice.TARGET, "Ann", Instant.EPOCH, null));
        return ParityReport.evaluate(facts, pairs, gate, decisions);
    }

    private static List<Trial> trials(int seed, double good, SplittableRandom random) {
        List<Trial> trials = new ArrayList<>();
        for (int repeat = 0; repeat < 2; repeat++) {
            if (seed % 20 == 7 && repeat == 1) {
                CallOutcome outcome = seed % 40 == 7 ? CallOutcome.REJECTED : CallOutcome.FAILED;
                trials.add(new Trial(
                        repeat,
                        outcome,
                        null,
                        new ErrorKind("vendor-special", true, false),
                        "It went wrong",
                        Trial.UNSCORED,
                        Map.of(),
                        false));
            } else {
                boolean passed = random.nextDouble() < good;
                Score score = passed
                        ? Score.of(true, "ok " + SECRET)
                        : random.nextInt(3) == 0
                                ? Score.hardBreak("broken")
                                : random.nextInt(2) == 0
                                        ? Score.of(0.3, "weak").broken()
                                        : Score.of(random.nextDouble(), "so");
                trials.add(answered(repeat, "Answer " + seed, score, random.nextDouble()));
            }
        }
        return trials;
    }

    private static Trial answered(int repeat, String text, Score score, double latency) {
        ChatResponse response = ChatResponse.builder()
                .provider("p")
                .model("m")
                .message(Message.assistant(text))
                .finishReason(new FinishReason(FinishReason.Kind.STOP, "stop"))
                .usage(Usage.of(10, 5))
                .build();
        ScoreCard card = new ScoreCard(List.of(
                new ScoreCard.Entry("label", 1, score),
                new ScoreCard.Entry("tone", 0.5, repeat == 0 ? Score.missing("judge fell ill") : Score.of(0.7, "fine")),
                new ScoreCard.Entry("citations", 1, Score.notApplicable("none"))));
        Map<String, BigDecimal> figures = new java.util.LinkedHashMap<>();
        figures.put("latency", BigDecimal.valueOf(latency));
        figures.put("cost", new BigDecimal("0.000120"));
        return new Trial(repeat, CallOutcome.ANSWERED, response, null, null, card, figures, repeat == 1);
    }
}
