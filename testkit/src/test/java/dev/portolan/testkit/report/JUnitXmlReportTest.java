package dev.portolan.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.stats.Verdict;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class JUnitXmlReportTest {

    @Test
    void everyExampleAndEveryGuardIsACase() throws Exception {
        ParityReport report = SampleReport.worse(80);
        Element suite = suite(report);
        List<Element> cases = children(suite, "testcase");

        assertThat(named(cases, ".example")).hasSize(80);
        assertThat(named(cases, ".gate"))
                .extracting(one -> one.getAttribute("name"))
                .doesNotContain("tone")
                .contains("tools");
        assertThat(named(cases, ".objective")).hasSize(4);
        assertThat(suite.getAttribute("tests")).isEqualTo(String.valueOf(cases.size()));
        assertThat(suite.getAttribute("failures"))
                .isEqualTo(String.valueOf(children(suite, "failure").size()));
        assertThat(suite.getAttribute("skipped"))
                .isEqualTo(String.valueOf(children(suite, "skipped").size()));
    }

    @Test
    void everyMessageBeginsWithTheIdOfItsExample() throws Exception {
        for (Element failure : children(suite(SampleReport.worse(80)), "failure")) {
            Element test = (Element) failure.getParentNode();
            assertThat(failure.getAttribute("message")).startsWith(test.getAttribute("name") + ": ");
        }
    }

    @Test
    void underFailTheExamplesWithWorseGuardsFailAndOthersDoNot() throws Exception {
        ParityReport report = SampleReport.worse(80);
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);

        List<String> failed = named(children(suite(report), "testcase"), ".example").stream()
                .filter(one -> one.getElementsByTagName("failure").getLength() > 0)
                .map(one -> one.getAttribute("name"))
                .toList();
        assertThat(failed)
                .containsExactlyElementsOf(report.pairs().stream()
                        .filter(pair -> !Triage.worseGuards(pair, report).isEmpty() || Triage.newHardBreak(pair))
                        .map((PairResult pair) -> pair.example().id())
                        .toList());
    }

    @Test
    void whatIsNotSettledIsSkippedWithItsReason() throws Exception {
        ParityReport report = SampleReport.equal(40);
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        Element suite = suite(report);

        assertThat(children(suite, "failure")).isEmpty();
        Element verdict = children(suite, "testcase").get(0);
        assertThat(verdict.getAttribute("name")).isEqualTo("verdict");
        assertThat(children(verdict, "skipped").get(0).getAttribute("message")).startsWith("verdict: INCONCLUSIVE: ");
    }

    @Test
    void aRunWithoutAnswersIsAnError() throws Exception {
        ParityReport report = ParityReport.evaluate(
                SampleReport.worse(12).facts(),
                SampleReport.unanswered(),
                dev.portolan.evidence.parity.Gate.DEFAULT,
                List.of());
        Element suite = suite(report);

        assertThat(suite.getAttribute("errors")).isEqualTo("2");
        assertThat(children(suite, "error").get(1).getAttribute("message")).startsWith("lost: not compared");
        assertThat(children(suite, "error").get(1).getTextContent()).contains("timeout: No byte came");
    }

    @Test
    void hostileTextStaysWellFormed() throws Exception {
        Element suite = suite(SampleReport.with(HostileText.ALL, 30));

        assertThat(children(suite, "script")).isEmpty();
        assertThat(suite.getAttribute("name")).contains("</script>");
        assertThat(JUnitXmlReport.legal("a\0\ud83d\ud83d\ude00\t\ufffe"))
                .isEqualTo("a\ufffd\ufffd\ud83d\ude00\t\ufffd");
    }

    private static List<Element> named(List<Element> cases, String end) {
        return cases.stream()
                .filter(one -> one.getAttribute("classname").endsWith(end))
                .toList();
    }

    private static Element suite(ParityReport report) throws Exception {
        StringWriter out = new StringWriter();
        JUnitXmlReport.write(report, out);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(out.toString())))
                .getDocumentElement();
    }

    private static List<Element> children(Element of, String name) {
        NodeList found = of.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
