package dev.portolan.routing.portability;

import dev.portolan.routing.internal.RecordJson;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a portability check found. Names fields, tools and figures; holds no prompt and no answer.
 *
 * @param source what the workload runs on, such as {@code azure/gpt-4o-mini}, or {@code null} when it was not said
 * @param target where it is to move
 * @param requests how many requests were looked at
 * @param catalogVersion the name of the catalog's state, or {@code null} when there was none
 * @param day the day for which was judged, or {@code null} when none was given
 * @param findings what was found, the worst first
 * @param unjudged of what nothing can be told, and why
 * @param clear topics that were looked at and where nothing was found
 */
public record PortabilityReport(
        @Nullable String source,
        String target,
        int requests,
        @Nullable String catalogVersion,
        @Nullable LocalDate day,
        List<PortabilityFinding> findings,
        List<UnjudgedArea> unjudged,
        List<PortabilityArea> clear) {

    /**
     * Checks the components.
     *
     * @param source as above
     * @param target as above
     * @param requests as above
     * @param catalogVersion as above
     * @param day as above
     * @param findings as above; copied
     * @param unjudged as above; copied
     * @param clear as above; copied
     */
    public PortabilityReport {
        Objects.requireNonNull(target, "target");
        findings = List.copyOf(findings);
        unjudged = List.copyOf(unjudged);
        clear = List.copyOf(clear);
    }

    /**
     * Whether anything was found that lets calls fail.
     *
     * @return true when a finding {@link Severity#BLOCKS}
     */
    public boolean blocks() {
        return count(Severity.BLOCKS) > 0;
    }

    /**
     * How many findings weigh so much.
     *
     * @param severity the weight
     * @return the number
     */
    public int count(Severity severity) {
        return (int) findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    /**
     * The findings of a topic.
     *
     * @param area the topic
     * @return the worst first
     */
    public List<PortabilityFinding> of(PortabilityArea area) {
        return findings.stream().filter(finding -> finding.area() == area).toList();
    }

    /**
     * The report as JSON.
     *
     * @return the text, indented; the same report gives the same text
     */
    public String toJson() {
        return RecordJson.write(this);
    }

    /**
     * A report that was written.
     *
     * @param json what {@link #toJson} gave; unknown fields are passed over
     * @return the report
     * @throws IllegalArgumentException when it is none; the message tells the place
     */
    public static PortabilityReport fromJson(String json) {
        return RecordJson.read(json, PortabilityReport.class, "portability report");
    }

    /**
     * The report as Markdown, with tables.
     *
     * @return the text
     */
    public String toMarkdown() {
        return PortabilityText.markdown(this, "#");
    }

    /**
     * The tables of the report alone, to stand in another document.
     *
     * @param heading the marks of the headings, such as {@code ###}
     * @return Markdown
     */
    public String toMarkdown(String heading) {
        return PortabilityText.tables(this, heading);
    }

    /**
     * The report for a terminal: a block of lines for each finding.
     *
     * @return the text
     */
    public String toText() {
        return PortabilityText.plain(this);
    }
}
