package dev.portolan.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.stats.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {

    @TempDir
    private Path folder;

    @Test
    void oneCallWritesAllForms() throws Exception {
        ParityReport report = SampleReport.worse(60);

        ReportFiles files = ReportFiles.write(report, folder.resolve("deep/target"));

        assertThat(ParityReport.read(files.json()).toJson()).isEqualTo(report.toJson());
        assertThat(files.html()).content().startsWith("<!DOCTYPE html>").endsWith("</html>\n");
        assertThat(files.markdown()).content().startsWith("## ");
        assertThat(files.junitXml()).content().contains("<testsuite ");
    }

    @Test
    void theSameReportGivesTheSameBytes() throws Exception {
        ReportFiles one = ReportFiles.write(SampleReport.worse(40), folder.resolve("one"));
        ReportFiles other = ReportFiles.write(SampleReport.worse(40), folder.resolve("other"));

        for (Path file : Stream.of(one.html(), one.json(), one.markdown(), one.junitXml())
                .toList()) {
            assertThat(folder.resolve("other").resolve(file.getFileName())).hasSameBinaryContentAs(file);
        }
        assertThat(Files.list(folder.resolve("other"))).hasSize(4);
        assertThat(other.html()).exists();
    }

    @Test
    void theSampleHasAllThatAReportCanShow() {
        assertThat(SampleReport.worse(200).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(SampleReport.worse(200).pairs()).anyMatch(PageData::failed).anyMatch(Triage::newHardBreak);
    }
}
