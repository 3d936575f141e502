package dev.portolan.config.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All sources put over each other: for each key the entry that wins. */
final class Sources {

    private static final int CODE_LAYER = 1000;
    private static final int ENVIRONMENT_LAYER = 2000;
    private static final int SYSTEM_LAYER = 3000;

    private static final List<String> SECTIONS = List.of("models", "providers");
    private static final Set<String> SELECTORS = Set.of(
            "portolan.config",
            "portolan.profile",
            "portolan.lock",
            "portolan.catalog.overlay",
            "portolan.catalog.copy");

    private final Inputs inputs;
    private final Extensions extensions;
    private final Problems problems;
    private final Map<String, String> systemProperties;
    private final Places places;

    Sources(Inputs inputs, Extensions extensions, Set<String> before, Problems problems) {
        this.inputs = inputs;
        this.extensions = extensions;
        this.problems = problems;
        this.systemProperties = inputs.systemProperties().get();
        this.places = new Places(inputs, systemProperties, before, problems);
    }

    Placeholders placeholders() {
        return new Placeholders(inputs.environment(), systemProperties);
    }

    Places files() {
        return places;
    }

    /** For each key the entry that wins, where it was first met. */
    Map<String, Entry> read(Vocabulary vocabulary) {
        List<Entry> written = new ArrayList<>(places.read());
        Origin code = new Origin("Portolan.builder()", null, CODE_LAYER);
        inputs.properties().forEach((key, value) -> written.add(new Entry(key, Text.plain(value), code)));
        written.removeIf(this::misplaced);
        List<Entry> system = system();

        Map<String, Entry> winners = new LinkedHashMap<>();
        written.forEach(entry -> winners.put(entry.key(), entry));
        Map<String, Entry> keys = new TreeMap<>(winners);
        system.forEach(entry -> keys.put(entry.key(), entry));
        new EnvironmentLayer(vocabulary, keys.keySet(), extensions.providers().keySet(), problems, ENVIRONMENT_LAYER)
                .read(inputs.environment())
                .forEach(entry -> winners.put(entry.key(), entry));
        system.forEach(entry -> winners.put(entry.key(), entry));
        return winners;
    }

    private boolean misplaced(Entry entry) {
        String key = entry.key();
        if (key.startsWith(Keys.MODELS) || key.startsWith(Keys.PROVIDERS)) {
            return false;
        }
        if (SELECTORS.contains(key)) {
            problems.add(entry, "is read before the files and can only be a system property or environment variable");
            return true;
        }
        problems.add(
                entry,
                "is no setting of Portolan; they begin with portolan.models. and portolan.providers.",
                nearestSection(key));
        return true;
    }

    private static @org.jspecify.annotations.Nullable String nearestSection(String key) {
        String[] parts = key.split("\\.", 3);
        if (parts.length < 2 || Nearest.distance(parts[0], "portolan") > 2) {
            return null;
        }
        String section = Nearest.of(parts[1], SECTIONS);
        return section == null ? null : Keys.ROOT + section + (parts.length == 3 ? "." + parts[2] : "");
    }

    /** Modules and tools read system properties of their own under our root; only what looks like ours is ours. */
    private List<Entry> system() {
        List<Entry> entries = new ArrayList<>();
        new TreeMap<>(systemProperties).forEach((key, value) -> {
            if (!key.startsWith(Keys.ROOT) || SELECTORS.contains(key)) {
                return;
            }
            Origin origin = new Origin("system property", null, SYSTEM_LAYER);
            Entry entry = new Entry(key, Text.plain(value), origin);
            if (key.startsWith(Keys.MODELS) || key.startsWith(Keys.PROVIDERS)) {
                entries.add(entry);
            } else if (nearestSection(key) != null) {
                misplaced(entry);
            }
        });
        return entries;
    }
}
