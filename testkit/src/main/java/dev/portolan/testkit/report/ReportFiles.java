package dev.portolan.testkit.report;

import dev.portolan.evidence.parity.ParityReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the forms of a report lie.
 *
 * @param html one file for people, {@code parity.html}
 * @param json all data, {@code parity.json}, which {@link ParityReport#read} takes
 * @param markdown for a comment on a pull request, {@code parity.md}
 * @param junitXml for build servers, {@code TEST-parity.xml}
 */
public record ReportFiles(Path html, Path json, Path markdown, Path junitXml) {

    /**
     * Writes a report in all its forms.
     *
     * @param report what was found
     * @param folder where to; made when it is not there. Files of an earlier report are replaced
     * @return the files
     * @throws UncheckedIOException when they cannot be written
     */
    public static ReportFiles write(ParityReport report, Path folder) {
        ReportFiles files = new ReportFiles(
                folder.resolve("parity.html"),
                folder.resolve("parity.json"),
                folder.resolve("parity.md"),
                folder.resolve("TEST-parity.xml"));
        try {
            Files.createDirectories(folder);
            report.write(files.json());
            Files.writeString(files.markdown(), MarkdownReport.of(report));
            try (Writer out = Files.newBufferedWriter(files.junitXml(), StandardCharsets.UTF_8)) {
                JUnitXmlReport.write(report, out);
            }
            try (Writer out = Files.newBufferedWriter(files.html(), StandardCharsets.UTF_8)) {
                HtmlReport.write(report, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the report to " + folder, e);
        }
        return files;
    }
}
