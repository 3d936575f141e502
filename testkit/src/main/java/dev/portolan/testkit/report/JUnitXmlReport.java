package dev.portolan.testkit.report;

import dev.portolan.evidence.parity.CallOutcome;
import dev.portolan.evidence.parity.MetricResult;
import dev.portolan.evidence.parity.ObjectiveResult;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.Role;
import dev.portolan.evidence.parity.Trial;
import dev.portolan.evidence.stats.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A report as the XML that build servers read test results from: a test case for the verdict, for each guard, for each objective and
 * for each example. The message of what failed begins with the name of the guard or the id of the example.
 *
 * <p>FAIL is a failure, INVALID an error, INCONCLUSIVE is skipped with its reason. An example on which a guard regressed is a failure when the
 * verdict is FAIL; under any other verdict it is skipped with a message, since a single example decides nothing. So a file without
 * failures and errors means that nothing is shown to be worse; only the case {@code verdict} tells that it is shown to be as good.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd">Surefire's schema</a>
 */
public final class JUnitXmlReport {

    private JUnitXmlReport() {}

    private enum Result {
        PASSED(""),
        FAILED("failure"),
        BROKEN("error"),
        SKIPPED("skipped");

        private final String element;

        Result(String element) {
            this.element = element;
        }

        static Result of(Verdict verdict) {
            return switch (verdict) {
                case PASS -> PASSED;
                case FAIL -> FAILED;
                case INVALID -> BROKEN;
                case INCONCLUSIVE -> SKIPPED;
            };
        }
    }

    private record Case(String group, String name, double seconds, Result result, String message, String detail) {}

    /**
     * Writes a report.
     *
     * @param report what was found
     * @param out where to; neither flushed nor closed
     * @throws IOException when it cannot be written
     */
    public static void write(ParityReport report, Writer out) throws IOException {
        List<Case> cases = cases(report);
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            line(xml, "\n");
            xml.writeStartElement("testsuite");
            attribute(xml, "name", "parity." + report.facts().dataset());
            attribute(xml, "tests", String.valueOf(cases.size()));
            attribute(xml, "failures", count(cases, Result.FAILED));
            attribute(xml, "errors", count(cases, Result.BROKEN));
            attribute(xml, "skipped", count(cases, Result.SKIPPED));
            attribute(
                    xml,
                    "time",
                    seconds(Duration.between(
                                            report.facts().started(),
                                            report.facts().ended())
                                    .toMillis()
                            / 1e3));
            attribute(xml, "timestamp", report.facts().started().toString());
            for (Case one : cases) {
                write(one, xml);
            }
            line(xml, "\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            line(xml, "\n");
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException("The XML of a report cannot be written", e);
        }
    }

    private static List<Case> cases(ParityReport report) {
        String suite = "parity." + report.facts().dataset();
        List<Case> cases = new ArrayList<>();
        String reasons = String.join("\n", report.conclusion().reasons());
        cases.add(new Case(
                suite,
                "verdict",
                0,
                Result.of(report.verdict()),
                "verdict: " + report.verdict() + ": "
                        + report.conclusion().reasons().stream().findFirst().orElse(""),
                reasons + "\n" + report.conclusion().change()));
        for (MetricResult one : report.metrics()) {
            if (one.role() == Role.GUARD) {
                cases.add(new Case(
                        suite + ".gate",
                        one.metric(),
                        0,
                        Result.of(one.verdict()),
                        one.metric() + ": " + one.reason(),
                        ""));
            }
        }
        for (ObjectiveResult one : report.objectives()) {
            String name = one.objective().subject() + " "
                    + one.objective().kind().name().toLowerCase(Locale.ROOT);
            cases.add(
                    new Case(suite + ".objective", name, 0, Result.of(one.verdict()), name + ": " + one.reason(), ""));
        }
        report.pairs().forEach(pair -> cases.add(example(pair, suite + ".example", report)));
        return cases;
    }

    private static Case example(PairResult pair, String group, ParityReport report) {
        Verdict verdict = report.verdict();
        String id = pair.example().id();
        List<String> regressions = Triage.worseGuards(pair, report);
        if (!regressions.isEmpty()) {
            StringBuilder detail = new StringBuilder();
            regressions.forEach(metric -> detail.append(metric)
                    .append(": ")
                    .append(Triage.reason(pair, metric))
                    .append('\n'));
            return new Case(
                    group,
                    id,
                    time(pair),
                    verdict == Verdict.FAIL ? Result.FAILED : Result.SKIPPED,
                    id + ": the target is worse: " + Triage.figures(pair, regressions),
                    detail.toString());
        }
        if (Triage.newHardBreak(pair)) {
            return new Case(
                    group,
                    id,
                    time(pair),
                    verdict == Verdict.FAIL ? Result.FAILED : Result.SKIPPED,
                    id + ": the target rejected the request",
                    message(pair, CallOutcome.REJECTED));
        }
        if (Triage.unanswered(pair)) {
            return new Case(
                    group,
                    id,
                    time(pair),
                    verdict == Verdict.INVALID ? Result.BROKEN : Result.SKIPPED,
                    id + ": not compared, since a side has no answer",
                    message(pair, CallOutcome.FAILED));
        }
        return new Case(group, id, time(pair), Result.PASSED, "", "");
    }

    private static String message(PairResult pair, CallOutcome outcome) {
        List<String> messages = new ArrayList<>();
        for (List<Trial> trials : List.of(pair.source(), pair.target())) {
            trials.stream()
                    .filter(trial -> trial.outcome() == outcome)
                    .forEach(trial -> messages.add(trial.error() + ": " + trial.message()));
        }
        return String.join("\n", messages);
    }

    /** What the target took, all its calls together. */
    private static double time(PairResult pair) {
        return pair.target().stream()
                .map(trial -> trial.figures().get("latency"))
                .filter(Objects::nonNull)
                .mapToDouble(BigDecimal::doubleValue)
                .sum();
    }

    private static void write(Case one, XMLStreamWriter xml) throws XMLStreamException {
        line(xml, "\n  ");
        xml.writeStartElement("testcase");
        attribute(xml, "classname", one.group());
        attribute(xml, "name", one.name());
        attribute(xml, "time", seconds(one.seconds()));
        if (one.result() != Result.PASSED) {
            xml.writeStartElement(one.result().element);
            attribute(xml, "message", one.message());
            if (one.result() == Result.FAILED) {
                attribute(xml, "type", "parity");
            }
            xml.writeCharacters(legal(one.detail()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void line(XMLStreamWriter xml, String text) throws XMLStreamException {
        xml.writeCharacters(text);
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, legal(value));
    }

    private static String count(List<Case> cases, Result result) {
        return String.valueOf(
                cases.stream().filter(one -> one.result() == result).count());
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** XML 1.0 has no way to write NUL, other control characters and half a surrogate pair. */
    static String legal(String text) {
        return text.codePoints()
                .map(one -> one == '\t'
                                || one == '\n'
                                || one == '\r'
                                || (one >= 0x20 && one <= 0xD7FF)
                                || (one >= 0xE000 && one <= 0xFFFD)
                                || one >= 0x10000
                        ? one
                        : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
