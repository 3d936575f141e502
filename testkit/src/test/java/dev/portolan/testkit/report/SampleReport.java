package dev.portolan.testkit.report;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.check.Expectations;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.ScoreCard;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.CallOutcome;
import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.Objective;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.ReviewDecision;
import dev.portolan.evidence.parity.RunFacts;
import dev.portolan.evidence.parity.SideFacts;
import dev.portolan.evidence.parity.Trial;
import dev.portolan.evidence.stats.Bootstrap;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Reports of an invented support desk: JSON, tool calls, refusals, texts, errors; the same for the same size and words. */
final class SampleReport {

    private static final String[] LANGUAGES = {"en", "de", "es", "ja"};
    private static final String[] TOPICS = {"refund", "delivery", "invoice", "password", "warranty"};
    private static final String[] WORDS = {
        "your", "order", "will", "be", "sent", "again", "tomorrow", "and", "we", "refund", "the", "difference",
                "within", "three",
        "working", "days", "please", "keep", "receipt", "thank", "you", "for", "patience", "our", "team", "has",
                "checked", "it"
    };

    private final SplittableRandom random = new SplittableRandom(4711);
    private final String extra;
    private final double targetQuality;

    private SampleReport(String extra, double targetQuality) {
        this.extra = extra;
        this.targetQuality = targetQuality;
    }

    /** A target that is worse at tools and JSON. */
    static ParityReport worse(int examples) {
        return new SampleReport("", 0.86).report(examples, Gate.builder());
    }

    /** A target that is as good. */
    static ParityReport equal(int examples) {
        return new SampleReport("", 0.995).report(examples, Gate.builder());
    }

    /** Every text holds the given one too. */
    static ParityReport with(String text, int examples) {
        return new SampleReport(text, 0.86).report(examples, Gate.builder());
    }

    /** An example that one side gave no answer to. */
    static List<PairResult> unanswered() {
        Trial lost = new Trial(
                0,
                CallOutcome.FAILED,
                null,
                ErrorKind.TIMEOUT,
                "No byte came for 30 s",
                Trial.UNSCORED,
                Map.of(),
                false);
        return List.of(new PairResult(
                Example.builder(ChatRequest.of("Are you there?")).id("lost").build(),
                List.of(lost),
                List.of(lost),
                List.of()));
    }

    private ParityReport report(int examples, Gate.Builder gate) {
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 0; i < examples; i++) {
            pairs.add(pair(i));
        }
        gate.bootstrap(new Bootstrap(100, 1))
                .informational("tone" + extra)
                .objective(Objective.latency(0.95, Duration.ofSeconds(6)))
                .objective(Objective.costPerRequest(new BigDecimal("0.01")))
                .objective(Objective.atLeast("label" + extra, 0.8))
                .objective(Objective.savings(0.2, 0.7));
        List<ReviewDecision> decisions = examples < 12
                ? List.of()
                : List.of(
                        decision(pairs.get(3), ReviewDecision.Choice.SOURCE, "Ann"),
                        decision(pairs.get(3), ReviewDecision.Choice.SOURCE, "Bo"),
                        decision(pairs.get(9), ReviewDecision.Choice.SAME, "Ann"),
                        decision(pairs.get(9), ReviewDecision.Choice.TARGET, "Bo"),
                        decision(pairs.get(11), ReviewDecision.Choice.TARGET, "Ann"));
        return ParityReport.evaluate(facts(examples), pairs, gate.build(), decisions);
    }

    private ReviewDecision decision(PairResult pair, ReviewDecision.Choice choice, String reviewer) {
        return new ReviewDecision(
                pair.example().id(), choice, reviewer + extra, Instant.parse("2026-01-02T08:00:00Z"), "noted" + extra);
    }

    private RunFacts facts(int examples) {
        return new RunFacts(
                "support-desk" + extra,
                "9f3ab2417c55",
                examples,
                3,
                20260101,
                "live" + extra,
                "0.1.0" + extra,
                Instant.parse("2026-01-01T09:00:00Z"),
                Instant.parse("2026-01-01T09:14:31Z"),
                side("assistant", "azure", "gpt-4o-mini", "gpt-4o-mini-2024-07-18", "0.2", "1c77e0", 3 * examples),
                side(
                        "assistant-next",
                        "bedrock",
                        "claude-haiku",
                        "claude-haiku-20251001",
                        "0.0",
                        "8be412",
                        3 * examples),
                List.of("judge-large" + extra),
                "USD",
                new BigDecimal("4.8213"),
                false,
                List.of("The judge is of the target's family." + extra));
    }

    private SideFacts side(
            String name, String provider, String model, String answered, String temperature, String hash, int calls) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("temperature", temperature + extra);
        parameters.put("max-output-tokens", "800");
        return new SideFacts(
                name + extra,
                provider + extra,
                model + extra,
                new TreeSet<>(List.of(answered + extra)),
                hash + extra,
                parameters,
                calls,
                3,
                2,
                0);
    }

    private PairResult pair(int i) {
        String topic = TOPICS[i % TOPICS.length];
        String language = LANGUAGES[random.nextInt(LANGUAGES.length)];
        int kind = i % 4;
        Example.Builder example = Example.builder(ChatRequest.builder()
                        .system("You work at the support desk." + extra)
                        .user("Ticket {{number}} about a " + topic + ": " + prose(18) + extra)
                        .build())
                .id("ticket-" + (1000 + i) + extra)
                .variable("number", "T-" + i + extra)
                .tags(topic + extra, language)
                .cluster(i % 7 == 0 ? "customer-" + i / 14 + extra : null);
        if (kind == 0) {
            example.expectations(Expectations.fromJson("{\"label\":\"" + topic + "\"}"));
        }
        return new PairResult(
                example.build(),
                trials(i, kind, topic, 0.96, 1.9, 0.0042),
                trials(i, kind, topic, targetQuality, 1.3, 0.0021),
                trials(i, kind, topic, 0.96, 1.9, 0.0042));
    }

    private List<Trial> trials(int i, int kind, String topic, double quality, double seconds, double cost) {
        boolean able = random.nextDouble() < quality;
        List<Trial> trials = new ArrayList<>();
        for (int repeat = 0; repeat < 3; repeat++) {
            int dice = random.nextInt(400);
            if (dice < 3) {
                trials.add(new Trial(
                        repeat,
                        dice == 0 ? CallOutcome.REJECTED : CallOutcome.FAILED,
                        null,
                        dice == 0 ? ErrorKind.CONTEXT_LENGTH : ErrorKind.TIMEOUT,
                        (dice == 0 ? "The prompt is too long for the model" : "No byte came for 30 s") + extra,
                        Trial.UNSCORED,
                        Map.of(),
                        false));
            } else {
                boolean good = able ? random.nextDouble() < 0.98 : random.nextDouble() < 0.25;
                trials.add(answered(repeat, kind, topic, good, seconds, cost));
            }
        }
        return trials;
    }

    private Trial answered(int repeat, int kind, String topic, boolean good, double seconds, double cost) {
        List<ScoreCard.Entry> scores = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        switch (kind) {
            case 0 -> {
                String json = "{\"label\": \"" + (good ? topic : "other") + "\", \"urgency\": " + (good ? 2 : 3)
                        + ", \"customer\": {\"name\": \"Kim\", \"since\": 2019}, \"items\": [\"lamp\""
                        + (good ? ", \"cable\"" : "")
                        + "], \"note\": " + com.fasterxml.jackson.databind.node.TextNode.valueOf(prose(6) + extra)
                        + "}";
                parts.add(new TextPart(json, null));
                scores.add(
                        entry("label", good ? Score.of(true, "as expected") : Score.of(false, "other, not " + topic)));
                scores.add(entry(
                        "extraction",
                        good ? Score.of(1, "3 of 3 fields") : Score.of(0.67, "items: cable is missing" + extra)));
            }
            case 1 -> {
                parts.add(new ToolCall(
                        "call_" + repeat,
                        "find_order" + extra,
                        "{\"id\":\"A-17\",\"note\":" + com.fasterxml.jackson.databind.node.TextNode.valueOf(extra)
                                + "}"));
                if (good) {
                    parts.add(new ToolCall("call_x" + repeat, "refund", "{\"amount\":12.5,\"currency\":\"EUR\"}"));
                } else {
                    parts.add(new ToolCall("call_x" + repeat, "refund", "{\"amount\":125,\"reason\":\"late\"}"));
                }
                scores.add(entry(
                        "tools",
                        good
                                ? Score.of(true, "both calls as expected")
                                : Score.hardBreak("refund: amount is 125, not 12.5" + extra)));
            }
            case 2 -> {
                if (good) {
                    parts.add(new TextPart("Dear customer,\n\n" + prose(40) + "\n" + extra, null));
                } else {
                    parts.add(new RefusalPart("I cannot help with that." + extra));
                }
                scores.add(entry("refusal", Score.of(good, good ? "complies, as expected" : "refuses" + extra)));
            }
            default -> {
                parts.add(new TextPart(prose(good ? 45 : 20) + " [1]" + extra, null));
                scores.add(entry("grounded", Score.of(good ? 0.9 + random.nextInt(3) / 20.0 : 0.5, "claims" + extra)));
            }
        }
        double tone = 0.6 + random.nextInt(5) / 10.0;
        scores.add(entry(
                "tone",
                random.nextInt(50) == 0
                        ? Score.missing("the judge gave no number")
                        : Score.of(Math.min(1, tone), "polite")));
        ChatResponse response = ChatResponse.builder()
                .provider("p" + extra)
                .model("m" + extra)
                .message(parts.isEmpty() ? Message.assistant("") : new AssistantMessage(parts))
                .finishReason(new FinishReason(FinishReason.Kind.STOP, "stop" + extra))
                .usage(Usage.of(220, 80))
                .build();
        double latency =
                seconds * Math.exp((random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5) * 0.9);
        Map<String, BigDecimal> figures = new LinkedHashMap<>();
        figures.put("latency", decimal(latency));
        figures.put("first-token-latency", decimal(latency / 4));
        figures.put("input-tokens", BigDecimal.valueOf(200 + random.nextInt(60)));
        figures.put("output-tokens", BigDecimal.valueOf(60 + random.nextInt(60)));
        figures.put(
                "cost", new BigDecimal(String.format(Locale.ROOT, "%.6f", cost * (0.8 + random.nextDouble() * 0.4))));
        return new Trial(
                repeat, CallOutcome.ANSWERED, response, null, null, new ScoreCard(scores), figures, repeat == 2);
    }

    private ScoreCard.Entry entry(String check, Score score) {
        return new ScoreCard.Entry(check + extra, 1, score);
    }

    private static BigDecimal decimal(double value) {
        return new BigDecimal(String.format(Locale.ROOT, "%.3f", value));
    }

    private String prose(int words) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < words; i++) {
            out.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return out.append('.').toString();
    }
}
