package dev.portolan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.chat.ChatRequest;
import dev.portolan.routing.complexity.ComplexityScorer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterScoresTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void eachLineOfDataIsScored() throws IOException {
        Path data = folder.resolve("made.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(data))) {
            out.write(("{\"id\":\"made:1\",\"prompt\":\"Prove that 2 + 2 = 4.\",\"weak_score\":0}\n\n"
                            + "{\"id\":\"made:2\",\"prompt\":\"Who won?\"}\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        Path scores = folder.resolve("scores.jsonl");
        RouterScores.main(new String[] {"--out", scores.toString(), data.toString()});
        List<String> lines = Files.readAllLines(scores);
        assertThat(lines).hasSize(2);
        JsonNode first = MAPPER.readTree(lines.get(0));
        assertThat(first.path("id").asText()).isEqualTo("made:1");
        assertThat(first.path("p_strong").asDouble())
                .isEqualTo(ComplexityScorer.bundled().score(ChatRequest.of("Prove that 2 + 2 = 4.")));
        assertThat(MAPPER.readTree(lines.get(1)).path("id").asText()).isEqualTo("made:2");
    }

    @Test
    void toolsOfOtherDialectsCount() throws IOException {
        double bare = score("{\"id\":\"1\",\"prompt\":\"Book it.\"}");
        double tools =
                score("{\"id\":\"1\",\"prompt\":\"Book it.\",\"tools\":[{\"name\":\"a.b\",\"description\":\"Books.\","
                        + "\"parameters\":{\"type\":\"dict\",\"properties\":{\"x\":{\"type\":\"float\"},\"y\":{\"type\":\"HashMap\","
                        + "\"required\":true},\"z\":{\"type\":\"tuple\"}}}},{\"name\":\"a.b\"}]}");
        assertThat(tools).isNotEqualTo(bare);
    }

    @Test
    void noFileIsAMistake() {
        assertThatThrownBy(() -> RouterScores.main(new String[0])).hasMessageContaining("Usage");
    }

    private static double score(String line) throws IOException {
        return MAPPER.readTree(RouterScores.scored(line)).path("p_strong").asDouble();
    }
}
