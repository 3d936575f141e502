package dev.portolan.config.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds the keys behind environment variables. The way from a key to its variable loses the difference between {@code -},
 * {@code .} and {@code _}; so the way back goes over all keys that are possible: those that stand in other sources, and every
 * setting of every model and connection named there. A model or connection that is named nowhere else can be made by
 * variables only when its name has no such character.
 */
final class EnvironmentLayer {

    private static final String MODELS = "PORTOLAN_MODELS_";
    private static final String PROVIDERS = "PORTOLAN_PROVIDERS_";

    private final Vocabulary vocabulary;
    private final Problems problems;
    private final int layer;
    private final Map<String, Set<String>> possible = new HashMap<>();

    EnvironmentLayer(
            Vocabulary vocabulary,
            Collection<String> keys,
            Collection<String> providers,
            Problems problems,
            int layer) {
        this.vocabulary = vocabulary;
        this.problems = problems;
        this.layer = layer;
        keys.forEach(this::possible);
        Keys.names(keys, Keys.MODELS).forEach(name -> all(Keys.MODELS + name + ".", vocabulary.models()));
        Set<String> connections = new TreeSet<>(providers);
        connections.addAll(Keys.names(keys, Keys.PROVIDERS));
        connections.forEach(name -> all(Keys.PROVIDERS + name + ".", vocabulary.connections()));
    }

    private void all(String prefix, Set<String> settings) {
        settings.forEach(setting -> possible(prefix + setting));
    }

    private void possible(String key) {
        possible.computeIfAbsent(EnvironmentNames.of(key), name -> new TreeSet<>())
                .add(key);
    }

    List<Entry> read(Map<String, String> environment) {
        List<Entry> entries = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            // Others begin with PORTOLAN_ too: Kubernetes makes PORTOLAN_SERVICE_HOST of a service called portolan.
            if (name.startsWith(MODELS) || name.startsWith(PROVIDERS)) {
                Origin origin = new Origin("environment variable " + name, null, layer);
                Set<String> keys = possible.getOrDefault(name, Set.of());
                if (keys.isEmpty()) {
                    keys = name.startsWith(MODELS)
                            ? newcomers(name, MODELS, Keys.MODELS, vocabulary.models())
                            : newcomers(name, PROVIDERS, Keys.PROVIDERS, vocabulary.connections());
                }
                if (keys.size() == 1) {
                    entries.add(new Entry(keys.iterator().next(), Text.plain(value), origin));
                } else {
                    refuse(name, keys, origin);
                }
            }
        });
        return entries;
    }

    private void refuse(String name, Set<String> keys, Origin origin) {
        if (!keys.isEmpty()) {
            problems.add(
                    origin,
                    "is ambiguous: it may mean " + String.join(" or ", keys)
                            + "; name the model or connection in a file, rename one of the two, or use a system property");
            return;
        }
        problems.add(origin, null, "no setting has this name in the environment", Nearest.of(name, possible.keySet()));
    }

    /** The keys of a model or connection that no other source names. */
    private static Set<String> newcomers(String variable, String start, String prefix, Set<String> settings) {
        String rest = variable.substring(start.length());
        Set<String> plain = new TreeSet<>();
        Set<String> doubtful = new TreeSet<>();
        Function<String, String> key = name -> prefix + name.toLowerCase(Locale.ROOT);
        for (String setting : settings) {
            String end = "_" + EnvironmentNames.of(setting);
            if (!rest.endsWith(end) || rest.length() == end.length()) {
                continue;
            }
            String name = rest.substring(0, rest.length() - end.length());
            if (name.matches("[A-Z0-9]+")) {
                plain.add(key.apply(name) + "." + setting);
            } else if (name.matches("[A-Z0-9_]+")) {
                doubtful.add(key.apply(name) + "." + setting);
                doubtful.add(key.apply(name.replace('_', '-')) + "." + setting);
            }
        }
        return plain.isEmpty() ? doubtful : plain;
    }
}
