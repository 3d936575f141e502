package dev.portolan.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.ReviewDecision;
import dev.portolan.evidence.parity.ReviewDecision.Choice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewFileTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ParityReport REPORT = SampleReport.worse(80);

    @TempDir
    private Path folder;

    @Test
    void nothingInTheFileTellsWhoseAnswerIsWhose() throws Exception {
        ReviewFile file = ReviewFile.of(REPORT, 20, 7);

        assertThat(file.size()).isEqualTo(20);
        assertThat(file.toJson()).doesNotContain("azure", "bedrock", "gpt-4o", "claude", "\"source\"", "\"target\"");
        assertThat(file.items().stream().filter(ReviewFile.Item::targetFirst).count())
                .isBetween(4L, 16L);
    }

    @Test
    void theSeedDecidesAll() {
        assertThat(ReviewFile.of(REPORT, 20, 7).toJson())
                .isEqualTo(ReviewFile.of(REPORT, 20, 7).toJson());
        assertThat(ReviewFile.of(REPORT, 20, 8).toJson())
                .isNotEqualTo(ReviewFile.of(REPORT, 20, 7).toJson());
    }

    @Test
    void answersThatAreTheSameAreNotAsked() {
        assertThat(ReviewFile.of(REPORT, 1000, 1).items())
                .allMatch(item -> !Wording.answer(item.first()).equals(Wording.answer(item.second())));
    }

    @Test
    void whatPeopleFillInComesBackAsDecisions() throws Exception {
        ReviewFile file = ReviewFile.of(REPORT, 3, 7);
        Path path = folder.resolve("review.json");
        file.write(path);
        ObjectNode json = (ObjectNode) MAPPER.readTree(Files.readString(path));
        fill(json.withArray("/items").get(0), "first", null);
        fill(json.withArray("/items").get(1), "Second ", "clearer");
        Files.writeString(path, json.toString());

        List<ReviewDecision> decisions = ReviewFile.read(path);
        assertThat(decisions)
                .containsExactly(
                        new ReviewDecision(
                                id(file, 0),
                                file.items().get(0).targetFirst() ? Choice.TARGET : Choice.SOURCE,
                                "Ann",
                                Instant.EPOCH,
                                null),
                        new ReviewDecision(
                                id(file, 1),
                                file.items().get(1).targetFirst() ? Choice.SOURCE : Choice.TARGET,
                                "Ann",
                                Instant.EPOCH,
                                "clearer"));
        assertThat(ParityReport.evaluate(
                                REPORT.facts(), REPORT.pairs(), dev.portolan.evidence.parity.Gate.DEFAULT, decisions)
                        .reviews()
                        .decisions())
                .isEqualTo(decisions);
    }

    private static String id(ReviewFile file, int i) {
        return file.items().get(i).pair().example().id();
    }

    private static void fill(JsonNode item, String choice, String note) {
        ((ObjectNode) item)
                .put("choice", choice)
                .put("reviewer", "Ann")
                .put("at", "1970-01-01T00:00:00Z")
                .put("note", note);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"type":"parity-report"}                                    | $.type: must be parity-review
                    {"type":"parity-review","portolan":2}                       | $.portolan: this library reads version 1
                    {"type":"parity-review","portolan":1,"seed":"ultra"}        | $.seed: must be a whole number
                    ultra                                                       | $: is no JSON
                    {"type":"parity-review","portolan":1,"seed":"1","items":[{"example":"a","choice":"ultra"}]} | $.items[0].choice: must be first
                    {"type":"parity-review","portolan":1,"seed":"1","items":[{"example":"a","choice":"same"}]} | $.items[0].reviewer: must be text
                    {"type":"parity-review","portolan":1,"seed":"1","items":[{"example":"a","choice":"same","reviewer":"r","at":"ultra"}]} | $.items[0].at: must be a time
                    """)
    void whatIsWrongIsToldByItsPlaceAndNotQuoted(String json, String message) {
        assertThatThrownBy(() -> ReviewFile.decisions(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("ultra");
    }

    @Test
    void aSizeBelowOneIsAMistake() {
        assertThatThrownBy(() -> ReviewFile.of(REPORT, 0, 1)).hasMessageContaining("size");
        assertThat(ReviewFile.of(REPORT, 2, 1)).hasToString("ReviewFile[support-desk, 2 pairs]");
    }
}
