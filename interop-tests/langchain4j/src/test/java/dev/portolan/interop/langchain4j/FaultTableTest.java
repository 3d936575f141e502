package dev.portolan.interop.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds the page to what the program measures. */
@Tag("integration")
@Timeout(180)
class FaultTableTest {

    /** The version with which the page says it was measured; what the other library shows depends on the JDK's HTTP client. */
    private static final int MEASURED_ON = 17;

    private static final Path PAGE = Path.of("..", "..", "docs", "reliability.md");

    @Test
    void thePageTellsWhatIsMeasured() throws Exception {
        List<FaultTable.Row> page = page();
        List<FaultTable.Row> measured = FaultTable.rows();
        boolean theirs = Runtime.version().feature() == MEASURED_ON;
        assertThat(measured.stream().map(row -> shown(row, theirs)))
                .containsExactlyElementsOf(
                        page.stream().map(row -> shown(row, theirs)).toList());
    }

    /** The program's output is pasted into the page, and must not bring along what was logged meanwhile. */
    @Test
    void thePageHoldsNoLog() throws IOException {
        assertThat(Files.readAllLines(PAGE))
                .noneMatch(line -> line.matches("\\d\\d:\\d\\d:.*|\\s+at .*|Caused by: .*"));
    }

    private static String shown(FaultTable.Row row, boolean theirs) {
        return theirs ? row.toString() : new FaultTable.Row(row.name(), row.path(), row.ours(), "").toString();
    }

    private static List<FaultTable.Row> page() throws IOException {
        List<FaultTable.Row> rows = new ArrayList<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(PAGE)) {
            inTable = inTable ? line.startsWith("|") : line.startsWith("| what happens | asked as |");
            if (inTable && line.startsWith("| ") && !line.startsWith("| what happens")) {
                String[] cells = line.split(" \\| |^\\| | \\|$", -1);
                rows.add(new FaultTable.Row(cells[1], cells[2], cells[3], cells[4]));
            }
        }
        return rows;
    }
}
