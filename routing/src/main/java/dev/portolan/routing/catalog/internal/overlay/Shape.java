package dev.portolan.routing.catalog.internal.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a value of an overlay must look like. Reading checks it and gives the same value as JSON in the form of the catalog's file; what is
 * wrong is told and left out, so that the rest is read still.
 */
@FunctionalInterface
interface Shape {

    JsonNodeFactory JSON = JsonNodeFactory.instance;

    /**
     * Reads a value that is not null.
     *
     * @return the value, or {@code null} when it is wrong, which has been told
     */
    @Nullable
    JsonNode read(Marked value, String path, Mistakes mistakes);

    /** Values in a row, all of one shape. */
    static Shape listOf(Shape item) {
        return (value, path, mistakes) -> {
            if (!(value instanceof Marked.Items list)) {
                mistakes.add(value.line(), path, "must be a list, not " + value.form());
                return null;
            }
            ArrayNode read = JSON.arrayNode();
            int index = 0;
            for (Marked one : list.items()) {
                String at = path + "[" + index++ + "]";
                JsonNode node = notNull(one, at, mistakes) ? item.read(one, at, mistakes) : null;
                if (node != null) {
                    read.add(node);
                }
            }
            return read;
        };
    }

    private static boolean notNull(Marked value, String path, Mistakes mistakes) {
        if (value instanceof Marked.Nothing) {
            mistakes.add(
                    value.line(), path, "is null, which takes fields and entries away and has no meaning in a list");
            return false;
        }
        return true;
    }

    /** Values by names that are free, but for their own shape; {@code null} takes one away. */
    static Shape tableOf(Shape name, Shape each) {
        return (value, path, mistakes) -> fields(value, path, mistakes, field -> {
            Marked written = new Marked.Word(field.line(), field.name(), true);
            return name.read(written, path, mistakes) == null ? null : each;
        });
    }

    /** Fields by names that are given. */
    static ObjectShape object() {
        return new ObjectShape(Map.of(), Set.of());
    }

    /**
     * Things with a name each: a list, in which each says its name and has what it needs, in place of all that there are; or a table by
     * those names, to change single ones.
     */
    static Shape named(String key, ObjectShape each, String... required) {
        Shape whole =
                listOf(object().with(key, Words.TEXT).with(each).requiring(key).requiring(required));
        Shape single = tableOf(Words.TEXT, each);
        return (value, path, mistakes) ->
                value instanceof Marked.Table ? single.read(value, path, mistakes) : whole.read(value, path, mistakes);
    }

    /** Which shape a field has; {@code null} when there is no such field, which has been told. */
    @FunctionalInterface
    interface FieldShapes {
        @Nullable
        Shape of(Marked.Field field);
    }

    /** Reads fields, each at most once. */
    static @Nullable ObjectNode fields(Marked value, String path, Mistakes mistakes, FieldShapes shapes) {
        if (!(value instanceof Marked.Table table)) {
            mistakes.add(value.line(), path, "must be names with values, not " + value.form());
            return null;
        }
        ObjectNode read = JSON.objectNode();
        Map<String, Integer> seen = new HashMap<>();
        for (Marked.Field field : table.fields()) {
            String at = path.isEmpty() ? field.name() : path + "." + field.name();
            Integer earlier = seen.putIfAbsent(field.name(), field.line());
            if (earlier != null) {
                mistakes.add(field.line(), at, "is there twice; the first is in line " + earlier);
                continue;
            }
            Shape shape = shapes.of(field);
            if (shape == null) {
                continue;
            }
            if (field.value() instanceof Marked.Nothing) {
                read.putNull(field.name());
                continue;
            }
            JsonNode node = shape.read(field.value(), at, mistakes);
            if (node != null) {
                read.set(field.name(), node);
            }
        }
        return read;
    }

    /** An object with fields of given names. */
    final class ObjectShape implements Shape {

        private final Map<String, Shape> fields;
        private final Set<String> required;

        private ObjectShape(Map<String, Shape> fields, Set<String> required) {
            this.fields = fields;
            this.required = required;
        }

        Set<String> names() {
            return fields.keySet();
        }

        ObjectShape with(String name, Shape shape) {
            Map<String, Shape> more = new LinkedHashMap<>(fields);
            more.put(name, shape);
            return new ObjectShape(more, required);
        }

        ObjectShape with(ObjectShape other) {
            Map<String, Shape> more = new LinkedHashMap<>(fields);
            more.putAll(other.fields);
            return new ObjectShape(more, required);
        }

        ObjectShape requiring(String... names) {
            Set<String> more = new LinkedHashSet<>(required);
            more.addAll(List.of(names));
            return new ObjectShape(fields, more);
        }

        @Override
        public @Nullable ObjectNode read(Marked value, String path, Mistakes mistakes) {
            Set<String> missing = new LinkedHashSet<>(required);
            ObjectNode read = fields(value, path, mistakes, field -> {
                missing.remove(field.name());
                Shape shape = fields.get(field.name());
                if (shape == null) {
                    String at = path.isEmpty() ? field.name() : path + "." + field.name();
                    mistakes.unknown(field.line(), at, "is no field that there is here", field.name(), fields.keySet());
                }
                return shape;
            });
            if (read != null && !missing.isEmpty()) {
                mistakes.add(value.line(), path, "lacks " + String.join(", ", missing));
            }
            return read;
        }
    }
}
