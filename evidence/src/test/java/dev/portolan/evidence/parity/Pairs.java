package dev.portolan.evidence.parity;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.ScoreCard;
import dev.portolan.evidence.dataset.Example;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Pairs and facts for tests. */
final class Pairs {

    private Pairs() {}

    static ParityReport report(List<PairResult> pairs, Gate gate) {
        return ParityReport.evaluate(facts(pairs.size()), pairs, gate, List.of());
    }

    static RunFacts facts(int examples) {
        return new RunFacts(
                "golden",
                "0".repeat(64),
                examples,
                1,
                7,
                "live",
                "1",
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(60),
                side("present"),
                side("new"),
                List.of(),
                "USD",
                null,
                false,
                List.of());
    }

    static SideFacts side(String name) {
        return new SideFacts(
                name, "test", "model-" + name, new TreeSet<>(List.of("model-" + name)), "abc", Map.of(), 0, 0, 0, 0);
    }

    static Example example(int number, String... tags) {
        return Example.builder(ChatRequest.of("question " + number))
                .id("ex-" + number)
                .tags(tags)
                .build();
    }

    static Trial scored(int repeat, ScoreCard card) {
        return trial(repeat, card, Map.of());
    }

    static Trial trial(int repeat, ScoreCard card, Map<String, BigDecimal> figures) {
        ChatResponse response = ChatResponse.builder()
                .message(Message.assistant("answer"))
                .finishReason(FinishReason.of(FinishReason.Kind.STOP))
                .provider("test")
                .model("m")
                .build();
        return new Trial(repeat, CallOutcome.ANSWERED, response, null, null, card, figures, false);
    }

    static Trial failed(int repeat, CallOutcome outcome, ErrorKind kind) {
        return new Trial(repeat, outcome, null, kind, "the service is busy", Trial.UNSCORED, Map.of(), false);
    }

    static ScoreCard card(String metric, Score score) {
        return new ScoreCard(List.of(new ScoreCard.Entry(metric, 1, score)));
    }

    static Score of(double value) {
        return Score.of(value, "because");
    }

    /** One example with one metric and as many repeats as there are scores. */
    static PairResult pair(Example example, String metric, double[] source, double[] target) {
        return new PairResult(example, trials(metric, source), trials(metric, target), List.of());
    }

    static List<Trial> trials(String metric, double... values) {
        List<Trial> trials = new ArrayList<>();
        for (double value : values) {
            trials.add(scored(trials.size(), card(metric, of(value))));
        }
        return trials;
    }

    /** Examples of one repeat: both passed, only the source, only the target, neither. */
    static List<PairResult> counts(String metric, int both, int sourceOnly, int targetOnly, int neither) {
        List<PairResult> pairs = new ArrayList<>();
        add(pairs, metric, both, 1, 1);
        add(pairs, metric, sourceOnly, 1, 0);
        add(pairs, metric, targetOnly, 0, 1);
        add(pairs, metric, neither, 0, 0);
        return pairs;
    }

    private static void add(List<PairResult> pairs, String metric, int count, double source, double target) {
        for (int i = 0; i < count; i++) {
            pairs.add(pair(example(pairs.size()), metric, new double[] {source}, new double[] {target}));
        }
    }

    static PairResult figures(int number, @Nullable Double source, @Nullable Double target, String measure) {
        return new PairResult(
                example(number),
                List.of(trial(0, card("ok", of(1)), figure(measure, source))),
                List.of(trial(0, card("ok", of(1)), figure(measure, target))),
                List.of());
    }

    private static Map<String, BigDecimal> figure(String measure, @Nullable Double value) {
        return value == null ? Map.of() : Map.of(measure, BigDecimal.valueOf(value));
    }
}
