package dev.portolan.routing.catalog;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a model does otherwise than others, in a form that a program can read.
 *
 * @param key such as {@code rejects.temperature}; {@link Behaviours} names those that the library knows
 * @param parameters figures of it, by name, such as {@code above=272000}; sorted and unmodifiable
 * @param text the same for people
 */
public record Behaviour(String key, Map<String, String> parameters, String text) {

    /**
     * Checks the components.
     *
     * @param key as above
     * @param parameters as above; copied
     * @param text as above
     */
    public Behaviour {
        Objects.requireNonNull(key, "key");
        parameters = java.util.Collections.unmodifiableMap(new TreeMap<>(parameters));
        Objects.requireNonNull(text, "text");
    }
}
