package dev.portolan.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of each case of one contract, kept in a file. What another run of the same contract found, such as that of the
 * integration tests, stays unless this run found it anew. Thread-safe.
 */
final class ContractResults {

    /** How a case ended. */
    enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    /** Where the files go. */
    static final String FOLDER = "portolan.contract.folder";

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final String name;
    private final Map<String, ObjectNode> cases = new ConcurrentHashMap<>();

    ContractResults(String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9-]*")) {
            throw new IllegalArgumentException("name() must be letters, digits and hyphens");
        }
        this.name = name;
    }

    void add(String topic, String test, Outcome outcome, @Nullable String reason) {
        ObjectNode found = MAPPER.createObjectNode()
                .put("topic", topic)
                .put("outcome", outcome.name().toLowerCase(Locale.ROOT));
        if (reason != null) {
            found.put("reason", reason);
        }
        cases.put(test, found);
    }

    Path file() {
        return Path.of(System.getProperty(FOLDER, "target/contract")).resolve(name + ".json");
    }

    void write() {
        Path file = file();
        try {
            Map<String, JsonNode> all = new TreeMap<>();
            if (Files.exists(file)) {
                MAPPER.readTree(file.toFile())
                        .path("cases")
                        .properties()
                        .forEach(old -> all.put(old.getKey(), old.getValue()));
            }
            all.putAll(cases);
            ObjectNode root = MAPPER.createObjectNode().put("name", name);
            root.putObject("cases").setAll(all);
            Files.createDirectories(file.toAbsolutePath().getParent());
            MAPPER.writeValue(file.toFile(), root);
        } catch (IOException e) {
            throw new UncheckedIOException("The results of the contract could not be written to " + file, e);
        }
    }
}
