package dev.portolan.routing.shadow;

import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Usage;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.parity.CallOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Pairs from numbers. */
final class Pairs {

    private Pairs() {}

    static ShadowResult scored(String check, double source, double target) {
        return new ShadowResult(
                "assistant",
                Instant.EPOCH,
                false,
                null,
                null,
                null,
                Map.of(),
                "hash",
                side(check, source),
                side(check, target),
                null);
    }

    private static SideResult side(String check, double score) {
        return new SideResult(
                CallOutcome.ANSWERED,
                null,
                "acme",
                "model",
                Duration.ofMillis(5),
                null,
                FinishReason.Kind.STOP,
                Usage.of(1, 1),
                null,
                null,
                List.of(),
                List.of(new CheckResult(check, Score.Kind.SCORED, score, false)));
    }
}
