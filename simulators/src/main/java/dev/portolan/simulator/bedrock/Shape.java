package dev.portolan.simulator.bedrock;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a value of a request may be: the kinds of shapes of which AWS's service models are made. */
sealed interface Shape {

    /** The kinds that hold one value. */
    enum Scalar {
        INTEGER("Integer"),
        FLOAT("Float"),
        BOOLEAN("Boolean"),
        BLOB("Blob");

        private final String title;

        Scalar(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /**
     * An object with named members; of a union exactly one is there.
     *
     * @param name the shape's own name, which some messages tell
     * @param union whether it is a union
     * @param required what must be there
     * @param members the shapes of the members
     */
    record Structure(String name, boolean union, Set<String> required, Map<String, Shape> members) implements Shape {}

    /**
     * An array.
     *
     * @param element the shape of each element
     * @param least how many there must be, or {@code null}
     * @param most how many there may be, or {@code null}
     */
    record ListOf(
            Shape element,
            @Nullable Integer least,
            @Nullable Integer most) implements Shape {}

    /**
     * An object with names of the caller's own and values of one shape.
     *
     * @param value the shape of each value
     * @param least how many there must be, or {@code null}
     * @param most how many there may be, or {@code null}
     */
    record MapOf(
            Shape value, @Nullable Integer least, @Nullable Integer most) implements Shape {}

    /**
     * A string.
     *
     * @param least how long it must be, or {@code null}
     * @param most how long it may be, or {@code null}
     * @param pattern what it must match, or {@code null}
     * @param values the values there are, empty for any
     */
    record Text(
            @Nullable Integer least,
            @Nullable Integer most,
            @Nullable String pattern,
            List<String> values) implements Shape {}

    /**
     * A number, a truth value or base64.
     *
     * @param kind which of them
     * @param least the least number, or how many bytes there must be, or {@code null}
     * @param most the greatest number, or how many bytes there may be, or {@code null}
     */
    record One(
            Scalar kind, @Nullable Integer least, @Nullable Integer most) implements Shape {}

    /** Any JSON. */
    record Document() implements Shape {}

    Shape ANY_TEXT = new Text(null, null, null, List.of());
    Shape BOOLEAN = new One(Scalar.BOOLEAN, null, null);
    Shape DOCUMENT = new Document();

    static Shape text(@Nullable Integer least, @Nullable Integer most, @Nullable String pattern) {
        return new Text(least, most, pattern, List.of());
    }

    static Shape values(String... values) {
        return new Text(null, null, null, List.of(values));
    }

    static Shape integer(@Nullable Integer least) {
        return new One(Scalar.INTEGER, least, null);
    }

    static Shape blob(@Nullable Integer least) {
        return new One(Scalar.BLOB, least, null);
    }

    static Shape list(Shape element) {
        return new ListOf(element, null, null);
    }

    /** Names with a star are required. */
    static Shape structure(String name, Object... members) {
        return members(name, false, members);
    }

    static Shape union(String name, Object... members) {
        return members(name, true, members);
    }

    private static Shape members(String name, boolean union, Object... members) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        String[] names = new String[members.length / 2];
        for (int i = 0; i < names.length; i++) {
            names[i] = (String) members[2 * i];
            shapes.put(names[i].replace("*", ""), (Shape) members[2 * i + 1]);
        }
        Set<String> required = Set.of(Arrays.stream(names)
                .filter(one -> one.endsWith("*"))
                .map(one -> one.substring(0, one.length() - 1))
                .toArray(String[]::new));
        return new Structure(name, union, required, shapes);
    }
}
