package dev.portolan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.StringJoiner;

/** Reads a suite from a file: properties, or YAML whose nested names are joined by dots and whose lists are joined by commas. */
final class SuiteFile {

    private SuiteFile() {}

    /** The entries, in the order of the file. */
    static Map<String, String> read(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            if (name.endsWith(".yaml") || name.endsWith(".yml")) {
                return yaml(file, reader);
            }
            Ordered ordered = new Ordered();
            ordered.load(reader);
            return ordered.entries;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the suite " + file, e);
        }
    }

    private static Map<String, String> yaml(Path file, Reader reader) throws IOException {
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(reader);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ", line " + e.getLocation().getLineNr() + ": is no YAML", e);
        }
        if (!root.isObject()) {
            throw new IllegalArgumentException(file + ": must hold names with values");
        }
        Map<String, String> entries = new LinkedHashMap<>();
        flatten("", root, entries);
        return entries;
    }

    private static void flatten(String key, JsonNode node, Map<String, String> entries) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> flatten(
                            key.isEmpty() ? member.getKey() : key + "." + member.getKey(), member.getValue(), entries));
        } else if (node.isArray()) {
            StringJoiner items = new StringJoiner(",");
            node.forEach(item -> items.add(item.asText()));
            entries.put(key, items.toString());
        } else {
            entries.put(key, node.isNull() ? "" : node.asText());
        }
    }

    /** Properties forget their order; checks are shown in that of the file. */
    private static final class Ordered extends Properties {
        private static final long serialVersionUID = 1L;

        private final transient Map<String, String> entries = new LinkedHashMap<>();

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // One thread reads one file.
        public Object put(Object key, Object value) {
            return entries.put(String.valueOf(key), String.valueOf(value).strip());
        }
    }
}
