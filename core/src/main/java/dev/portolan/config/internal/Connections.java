package dev.portolan.config.internal;

import dev.portolan.spi.ModelProvider;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks the connections: {@code portolan.providers.<connection>.*}. */
final class Connections {

    private final Extensions extensions;
    private final Values values;
    private final Problems problems;
    private final Set<String> checked = new HashSet<>();
    private final Map<String, ModelProvider> providers = new TreeMap<>();
    private final Map<String, Plan.Connection> good = new HashMap<>();
    private final Set<String> named;

    Connections(Extensions extensions, Values values, Problems problems, Map<String, Map<String, Entry>> connections) {
        this.extensions = extensions;
        this.values = values;
        this.problems = problems;
        this.named = connections.keySet();
        connections.forEach(this::check);
    }

    private void check(String name, Map<String, Entry> entries) {
        Entry first = entries.values().iterator().next();
        if (extensions.routers().containsKey(name)) {
            problems.add(first, "\"" + name + "\" is the id of a router and cannot name a connection");
            return;
        }
        ModelProvider provider = provider(name, entries.get("type"), first);
        if (provider != null) {
            providers.put(name, provider);
            read(name, provider, entries, first.origin());
        }
    }

    private @Nullable ModelProvider provider(String name, @Nullable Entry type, Entry first) {
        ModelProvider byName = extensions.providers().get(name);
        if (type == null || type.text().blank()) {
            if (byName == null) {
                problems.add(
                        first,
                        "\"" + name + "\" is the id of no provider at hand "
                                + extensions.providers().keySet() + "; add its module, or give the connection a type",
                        Nearest.of(name, extensions.providers().keySet()));
            }
            return byName;
        }
        String id;
        try {
            id = values.expand(type.text());
        } catch (BadValue e) {
            problems.add(type, e);
            return null;
        }
        ModelProvider provider = extensions.providers().get(id);
        if (provider == null) {
            problems.add(
                    type,
                    type.shown() + " is the id of no provider at hand "
                            + extensions.providers().keySet() + "; add its module",
                    Nearest.of(id, extensions.providers().keySet()));
        } else if (byName != null && byName != provider) {
            problems.add(type, "a connection that bears the id of one provider cannot be of the type of another");
            return null;
        }
        return provider;
    }

    private void read(String name, ModelProvider provider, Map<String, Entry> entries, Origin missingAt) {
        String prefix = Keys.PROVIDERS + name + ".";
        Scope scope = new Scope(prefix, entries, values, problems, missingAt);
        scope.know("type");
        CheckedSettings settings = scope.read("", provider.connectionSettings());
        for (Map.Entry<String, Entry> unknown : scope.unknown()) {
            problems.add(
                    unknown.getValue(),
                    "the provider \"" + provider.id() + "\" has no such connection setting"
                            + (NeutralSettings.NAMES.contains(unknown.getKey())
                                    ? "; it is a setting of models and belongs to portolan.models.<name>"
                                    : ""),
                    nearest(prefix, unknown.getKey(), scope.names()));
        }
        if (settings != null) {
            good.put(name, new Plan.Connection(name, provider, settings));
        }
    }

    static @Nullable String nearest(String prefix, String given, Set<String> names) {
        String nearest = Nearest.of(given, names);
        return nearest == null ? null : prefix + nearest;
    }

    /** The provider behind a connection, or behind its own id; {@code null} when there is none. */
    @Nullable
    ModelProvider providerOf(String connection) {
        ModelProvider provider = providers.get(connection);
        return provider != null || named.contains(connection)
                ? provider
                : extensions.providers().get(connection);
    }

    /** Whether the name was given settings, right or wrong. */
    boolean named(String connection) {
        return named.contains(connection);
    }

    /**
     * The connection of a model; made without any setting when its name is a provider's id.
     *
     * @param neededBy what asks for it
     * @return the connection, or {@code null} when something is wrong with it, which has been reported
     */
    Plan.@Nullable Connection connection(String name, ModelProvider provider, Entry neededBy) {
        if (!named.contains(name) && !good.containsKey(name)) {
            read(name, provider, Map.of(), neededBy.origin());
        }
        Plan.Connection connection = good.get(name);
        if (connection != null && checked.add(name)) {
            provider.check(connection.settings())
                    .forEach((setting, why) ->
                            problems.add(neededBy.origin(), Keys.PROVIDERS + name + "." + setting, why, null));
        }
        return connection;
    }

    /** Everything that may stand behind {@code provider=}. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(named);
        names.addAll(extensions.providers().keySet());
        names.addAll(extensions.routers().keySet());
        return names;
    }
}
