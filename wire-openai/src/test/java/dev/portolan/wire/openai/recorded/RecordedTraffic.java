package dev.portolan.wire.openai.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the recordings: {@code <provider>.jsonl.gz} and {@code expect/<provider>.jsonl.gz} in the folder that
 * {@code -Dportolan.recordings} names; by default {@code ../shared/data/recordings} beside the checkout.
 */
public final class RecordedTraffic {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path CHECKOUT = Path.of("").toAbsolutePath().getParent();

    private RecordedTraffic() {}

    /** The folder, or {@code null} when there is none. */
    public static @Nullable Path folder() {
        String named = System.getProperty("portolan.recordings");
        Path folder = named != null ? Path.of(named) : CHECKOUT.resolveSibling("shared/data/recordings");
        return Files.isDirectory(folder) ? folder : null;
    }

    /** Records that must not pass, with the reason; shared with the test that makes calls over HTTP. */
    public static Map<String, String> exceptions() {
        Path file = CHECKOUT.resolve("provider-openai/src/test/resources/recorded-traffic-exceptions.txt");
        Map<String, String> exceptions = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int tab = line.indexOf('\t');
                if (tab > 0 && !line.startsWith("#")) {
                    exceptions.put(line.substring(0, tab), line.substring(tab + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return exceptions;
    }

    /** Gives each record of an API with what is expected of it, or with {@code null} where nothing is. */
    public static void each(Path folder, String provider, String api, BiConsumer<JsonNode, @Nullable JsonNode> use) {
        Map<String, JsonNode> expected = new LinkedHashMap<>();
        lines(folder.resolve("expect").resolve(provider + ".jsonl.gz"), (line, none) -> {
            if (line.path("api").asText().equals(api)) {
                expected.put(line.path("id").asText(), line);
            }
        });
        lines(folder.resolve(provider + ".jsonl.gz"), (line, none) -> {
            if (line.path("api").asText().equals(api)) {
                use.accept(line, expected.get(line.path("id").asText()));
            }
        });
    }

    private static void lines(Path file, BiConsumer<JsonNode, @Nullable JsonNode> use) {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line; (line = in.readLine()) != null; ) {
                use.accept(MAPPER.readTree(line), null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
