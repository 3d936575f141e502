package dev.portolan.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do, as names with values: from a file, from options, or both. Remembers which names were asked for, so that those
 * that nobody knows can be told.
 */
final class Suite {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)");

    private final Map<String, String> entries;
    private final Path folder;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * A suite.
     *
     * @param entries the names with their values
     * @param folder what relative paths in it are relative to
     */
    Suite(Map<String, String> entries, Path folder) {
        this.entries = new LinkedHashMap<>(entries);
        this.folder = folder;
    }

    @Nullable
    String text(String name) {
        known.add(name);
        String value = entries.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    String required(String name) {
        String value = text(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": is missing; give it in the suite or as an option");
        }
        return value;
    }

    @Nullable
    Path path(String name) {
        String value = text(name);
        return value == null ? null : folder.resolve(value);
    }

    boolean flag(String name) {
        String value = text(name);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(name + ": must be true or false, not " + value);
        }
        return "true".equals(value);
    }

    @Nullable
    Double decimal(String name) {
        BigDecimal value = number(name);
        return value == null ? null : value.doubleValue();
    }

    @Nullable
    BigDecimal number(String name) {
        String value = text(name);
        return value == null ? null : number(name, value);
    }

    static BigDecimal number(String name, String value) {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": must be a number, not " + value, e);
        }
    }

    @Nullable
    Long whole(String name) {
        BigDecimal value = number(name);
        try {
            return value == null ? null : value.longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(name + ": must be a whole number, not " + value, e);
        }
    }

    @Nullable
    Duration duration(String name) {
        String value = text(name);
        return value == null ? null : duration(name, value);
    }

    static Duration duration(String name, String value) {
        Matcher parts = DURATION.matcher(value);
        if (!parts.matches()) {
            throw new IllegalArgumentException(name + ": must be a time such as 500ms, 3s or 2m, not " + value);
        }
        long unit = switch (parts.group(2)) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
        return Duration.ofNanos(new BigDecimal(parts.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .longValue());
    }

    /** What stands between commas; empty when the name is not there. */
    List<String> list(String name) {
        String value = text(name);
        return value == null
                ? List.of()
                : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    /** The names that begin so, without the beginning, up to the next dot; each once, in their order. */
    Set<String> under(String beginning) {
        Set<String> names = new LinkedHashSet<>();
        for (String key : entries.keySet()) {
            if (key.startsWith(beginning)) {
                String rest = key.substring(beginning.length());
                int dot = rest.indexOf('.');
                names.add(dot < 0 ? rest : rest.substring(0, dot));
            }
        }
        return names;
    }

    /** The names that begin so, whole. */
    Set<String> keys(String beginning) {
        Set<String> names = new LinkedHashSet<>();
        entries.keySet().stream().filter(key -> key.startsWith(beginning)).forEach(names::add);
        return names;
    }

    /** Refuses names that nobody asked for: they are mistyped. */
    void requireAllKnown() {
        List<String> unknown = new ArrayList<>(entries.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("The suite has names that mean nothing here: "
                    + String.join(", ", unknown) + ". Known are " + String.join(", ", new TreeSet<>(known)));
        }
    }
}
