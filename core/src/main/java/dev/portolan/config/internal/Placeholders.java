package dev.portolan.config.internal;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Expands <code>${NAME}</code> and <code>${NAME:default}</code> from environment and system properties; as everywhere, the
 * latter win where both know the name. A default may hold placeholders. What was put in is not expanded again. A variable
 * that is set but empty expands to nothing; the default is for those that are not set.
 */
final class Placeholders {

    private final Map<String, String> environment;
    private final Map<String, String> systemProperties;

    Placeholders(Map<String, String> environment, Map<String, String> systemProperties) {
        this.environment = environment;
        this.systemProperties = systemProperties;
    }

    /**
     * Expands a value.
     *
     * @param text the value
     * @param list whether commas mean something: then an escaped one keeps its backslash
     */
    String expand(Text text, boolean list) throws BadValue {
        StringBuilder out = new StringBuilder(text.length());
        int end = copy(text, 0, list, false, out);
        if (end != text.length()) {
            throw new IllegalStateException("stopped within the value");
        }
        return out.toString();
    }

    /** Copies up to the end, or within a default up to the brace that ends it; returns where it stopped. */
    private int copy(Text text, int from, boolean list, boolean inDefault, @Nullable StringBuilder out)
            throws BadValue {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (inDefault && c == '}' && !text.escaped(at)) {
                return at;
            }
            if (text.opensPlaceholder(at)) {
                at = placeholder(text, at + 2, list, out);
                continue;
            }
            if (out != null) {
                if (list && c == ',' && text.escaped(at)) {
                    out.append('\\');
                }
                out.append(c);
            }
            at++;
        }
        if (inDefault) {
            throw unclosed();
        }
        return at;
    }

    private int placeholder(Text text, int from, boolean list, @Nullable StringBuilder out) throws BadValue {
        int at = from;
        while (at < text.length() && text.charAt(at) != ':' && text.charAt(at) != '}') {
            at++;
        }
        if (at == text.length()) {
            throw unclosed();
        }
        String name = text.characters().substring(from, at);
        if (!name.matches("[A-Za-z0-9_.-]+")) {
            throw new BadValue("${...} needs the name of an environment variable or system property in it");
        }
        String value = out == null ? "" : lookup(name);
        if (out != null && value != null) {
            out.append(value);
        }
        if (text.charAt(at) == '}') {
            if (value == null) {
                throw BadValue.unset(
                        name,
                        "${" + name + "} is set neither in the environment nor as a system property;"
                                + " set it, or give a default as in ${" + name + ":default}");
            }
            return at + 1;
        }
        return copy(text, at + 1, list, true, value == null ? out : null) + 1;
    }

    private @Nullable String lookup(String name) {
        String property = systemProperties.get(name);
        return property != null ? property : environment.get(name);
    }

    private static BadValue unclosed() {
        return new BadValue("${ is not closed by }; a literal one is written \\${");
    }
}
