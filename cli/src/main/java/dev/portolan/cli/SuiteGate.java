package dev.portolan.cli;

import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.Objective;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** What a suite wants of the target: margins, and limits under {@code objective.}. */
final class SuiteGate {

    private static final String OBJECTIVE = "objective.";

    private final Suite suite;

    SuiteGate(Suite suite) {
        this.suite = suite;
    }

    Gate gate() {
        Gate.Builder gate = Gate.builder();
        Double margin = suite.decimal("margin");
        if (margin != null) {
            gate.margin(margin);
        }
        for (String key : suite.keys("margin.")) {
            gate.margin(key.substring("margin.".length()), value(key));
        }
        List<String> informational = suite.list("informational");
        gate.informational(informational.toArray(String[]::new));
        Long breaks = suite.whole("hard-breaks-allowed");
        if (breaks != null) {
            gate.hardBreaksAllowed(Math.toIntExact(breaks));
        }
        Double failed = suite.decimal("max-failed");
        if (failed != null) {
            gate.maxFailed(failed);
        }
        Long slice = suite.whole("slice-minimum");
        if (slice != null) {
            gate.sliceMinimum(Math.toIntExact(slice));
        }
        suite.keys(OBJECTIVE).forEach(key -> gate.objective(objective(key)));
        return gate.build();
    }

    private Objective objective(String key) {
        String what = key.substring(OBJECTIVE.length());
        String value = suite.required(key);
        if (what.startsWith("latency.p")) {
            return Objective.latency(quantile(key), time(key));
        } else if (what.startsWith("first-token-latency.p")) {
            return Objective.firstTokenLatency(quantile(key), time(key));
        } else if (what.equals("cost-per-request")) {
            return Objective.costPerRequest(Suite.number(key, value));
        } else if (what.startsWith("at-least.")) {
            return Objective.atLeast(what.substring("at-least.".length()), value(key));
        } else if (what.equals("savings")) {
            String[] ends = value.split("\\.\\.", -1);
            if (ends.length == 2) {
                return Objective.savings(
                        Suite.number(key, ends[0]).doubleValue(),
                        Suite.number(key, ends[1]).doubleValue());
            }
            throw new IllegalArgumentException(key + ": must be a range such as 0.3..0.6");
        }
        throw new IllegalArgumentException(key + ": there is no such objective; there are latency.p95,"
                + " first-token-latency.p95, cost-per-request, savings and at-least.METRIC");
    }

    private double value(String key) {
        return Suite.number(key, suite.required(key)).doubleValue();
    }

    private Duration time(String key) {
        return Suite.duration(key, suite.required(key));
    }

    private static double quantile(String key) {
        String digits = key.substring(key.lastIndexOf(".p") + 2);
        return Suite.number(key, digits).divide(BigDecimal.valueOf(100)).doubleValue();
    }
}
