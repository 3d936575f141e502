package dev.portolan.spi;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nothing is set. */
final class EmptySettings implements Settings {

    static final EmptySettings INSTANCE = new EmptySettings();

    private EmptySettings() {}

    @Override
    public @Nullable String string(String name) {
        return null;
    }

    @Override
    public @Nullable Long integer(String name) {
        return null;
    }

    @Override
    public @Nullable Double decimal(String name) {
        return null;
    }

    @Override
    public @Nullable Boolean bool(String name) {
        return null;
    }

    @Override
    public @Nullable Duration duration(String name) {
        return null;
    }

    @Override
    public @Nullable Long size(String name) {
        return null;
    }

    @Override
    public @Nullable URI uri(String name) {
        return null;
    }

    @Override
    public @Nullable Secret secret(String name) {
        return null;
    }

    @Override
    public List<String> list(String name) {
        return List.of();
    }

    @Override
    public Map<String, String> map(String name) {
        return Map.of();
    }

    @Override
    public String toString() {
        return "Settings[]";
    }
}
