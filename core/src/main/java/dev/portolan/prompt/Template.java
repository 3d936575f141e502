package dev.portolan.prompt;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with places for values: <code>{{name}}</code>, blanks around the name allowed. A name is letters, digits, {@code _}, {@code -}
 * and dots, at most 100. What is filled in is not read again, so a value with braces in it stays as it is. Immutable, thread-safe.
 */
public final class Template {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]{0,99}");
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s{0,9}(" + NAME.pattern() + ")\\s{0,9}}}");

    private final String text;
    private final Set<String> names;

    private Template(String text) {
        this.text = Objects.requireNonNull(text, "text");
        Set<String> found = new LinkedHashSet<>();
        PLACE.matcher(text).results().forEach(place -> found.add(place.group(1)));
        this.names = java.util.Collections.unmodifiableSet(found);
    }

    /**
     * Reads a text.
     *
     * @param text the text, with or without places
     * @return the template
     */
    public static Template of(String text) {
        return new Template(text);
    }

    /**
     * Refuses what cannot be the name of a variable.
     *
     * @param name the name
     * @throws IllegalArgumentException when no place could have it
     */
    public static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "variables: a name is letters, digits, underscores, hyphens and dots, at most 100");
        }
    }

    /**
     * The text as it was written.
     *
     * @return the text, places and all
     */
    public String text() {
        return text;
    }

    /**
     * The variables that the text has places for.
     *
     * @return unmodifiable, in the order of the text
     */
    public Set<String> names() {
        return names;
    }

    /**
     * Puts values in all places.
     *
     * @param variables the values by name; those without a place are ignored
     * @return the text
     * @throws IllegalArgumentException when a place has no value; the message names all such variables
     */
    public String fill(Map<String, String> variables) {
        if (names.isEmpty()) {
            return text;
        }
        Set<String> missing = new LinkedHashSet<>(names);
        missing.removeIf(name -> variables.get(name) != null);
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("variables: no value for " + String.join(", ", missing));
        }
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(variables.get(place.group(1))));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Template that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "Template[" + text.length() + " chars, " + names + "]";
    }
}
