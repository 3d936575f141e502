package dev.portolan.openai.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.error.LlmException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reads traffic that others recorded against the real services, through the public API and a socket, and compares it with
 * what an independent reading of the same bodies found.
 *
 * <p>The folder is given by {@code -Dportolan.recordings}; without it {@code ../shared/data/recordings} beside the checkout
 * is taken, and without that the tests are skipped. Results go to {@code target/recordings}, a line for each record.
 */
class RecordedTrafficTest {

    private static final Set<String> CHAT_APIS = Set.of("chat_completions", "responses");

    private static Path folder;
    private static Map<String, String> exceptions;

    @BeforeAll
    static void findRecordings() throws IOException {
        String given = System.getProperty("portolan.recordings");
        folder = given != null ? Path.of(given) : Path.of("..", "..", "shared", "data", "recordings");
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                "No recordings: name their folder with -Dportolan.recordings=DIR to run these tests");
        exceptions = new TreeMap<>();
        try (var in = RecordedTrafficTest.class.getResourceAsStream("/recorded-traffic-exceptions.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> exceptions.put(line.split("\t")[0], line.split("\t")[1]));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "openai,openai",
        "deepseek,deepseek",
        "groq,groq",
        "mistral,mistral",
        "openrouter,openrouter",
        "xai,xai",
        "ollama,ollama",
        "other,generic"
    })
    void everyRecordedAnswerIsReadAsItMustBe(String provider, String quirks) throws IOException {
        List<String> lines = new ArrayList<>();
        Map<String, String> failures = new LinkedHashMap<>();
        List<String> stale = new ArrayList<>();
        int[] judged = {0};
        try (RecordingServer server = new RecordingServer();
                Portolan portolan = portolan(server, quirks)) {
            Recording.read(folder, provider, recording -> {
                if (!CHAT_APIS.contains(recording.api()) || recording.body() == null) {
                    return;
                }
                Reading reading = read(server, portolan.chatModel(recording.api()), recording);
                String why = reading.differenceFrom(recording.expected());
                lines.add(reading.line(why));
                judged[0] += recording.expected() == null ? 0 : 1;
                boolean excepted = exceptions.containsKey(recording.id());
                if (why != null && !excepted) {
                    failures.put(recording.id(), why);
                } else if (why == null && excepted && recording.expected() != null) {
                    stale.add(recording.id());
                }
            });
        }
        write(provider, lines);
        System.out.println(
                "Recorded traffic of " + provider + ": " + judged[0] + " judged, " + failures.size() + " failed");
        assertThat(failures)
                .as("records of %s that are read wrongly, of %d", provider, judged[0])
                .isEmpty();
        assertThat(stale).as("listed as exceptions, but read rightly").isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"openai,openai", "mistral,mistral", "openrouter,openrouter", "ollama,ollama", "other,generic"})
    void everyRecordedEmbeddingIsReadAsItMustBe(String provider, String quirks) throws IOException {
        List<String> failures = new ArrayList<>();
        try (RecordingServer server = new RecordingServer();
                Portolan portolan = portolan(server, quirks)) {
            Recording.read(folder, provider, recording -> {
                if (recording.api().equals("embeddings") && recording.body() != null && recording.status() < 400) {
                    String why = embeddingDifference(server, portolan, recording);
                    if (why != null && !exceptions.containsKey(recording.id())) {
                        failures.add(recording.id() + ": " + why);
                    }
                }
            });
        }
        assertThat(failures).isEmpty();
    }

    private static Portolan portolan(RecordingServer server, String quirks) {
        return Portolan.builder()
                .environment(Map.of())
                .systemProperties(Map.of())
                .property("portolan.providers.openai.base-url", server.baseUrl())
                .property("portolan.providers.openai.api-key", "test-key")
                .property("portolan.providers.openai.server", quirks)
                .property("portolan.models.chat_completions.provider", "openai")
                .property("portolan.models.chat_completions.model", "recorded")
                .property("portolan.models.chat_completions.api", "chat")
                .property("portolan.models.chat_completions.retry", "off")
                .property("portolan.models.responses.provider", "openai")
                .property("portolan.models.responses.model", "recorded")
                .property("portolan.models.responses.api", "responses")
                .property("portolan.models.responses.retry", "off")
                .build();
    }

    private static Reading read(RecordingServer server, ChatModel model, Recording recording) {
        server.serve(recording);
        CallContext context = context(recording);
        ChatRequest request = ChatRequest.of("As recorded");
        try {
            if (recording.streamed()) {
                try (ChatStream stream = model.stream(request, context)) {
                    return Reading.of(recording.id(), stream.response());
                }
            }
            return Reading.of(recording.id(), model.chat(request, context));
        } catch (LlmException e) {
            return Reading.of(recording.id(), e);
        }
    }

    private static CallContext context(Recording recording) {
        return CallContext.builder()
                .timeout(Duration.ofSeconds(30))
                .traceHeader(RecordingServer.HEADER, recording.id())
                .build();
    }

    private static @Nullable String embeddingDifference(
            RecordingServer server, Portolan portolan, Recording recording) {
        List<float[]> expected;
        try {
            expected = vectors(Recording.MAPPER.readTree(recording.body()).path("data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (expected.isEmpty()) {
            return null; // an answer to nothing: no request for it can be made
        }
        String[] texts = new String[expected.size()];
        Arrays.fill(texts, "As recorded");
        server.serve(recording);
        List<float[]> found;
        try {
            found = portolan.embeddingModel("chat_completions")
                    .embed(EmbeddingRequest.of(texts), context(recording))
                    .vectors();
        } catch (LlmException e) {
            return "failed with " + e.kind();
        }
        for (int i = 0; i < expected.size(); i++) {
            if (i >= found.size() || !Arrays.equals(expected.get(i), found.get(i))) {
                return "vector " + i + " differs";
            }
        }
        return found.size() == expected.size() ? null : "too many vectors";
    }

    private static List<float[]> vectors(JsonNode data) {
        List<float[]> vectors = new ArrayList<>();
        for (JsonNode item : data) {
            JsonNode embedding = item.path("embedding");
            float[] vector;
            if (embedding.isTextual()) {
                ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(embedding.asText()))
                        .order(ByteOrder.LITTLE_ENDIAN);
                vector = new float[bytes.remaining() / Float.BYTES];
                bytes.asFloatBuffer().get(vector);
            } else {
                vector = new float[embedding.size()];
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = (float) embedding.get(i).asDouble();
                }
            }
            vectors.add(vector);
        }
        return vectors;
    }

    private static void write(String provider, List<String> lines) throws IOException {
        Path results = Path.of("target", "recordings");
        Files.createDirectories(results);
        try (BufferedWriter out = Files.newBufferedWriter(results.resolve(provider + ".jsonl"))) {
            for (String line : lines) {
                out.write(line);
                out.newLine();
            }
        }
    }
}
