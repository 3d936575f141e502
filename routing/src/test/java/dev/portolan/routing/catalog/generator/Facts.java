package dev.portolan.routing.catalog.generator;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The folder of collected facts. */
final class Facts {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Whose own cloud a vendor's facts are believed on first. */
    private static final Map<String, List<String>> HOMES = Map.of(
            "openai", List.of("openai"),
            "anthropic", List.of("anthropic"),
            "google", List.of("google", "vertex"),
            "mistral", List.of("mistral"),
            "deepseek", List.of("deepseek"),
            "qwen", List.of("qwen"),
            "amazon", List.of("bedrock"));

    final List<Fact> all = new ArrayList<>();
    final JsonNode curated;
    final JsonNode defaults;
    final JsonNode seeds;
    private final Map<String, Map<String, Fact>> byId = new HashMap<>();

    Facts(Path folder) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve("facts.jsonl.gz"))), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.add(new Fact(JSON.readTree(line)));
            }
        }
        all.sort(Comparator.comparing(Fact::cloud).thenComparing(Fact::id));
        for (Fact fact : all) {
            Map<String, Fact> ids = byId.computeIfAbsent(fact.cloud(), any -> new HashMap<>());
            ids.put(fact.id(), fact);
            fact.texts("aliases").forEach(alias -> ids.putIfAbsent(alias, fact));
        }
        curated = JSON.readTree(folder.resolve("curated.json").toFile());
        defaults = JSON.readTree(folder.resolve("defaults.json").toFile());
        seeds = JSON.readTree(folder.resolve("seed-tables.json").toFile());
    }

    /** The records of each model, those of its vendor's own cloud first. */
    Map<String, List<Fact>> byModel() {
        Map<String, List<Fact>> models = new TreeMap<>();
        all.forEach(fact -> models.computeIfAbsent(fact.canonical(), any -> new ArrayList<>())
                .add(fact));
        models.values()
                .forEach(records -> records.sort(Comparator.comparing(Facts::strangeness)
                        .thenComparing(fact -> Boolean.TRUE.equals(fact.flag("moving_alias")))
                        .thenComparing(
                                Comparator.comparing((Fact fact) -> Objects.requireNonNullElse(fact.text("as_of"), ""))
                                        .reversed())));
        return models;
    }

    static boolean atHome(Fact fact) {
        return strangeness(fact) < 9;
    }

    private static int strangeness(Fact fact) {
        int place = HOMES.getOrDefault(fact.need("vendor"), List.of()).indexOf(fact.cloud());
        return place < 0 ? 9 : place;
    }

    @Nullable
    Fact find(String cloud, String id) {
        return byId.getOrDefault(cloud, Map.of()).get(id);
    }
}
