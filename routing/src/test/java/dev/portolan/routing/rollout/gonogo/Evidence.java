package dev.portolan.routing.rollout.gonogo;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.ScoreCard;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.CallOutcome;
import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.RunFacts;
import dev.portolan.evidence.parity.SideFacts;
import dev.portolan.evidence.parity.Trial;
import dev.portolan.routing.rollout.RolloutPlan;
import dev.portolan.routing.shadow.NoiseFloor;
import dev.portolan.routing.shadow.ShadowStatistics;
import dev.portolan.routing.shadow.SideStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Evidence of a move of an invented support desk from one model to another. */
final class Evidence {

    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
    static final String OWNER = "Ann";

    static final RolloutPlan PLAN = RolloutPlan.builder(
                    "gpt4o-to-sonnet", OWNER, "tickets solved without a human", "errors over 5 % or complaints")
            .build();

    /** Both are asked for often, and take a while to judge. */
    private static final ParityReport EQUAL = parity(0, 0);

    private static final ParityReport WORSE = parity(150, 150);

    private Evidence() {}

    /** A report on 300 examples, of which the target loses some in JSON and some in tool calls. */
    static ParityReport parity(int lostJson, int lostTools) {
        return parity(lostJson, lostTools, YESTERDAY, "d".repeat(64), "json-schema", "tool-calls");
    }

    static ParityReport parity(
            int lostFirst, int lostSecond, Instant ended, String dataset, String first, String second) {
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Example example = Example.builder(ChatRequest.of("question " + i))
                    .id("ex-" + i)
                    .build();
            pairs.add(new PairResult(
                    example,
                    List.of(trial(first, 1, second, 1)),
                    List.of(trial(first, i < lostFirst ? 0 : 1, second, i < lostSecond ? 0 : 1)),
                    List.of()));
        }
        return ParityReport.evaluate(facts(pairs.size(), ended, dataset), pairs, Gate.DEFAULT, List.of());
    }

    private static Trial trial(String first, double one, String second, double two) {
        ChatResponse response = ChatResponse.builder()
                .message(Message.assistant("a secret answer"))
                .finishReason(FinishReason.of(FinishReason.Kind.STOP))
                .provider("test")
                .model("m")
                .build();
        ScoreCard card = new ScoreCard(List.of(
                new ScoreCard.Entry(first, 1, Score.of(one, "because")),
                new ScoreCard.Entry(second, 1, Score.of(two, "because"))));
        return new Trial(0, CallOutcome.ANSWERED, response, null, null, card, Map.of(), false);
    }

    private static RunFacts facts(int examples, Instant ended, String dataset) {
        return new RunFacts(
                "golden",
                dataset,
                examples,
                1,
                7,
                "live",
                "1",
                ended.minusSeconds(60),
                ended,
                side("assistant", "azure", "gpt-4o", "0.2"),
                side("candidate", "bedrock", "claude-sonnet", "0.1"),
                List.of(),
                "USD",
                null,
                false,
                List.of());
    }

    private static SideFacts side(String name, String provider, String model, String temperature) {
        return new SideFacts(
                name,
                provider,
                model,
                new TreeSet<>(List.of(model)),
                "prompt of " + name,
                Map.of("temperature", temperature),
                300,
                0,
                0,
                0);
    }

    /** A shadow with an A/A of 1,000 pairs of which 30 are flagged. */
    static ShadowStatistics shadow(long both, long sourceOnly, long targetOnly, long flagged) {
        return shadow("assistant", "candidate", both, sourceOnly, targetOnly, flagged, 0, YESTERDAY, noise());
    }

    static NoiseFloor noise() {
        return new NoiseFloor("assistant", 1000, 30, 0, 1.0, Map.of());
    }

    static ShadowStatistics shadow(
            String source,
            String target,
            long both,
            long sourceOnly,
            long targetOnly,
            long flagged,
            long dropped,
            Instant until,
            NoiseFloor floor) {
        return new ShadowStatistics(
                "desk",
                source,
                target,
                until.minusSeconds(3600),
                until,
                10_000,
                both + sourceOnly + targetOnly + dropped,
                dropped == 0 ? Map.of() : Map.of("queue-full", dropped),
                both + sourceOnly + targetOnly,
                0,
                0,
                both,
                sourceOnly,
                targetOnly,
                0,
                flagged,
                SideStatistics.NONE,
                SideStatistics.NONE,
                Map.of(),
                Map.of(),
                floor);
    }

    static RollbackDrill drill() {
        return RollbackDrill.of(PLAN, YESTERDAY, "Bob", true, Duration.ofMillis(900), true, "In staging, at 25 %.");
    }

    static Statement says(ClosingQuestion question, boolean holds, String role, String actor) {
        return new Statement(question, holds, role, actor, YESTERDAY, "Looked at it.");
    }

    /** All that a GO takes. */
    static GoNoGo complete() {
        return new GoNoGo(PLAN)
                .parity(EQUAL)
                .worseTarget(WORSE)
                .shadow(shadow(990, 2, 3, 31))
                .drill(drill())
                .statement(says(ClosingQuestion.PERMISSIONS, true, "security", "Carla"))
                .statement(says(ClosingQuestion.LOGS, true, "operations", "Dan"))
                .statement(says(ClosingQuestion.OWNER, true, "owner", OWNER));
    }
}
