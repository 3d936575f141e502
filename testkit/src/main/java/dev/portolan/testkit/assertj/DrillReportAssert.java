package dev.portolan.testkit.assertj;

import dev.portolan.routing.drill.DrillReport;
import dev.portolan.routing.drill.DrillStep;
import dev.portolan.routing.drill.RouterDrill;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions of a drill of fallbacks. */
public final class DrillReportAssert extends AbstractAssert<DrillReportAssert, DrillReport> {

    DrillReportAssert(DrillReport actual) {
        super(actual, DrillReportAssert.class);
    }

    /**
     * Something was drilled, and with each target failing another one answered.
     *
     * @return this
     */
    public DrillReportAssert everyFallbackAnswers() {
        isNotNull();
        if (!actual.passed()) {
            List<String> problems = actual.problems();
            failWithMessage(
                    "Expected that every fallback answers, but: %s",
                    problems.isEmpty() ? "no router was drilled" : String.join(System.lineSeparator(), problems));
        }
        return this;
    }

    /**
     * No step took longer; a fallback that answers too late is none.
     *
     * @param limit the longest time
     * @return this
     */
    public DrillReportAssert answersWithin(Duration limit) {
        isNotNull();
        for (RouterDrill router : actual.routers()) {
            for (DrillStep step : router.steps()) {
                if (step.latency().compareTo(limit) > 0) {
                    failWithMessage(
                            "Expected answers of %s within %s, but without %s it took %s",
                            router.router(), limit, step.failing(), step.latency());
                }
            }
        }
        return this;
    }

    /**
     * The targets of each router can do the same, as far as is known, and honour the request wholly.
     *
     * @return this
     */
    public DrillReportAssert targetsDoNotDiffer() {
        isNotNull();
        for (RouterDrill router : actual.routers()) {
            if (!router.remarks().isEmpty()) {
                failWithMessage("Expected no differences behind %s, but: %s", router.router(), router.remarks());
            }
        }
        return this;
    }
}
