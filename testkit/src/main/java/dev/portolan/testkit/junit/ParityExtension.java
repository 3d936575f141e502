package dev.portolan.testkit.junit;

import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Compares first, then tells the results as tests, so that neither their order nor their threads matter. */
final class ParityExtension implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getTestMethod()
                .map(method -> method.isAnnotationPresent(ParityTest.class))
                .orElse(false);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        ParityOutcome outcome = ParityComparison.of(context).outcome();
        TestTemplateInvocationContext verdict = new Invocation("verdict: " + outcome.title(), new VerdictTest(outcome));
        ParityReport report = outcome.report();
        if (report == null) {
            return Stream.of(verdict);
        }
        Method method = context.getRequiredTestMethod();
        boolean perExample = Arrays.stream(method.getParameterTypes())
                .anyMatch(type -> type == PairResult.class || type == ParityCase.class);
        Stream<TestTemplateInvocationContext> rest = perExample
                ? report.pairs().stream()
                        .map(pair -> new Invocation(pair.example().id(), new ParityParameters(report, pair)))
                : Stream.of(new Invocation("report", new ParityParameters(report, null)));
        return Stream.concat(Stream.of(verdict), rest);
    }

    private record Invocation(String name, Extension extension) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return name;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(extension);
        }
    }
}
