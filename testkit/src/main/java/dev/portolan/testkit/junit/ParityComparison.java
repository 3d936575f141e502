package dev.portolan.testkit.junit;

import dev.portolan.Portolan;
import dev.portolan.config.ConfigurationException;
import dev.portolan.config.Problem;
import dev.portolan.error.ReplayMiss;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.testkit.parity.Budget;
import dev.portolan.testkit.parity.ParityRun;
import dev.portolan.testkit.parity.ParityRunBuilder;
import dev.portolan.testkit.parity.RunMode;
import dev.portolan.testkit.parity.Subject;
import dev.portolan.testkit.report.ReportFiles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The comparison of one test method, made once. */
final class ParityComparison {

    /** What a variable holds that nobody reads, since recordings answer. */
    private static final String UNUSED = "unused-in-replay";

    private final Class<?> testClass;
    private final Method method;
    private final ParityTest test;
    private final ParitySwitches switches;

    private ParityComparison(Class<?> testClass, Method method, ParitySwitches switches) {
        this.testClass = testClass;
        this.method = method;
        this.test = Objects.requireNonNull(method.getAnnotation(ParityTest.class));
        this.switches = switches;
    }

    static ParityComparison of(ExtensionContext context) {
        return new ParityComparison(
                context.getRequiredTestClass(),
                context.getRequiredTestMethod(),
                new ParitySwitches(
                        name -> context.getConfigurationParameter(name).orElse(null), System::getenv));
    }

    ParityOutcome outcome() {
        RunMode mode = switches.mode();
        try (Portolan portolan = load(Map.of())) {
            return compared(portolan, mode);
        } catch (ConfigurationException e) {
            List<String> unset = e.problems().stream()
                    .map(Problem::unset)
                    .filter(Objects::nonNull)
                    .distinct()
                    .sorted()
                    .collect(Collectors.toList());
            if (e.problems().stream().anyMatch(problem -> problem.unset() == null)) {
                throw e;
            }
            return withoutKeys(unset, mode);
        }
    }

    private ParityOutcome withoutKeys(List<String> unset, RunMode mode) {
        String reason = String.join(", ", unset) + (unset.size() == 1 ? " is" : " are") + " not set";
        boolean replays = mode == RunMode.REPLAY || (mode == RunMode.AUTO && Files.exists(recordings()));
        if (!replays) {
            return skipped(reason + ", and no recordings answer");
        }
        Map<String, String> unused = new HashMap<>();
        unset.forEach(name -> unused.put(name, UNUSED));
        try (Portolan portolan = load(unused)) {
            return compared(portolan, RunMode.REPLAY);
        } catch (ReplayMiss e) {
            if (mode == RunMode.REPLAY) {
                throw e;
            }
            return skipped(reason + ", and a request has no recording: " + e.getMessage());
        }
    }

    private ParityOutcome skipped(String reason) {
        return new ParityOutcome(null, "Not compared: " + reason, strict());
    }

    private ParityOutcome compared(Portolan portolan, RunMode mode) {
        ParityRunBuilder run = ParityRun.builder()
                .dataset(dataset())
                .source(Subject.of(test.source(), portolan.chatModel(test.source())))
                .target(Subject.of(test.target(), portolan.chatModel(test.target())))
                .checks(checks())
                .gate(gate())
                .repeats(test.repeats())
                .seed(test.seed())
                .mode(mode);
        if (mode != RunMode.LIVE) {
            run.recordings(recordings());
        }
        Long tokens = switches.maxTokens();
        if (tokens != null) {
            run.budget(Budget.ofTokens(tokens));
        }
        ParityReport report = run.build().run();
        ReportFiles.write(report, Path.of(switches.output(), name()));
        return new ParityOutcome(report, null, strict());
    }

    private Portolan load(Map<String, String> unused) {
        if (!test.portolan().isEmpty()) {
            return (Portolan) call(test.portolan(), Portolan.class);
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(unused);
        Portolan.Builder builder = Portolan.builder().environment(environment);
        if (!test.profile().isEmpty()) {
            builder.profile(test.profile());
        }
        return builder.build();
    }

    private Dataset dataset() {
        Path file = Path.of(test.dataset());
        Dataset all = Files.exists(file) ? Dataset.read(file) : Dataset.resource(test.dataset());
        Integer sample = switches.sample();
        if (sample == null || sample >= all.examples().size()) {
            return all;
        }
        List<Example> drawn = new ArrayList<>(all.examples());
        Collections.shuffle(drawn, new Random(test.seed()));
        return Dataset.of(all.name(), drawn.subList(0, sample));
    }

    private List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        for (Object one : (List<?>) call(test.checks(), List.class)) {
            if (!(one instanceof Check check)) {
                throw new IllegalStateException(testClass.getName() + "." + test.checks()
                        + ": must return a list of checks, and it has something else");
            }
            checks.add(check);
        }
        return checks;
    }

    private Gate gate() {
        ParityGate given = testClass.getAnnotation(ParityGate.class);
        if (given == null) {
            return Gate.DEFAULT;
        }
        Gate.Builder gate = Gate.builder()
                .margin(given.margin())
                .informational(given.informational())
                .hardBreaksAllowed(given.hardBreaksAllowed())
                .maxFailed(given.maxFailed());
        for (ParityGate.Metric metric : given.metrics()) {
            gate.margin(metric.name(), metric.margin());
        }
        return gate.build();
    }

    private boolean strict() {
        ParityGate given = testClass.getAnnotation(ParityGate.class);
        return switches.strict() || (given != null && given.strict());
    }

    private Path recordings() {
        return test.recordings().isEmpty()
                ? Path.of("src", "test", "recordings", name() + ".jsonl")
                : Path.of(test.recordings());
    }

    private String name() {
        return testClass.getSimpleName() + "." + method.getName();
    }

    private Object call(String name, Class<?> type) {
        String what = testClass.getName() + "." + name + "()";
        try {
            Method found = testClass.getDeclaredMethod(name);
            if (!Modifier.isStatic(found.getModifiers()) || !type.isAssignableFrom(found.getReturnType())) {
                throw new IllegalStateException(what + ": must be static and return a " + type.getSimpleName());
            }
            found.setAccessible(true);
            return Objects.requireNonNull(found.invoke(null), what);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(
                    what + ": there is no such method; it must be static and return a " + type.getSimpleName(), e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(what + ": has thrown", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(what + ": cannot be called", e);
        }
    }
}
