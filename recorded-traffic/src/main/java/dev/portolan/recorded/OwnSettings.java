package dev.portolan.recorded;

import dev.portolan.spi.Secret;
import dev.portolan.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings from a map, as configuration would have checked them.
 *
 * @param values the settings by name
 */
public record OwnSettings(Map<String, String> values) implements Settings {

    @Override
    public @Nullable String string(String name) {
        return values.get(name);
    }

    @Override
    public @Nullable Long integer(String name) {
        return values.containsKey(name) ? Long.valueOf(values.get(name)) : null;
    }

    @Override
    public @Nullable Double decimal(String name) {
        return values.containsKey(name) ? Double.valueOf(values.get(name)) : null;
    }

    @Override
    public @Nullable Boolean bool(String name) {
        return values.containsKey(name) ? Boolean.valueOf(values.get(name)) : null;
    }

    @Override
    public @Nullable Duration duration(String name) {
        return values.containsKey(name) ? Duration.parse(values.get(name)) : null;
    }

    @Override
    public @Nullable Long size(String name) {
        return integer(name);
    }

    @Override
    public @Nullable URI uri(String name) {
        return values.containsKey(name) ? URI.create(values.get(name)) : null;
    }

    @Override
    public @Nullable Secret secret(String name) {
        return values.containsKey(name) ? Secret.of(values.get(name)) : null;
    }

    @Override
    public List<String> list(String name) {
        return values.containsKey(name) ? Arrays.asList(values.get(name).split(",")) : List.of();
    }

    @Override
    public Map<String, String> map(String name) {
        Map<String, String> found = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(name + ".")) {
                found.put(key.substring(name.length() + 1), value);
            }
        });
        return found;
    }
}
