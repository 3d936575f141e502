package dev.portolan.testkit.junit;

import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands results to the test method. */
final class ParityParameters implements ParameterResolver {

    private final ParityReport report;
    private final @Nullable PairResult pair;

    ParityParameters(ParityReport report, @Nullable PairResult pair) {
        this.report = report;
        this.pair = pair;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == ParityReport.class || (pair != null && (type == PairResult.class || type == ParityCase.class));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        PairResult one = pair;
        if (type == ParityReport.class || one == null) {
            return report;
        }
        return type == PairResult.class ? one : new ParityCase(one, report);
    }
}
