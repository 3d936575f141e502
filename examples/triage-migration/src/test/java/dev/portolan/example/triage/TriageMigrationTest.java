package dev.portolan.example.triage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.Portolan;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.parity.MetricResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.Role;
import dev.portolan.evidence.parity.Side;
import dev.portolan.evidence.parity.SliceResult;
import dev.portolan.evidence.stats.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The planted regressions, all of them and nothing else, are in the report. */
@Tag("integration")
class TriageMigrationTest {

    private static final Dataset DATASET = Workload.dataset();
    private static ParityReport move;
    private static ParityReport itself;

    @BeforeAll
    static void run() {
        move = parity("next");
        itself = parity("present");
    }

    private static ParityReport parity(String target) {
        PrintStream silent = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        try (Clouds clouds = Clouds.quick(DATASET);
                Portolan portolan = clouds.into(Portolan.builder()).build()) {
            return new TriageMigration(silent).parity(portolan, "present", target);
        }
    }

    @Test
    void theMoveFailsOnExactlyTheMetricsThatHaveAPlantedRegression() {
        assertThat(move.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(guards(move, Verdict.FAIL)).isEqualTo(planted());
        assertThat(guards(move, Verdict.PASS)).containsExactly("contains", "json-schema");
        assertThat(move.objectives()).allMatch(objective -> objective.verdict() == Verdict.PASS);
    }

    @Test
    void theListOfExamplesToLookAtHoldsThePlantedOnesAndNoOther() {
        Set<String> expected = new TreeSet<>();
        for (PlantedRegression regression : PlantedRegression.values()) {
            DATASET.examples().stream()
                    .filter(regression::concerns)
                    .forEach(example -> expected.add(regression.metric() + " " + example.id()));
        }
        Set<String> found = new TreeSet<>();
        move.regressed()
                .forEach(pair -> pair.regressions().stream()
                        .filter(metric -> move.metric(metric).role() == Role.GUARD)
                        .forEach(metric ->
                                found.add(metric + " " + pair.example().id())));

        assertThat(found).isEqualTo(expected);
        assertThat(move.regressed()).hasSize(expected.size());
    }

    @Test
    void theLanguageOfThePlantedLabelsIsTheOnlyOneWhoseLabelsAreWorse() {
        assertThat(move.slices().stream()
                        .filter(slice -> slice.tag().startsWith("lang:"))
                        .filter(slice -> slice.result().metric().equals("label"))
                        .filter(slice ->
                                slice.result().target() < slice.result().source())
                        .map(SliceResult::tag))
                .containsExactly("lang:de");
    }

    @Test
    void theSourceAgainstItselfMovesNothing() {
        assertThat(move.noise().sourceAgainstItself())
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(metric.target()).isEqualTo(metric.source()));
    }

    @Test
    void theNewModelIsQuickerAndDearer() {
        assertThat(move.measure("cost").ratio()).isGreaterThan(2);
        assertThat(move.measure("cost").figures(Side.TARGET).unknown()).isZero();
        assertThat(move.facts().warnings()).isEmpty();
    }

    @Test
    void thePresentModelComparedWithItselfPasses() {
        assertThat(itself.verdict()).as("%s", itself.conclusion().reasons()).isEqualTo(Verdict.PASS);
        assertThat(itself.regressed()).isEmpty();
        assertThat(guards(itself, Verdict.PASS)).hasSize(7);
    }

    @Test
    void readmeShowsWhatIsPrinted() throws IOException {
        String readme = Files.readString(Path.of("..", "..", "README.md"));
        int begin = readme.indexOf("```text\n") + "```text\n".length();
        String shown = readme.substring(begin, readme.indexOf("```", begin));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        new Summary(new PrintStream(printed, true, StandardCharsets.UTF_8)).print(move);

        assertThat(shown).contains("Verdict: FAIL");
        assertThat(masked(printed.toString(StandardCharsets.UTF_8)).strip())
                .isEqualTo(masked(shown).strip());
    }

    /** Times and costs differ from run to run. */
    private static String masked(String text) {
        return text.replaceAll("(?m)^(PASS  .* kept at ).*$", "$1...");
    }

    @Test
    void theReportIsWrittenInAllForms(@TempDir Path folder) {
        System.setProperty(TriageMigration.FOLDER, folder.toString());
        try {
            new TriageMigration(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)).tell(move);
        } finally {
            System.clearProperty(TriageMigration.FOLDER);
        }

        assertThat(folder.resolve("parity.html")).content().contains("de-stiefel-zu-klein");
        assertThat(folder.resolve("parity.json")).exists();
        assertThat(folder.resolve("parity.md")).exists();
        assertThat(folder.resolve("TEST-parity.xml")).exists();
    }

    private static Set<String> planted() {
        Set<String> metrics = new TreeSet<>();
        for (PlantedRegression regression : PlantedRegression.values()) {
            metrics.add(regression.metric());
        }
        return metrics;
    }

    private static Set<String> guards(ParityReport report, Verdict verdict) {
        Set<String> names = new TreeSet<>();
        for (MetricResult metric : report.metrics()) {
            if (metric.role() == Role.GUARD && metric.verdict() == verdict) {
                names.add(metric.metric());
            }
        }
        return names;
    }
}
