package dev.portolan.simulator.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the real service took must be taken here too. */
class RecordedRequestsTest {

    private static final Path RECORDINGS = Path.of(
                    System.getProperty("portolan.recordings", "../../shared/data/recordings"))
            .resolve("bedrock.jsonl.gz");

    /** Made by hand, or printed by an SDK, or with a media type where the model of the service has a format. */
    private static final Set<String> ODD = Set.of(
            "bedrock-dd-trace-py-2cba0a86c8fd",
            "bedrock-lingua-5983a7e49c57",
            "bedrock-lingua-036ca0b83ab4",
            "bedrock-pydantic-ai-7aa2444bcc04");

    @Test
    void conversationsThatTheServiceTookAreTaken() throws IOException {
        assumeTrue(Files.exists(RECORDINGS), "The recordings of Bedrock are not here");
        List<String> refused = new ArrayList<>();
        int taken = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(RECORDINGS)), StandardCharsets.UTF_8))) {
            ObjectMapper mapper = new ObjectMapper();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode record = mapper.readTree(line);
                String api = record.path("api").asText();
                JsonNode body = record.path("request").path("body");
                if (record.path("response").path("status").asInt() == 200
                        && body.isObject()
                        && !ODD.contains(record.path("id").asText())
                        && api.startsWith("converse")) {
                    String refusal = refusal(record, body, api.endsWith("stream"));
                    if (refusal == null) {
                        taken++;
                    } else {
                        refused.add(record.path("id").asText() + ": " + refusal);
                    }
                }
            }
        }

        assertThat(refused).isEmpty();
        assertThat(taken).isGreaterThan(250);
    }

    private static @Nullable String refusal(JsonNode record, JsonNode body, boolean stream) {
        String path = record.path("request").path("path").asText();
        ModelTraits model = ModelTraits.of(PercentCode.decode(path.split("/", -1)[2]));
        try {
            ShapeCheck.require(stream ? ConverseShapes.STREAM : ConverseShapes.WHOLE, body);
            RequestRules.require(body, model);
            ConverseReader.read(body);
            return null;
        } catch (BedrockError e) {
            return e.getMessage();
        }
    }
}
