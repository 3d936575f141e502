package dev.portolan.spi;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Settings a test wrote down; times are in ISO 8601. */
public record MapSettings(Map<String, String> values) implements Settings {

    @Override
    public String string(String name) {
        return values.get(name);
    }

    @Override
    public Long integer(String name) {
        return values.containsKey(name) ? Long.valueOf(values.get(name)) : null;
    }

    @Override
    public Double decimal(String name) {
        return values.containsKey(name) ? Double.valueOf(values.get(name)) : null;
    }

    @Override
    public Boolean bool(String name) {
        return values.containsKey(name) ? Boolean.valueOf(values.get(name)) : null;
    }

    @Override
    public Duration duration(String name) {
        return values.containsKey(name) ? Duration.parse(values.get(name)) : null;
    }

    @Override
    public Long size(String name) {
        return integer(name);
    }

    @Override
    public URI uri(String name) {
        return values.containsKey(name) ? URI.create(values.get(name)) : null;
    }

    @Override
    public Secret secret(String name) {
        return values.containsKey(name) ? Secret.of(values.get(name)) : null;
    }

    @Override
    public List<String> list(String name) {
        return values.containsKey(name) ? Arrays.asList(values.get(name).split(",")) : List.of();
    }

    @Override
    public Map<String, String> map(String name) {
        Map<String, String> found = new java.util.TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(name + ".")) {
                found.put(key.substring(name.length() + 1), value);
            }
        });
        return found;
    }

    @Override
    public String toString() {
        return "Settings" + values.keySet();
    }
}
