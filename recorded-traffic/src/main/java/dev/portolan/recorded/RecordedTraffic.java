package dev.portolan.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** The recordings of one file: {@code <name>.jsonl.gz} with {@code expect/<name>.jsonl.gz}. */
public final class RecordedTraffic {

    private final Path folder;
    private final String name;

    private RecordedTraffic(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /**
     * Finds a file of recordings, or skips the test that asks for it.
     *
     * @param name the file's name without its ending, such as {@code openai}
     * @return the recordings
     */
    public static RecordedTraffic of(String name) {
        String given = System.getProperty("portolan.recordings");
        Path folder = given != null ? Path.of(given) : Path.of("..", "..", "shared", "data", "recordings");
        Assumptions.assumeTrue(
                Files.isRegularFile(folder.resolve(name + ".jsonl.gz")),
                "No recordings: name their folder with -Dportolan.recordings=DIR to run these tests");
        return new RecordedTraffic(folder, name);
    }

    /** The file's name without its ending. */
    public String name() {
        return name;
    }

    /** Gives the records of some APIs in their order, with what is expected of each. */
    public void each(Set<String> apis, Consumer<Recording> use) {
        Map<String, JsonNode> expected = new HashMap<>();
        Path expectations = folder.resolve("expect").resolve(name + ".jsonl.gz");
        if (Files.exists(expectations)) {
            lines(expectations, line -> expected.put(line.path("id").asText(), line));
        }
        lines(folder.resolve(name + ".jsonl.gz"), line -> {
            if (apis.contains(line.path("api").asText())) {
                use.accept(new Recording(line, expected.get(line.path("id").asText())));
            }
        });
    }

    /**
     * The records of the file that must not pass, each with the reason: the resource {@code exceptions-<name>.txt} of this
     * package, one a line, id, tab, reason.
     */
    public Map<String, String> exceptions() {
        return exceptions("exceptions-");
    }

    /** The same of another kind of judgement: the resource {@code <prefix><name>.txt}. */
    Map<String, String> exceptions(String prefix) {
        Map<String, String> exceptions = new LinkedHashMap<>();
        try (InputStream in = RecordedTraffic.class.getResourceAsStream(prefix + name + ".txt")) {
            if (in != null) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .forEach(line -> exceptions.put(
                                line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return exceptions;
    }

    private static void lines(Path file, Consumer<JsonNode> use) {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                use.accept(Recording.MAPPER.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
