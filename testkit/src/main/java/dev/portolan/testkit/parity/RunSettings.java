package dev.portolan.testkit.parity;

import dev.portolan.chat.CallContext;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.ReviewDecision;
import dev.portolan.testkit.internal.RunClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that was set for a run. */
record RunSettings(
        Dataset dataset,
        Subject source,
        List<Subject> targets,
        List<Check> checks,
        Gate gate,
        int repeats,
        long seed,
        int concurrency,
        @Nullable PriceSource prices,
        Currency currency,
        Budget budget,
        @Nullable Path journal,
        RunMode mode,
        @Nullable Path recordings,
        boolean streaming,
        boolean noiseFloor,
        boolean stopEarly,
        List<String> judges,
        List<ReviewDecision> decisions,
        Progress progress,
        @Nullable PreflightApproval approval,
        CallContext context,
        @Nullable Duration callTimeout,
        @Nullable Integer expectedOutputTokens,
        @Nullable Duration expectedLatency,
        RunClock clock) {

    /** How many answers all examples together need. */
    int calls() {
        return Math.multiplyExact(dataset.examples().size(), callsForExample());
    }

    int callsForExample() {
        return Math.multiplyExact(repeats, 1 + targets.size() + (noiseFloor ? 1 : 0));
    }
}
