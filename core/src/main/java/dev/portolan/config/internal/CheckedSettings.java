package dev.portolan.config.internal;

import dev.portolan.spi.Secret;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Settings that have passed the check, each in the form its specification asks for. */
final class CheckedSettings implements Settings {

    private final Map<String, SettingSpec> specs;
    private final Map<String, Object> values;
    private final Map<String, Map<String, String>> maps;

    CheckedSettings(Map<String, SettingSpec> specs, Map<String, Object> values, Map<String, Map<String, String>> maps) {
        this.specs = Map.copyOf(specs);
        this.values = Map.copyOf(values);
        this.maps = maps;
    }

    @Override
    public @Nullable String string(String name) {
        return value(name, String.class, SettingSpec.Type.STRING, SettingSpec.Type.CHOICE, SettingSpec.Type.JSON);
    }

    @Override
    public @Nullable Long integer(String name) {
        return value(name, Long.class, SettingSpec.Type.INTEGER);
    }

    @Override
    public @Nullable Double decimal(String name) {
        return value(name, Double.class, SettingSpec.Type.DECIMAL);
    }

    @Override
    public @Nullable Boolean bool(String name) {
        return value(name, Boolean.class, SettingSpec.Type.BOOLEAN);
    }

    @Override
    public @Nullable Duration duration(String name) {
        return value(name, Duration.class, SettingSpec.Type.DURATION);
    }

    @Override
    public @Nullable Long size(String name) {
        return value(name, Long.class, SettingSpec.Type.SIZE);
    }

    @Override
    public @Nullable URI uri(String name) {
        return value(name, URI.class, SettingSpec.Type.URI);
    }

    @Override
    public @Nullable Secret secret(String name) {
        return value(name, Secret.class, SettingSpec.Type.SECRET);
    }

    @Override
    public List<String> list(String name) {
        List<?> items = value(name, List.class, SettingSpec.Type.LIST);
        return items == null
                ? List.of()
                : items.stream().map(String.class::cast).toList();
    }

    @Override
    public Map<String, String> map(String name) {
        expect(name, SettingSpec.Type.MAP);
        return maps.getOrDefault(name, Map.of());
    }

    private <T> @Nullable T value(String name, Class<T> form, SettingSpec.Type... types) {
        expect(name, types);
        Object value = values.get(name);
        return value == null ? null : form.cast(value);
    }

    private void expect(String name, SettingSpec.Type... types) {
        SettingSpec spec = specs.get(name);
        if (spec == null || !List.of(types).contains(spec.type())) {
            throw new IllegalArgumentException("The setting \"" + name + "\" was "
                    + (spec == null ? "not specified" : "specified as " + spec.type()));
        }
    }

    /** What may be shown: no secrets, of addresses no query, of free keys no values. */
    SortedMap<String, String> shown() {
        TreeMap<String, String> shown = new TreeMap<>();
        values.forEach((name, value) -> {
            if (value instanceof URI address) {
                shown.put(name, bare(address));
            } else if (!(value instanceof Secret)) {
                SettingSpec spec = specs.get(name);
                boolean free = spec != null && spec.type() == SettingSpec.Type.JSON;
                shown.put(name, free ? "(set)" : String.valueOf(value));
            }
        });
        maps.forEach((name, map) -> {
            if (!map.isEmpty()) {
                shown.put(name, new TreeSet<>(map.keySet()).toString());
            }
        });
        return shown;
    }

    /** A user in an address was refused when it was read. */
    private static String bare(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority()
                + (address.getRawPath() == null ? "" : address.getRawPath());
    }

    /** The names of the secrets that are set. */
    SortedSet<String> secrets() {
        TreeSet<String> names = new TreeSet<>();
        values.forEach((name, value) -> {
            if (value instanceof Secret) {
                names.add(name);
            }
        });
        return names;
    }

    @Override
    public String toString() {
        TreeSet<String> names = new TreeSet<>(values.keySet());
        names.addAll(maps.keySet());
        return "Settings" + names;
    }
}
