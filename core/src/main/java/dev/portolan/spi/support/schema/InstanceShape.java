package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.schema.JsonSchema;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Instances on their way between the original schema and the wire's one. It is led by the original schema alone, so that references
 * and recursion need no bookkeeping. Thread-safe.
 */
public final class InstanceShape {

    static final String KEY = "key";
    static final String VALUE = "value";

    /** What rules have changed about instances. */
    record Changes(boolean nullForAbsent, boolean entriesForMaps) {
        static final Changes NONE = new Changes(false, false);

        boolean any() {
            return nullForAbsent || entriesForMaps;
        }

        /** Those that a schema has a place for: most tools have none, and then answers are not even read. */
        Changes within(JsonNode schema) {
            Changes found = NONE;
            if (any() && schema.isContainerNode()) {
                found = new Changes(
                        nullForAbsent && hasOptional(schema),
                        entriesForMaps && schema.isObject() && Maps.isMap(schema));
                for (JsonNode each : schema) {
                    Changes inner = within(each);
                    found = new Changes(
                            found.nullForAbsent || inner.nullForAbsent, found.entriesForMaps || inner.entriesForMaps);
                }
            }
            return found;
        }

        private static boolean hasOptional(JsonNode schema) {
            for (Iterator<String> names = schema.path("properties").fieldNames(); names.hasNext(); ) {
                if (!requires(schema, names.next())) {
                    return true;
                }
            }
            return false;
        }
    }

    private final ObjectNode original;
    private final Changes changes;
    private final boolean wrapped;
    private final boolean partial;
    private final Supplier<Fitting> fitting;

    InstanceShape(ObjectNode original, Changes changes, boolean wrapped) {
        this(original, changes, wrapped, false);
    }

    private InstanceShape(ObjectNode original, Changes changes, boolean wrapped, boolean partial) {
        this.partial = partial;
        this.original = original;
        this.changes = changes.within(original);
        this.wrapped = wrapped;
        this.fitting = once(() -> new Fitting(original));
    }

    /**
     * The way back where it is not known which changes a wire's dialect made: each of those that some dialect makes is undone where it
     * shows.
     *
     * @param schema the original schema
     * @return its shape
     */
    public static InstanceShape lenient(JsonSchema schema) {
        return lenient(schema, false);
    }

    /**
     * The same for the beginning of an answer: entries of a map that are not complete yet are left out.
     *
     * @param schema the original schema
     * @return its shape
     */
    public static InstanceShape ofBeginnings(JsonSchema schema) {
        return lenient(schema, true);
    }

    private static InstanceShape lenient(JsonSchema schema, boolean partial) {
        ObjectNode original = (ObjectNode) Trees.of(schema.json());
        boolean wrapped = new RootRule("").needed(original);
        return new InstanceShape(original, new Changes(true, true), wrapped, partial);
    }

    /** Most schemas have no alternatives to choose from. */
    private static Supplier<Fitting> once(Supplier<Fitting> making) {
        AtomicReference<@Nullable Fitting> made = new AtomicReference<>();
        return () -> {
            Fitting known = made.get();
            if (known == null) {
                made.compareAndSet(null, making.get());
                known = Objects.requireNonNull(made.get());
            }
            return known;
        };
    }

    /**
     * Turns what came by the wire's schema into the form that the original one speaks of.
     *
     * @param answer JSON text
     * @return JSON text; the very same when nothing is to change, or when it is no JSON
     */
    public String restore(String answer) {
        JsonNode instance = parsed(answer);
        if (instance == null || (!changes.any() && !wrapped)) {
            return answer;
        }
        boolean unwrapping = wrapped && instance.isObject() && instance.size() == 1 && instance.has(RootRule.PROPERTY);
        JsonNode inner = unwrapping ? instance.get(RootRule.PROPERTY) : instance;
        JsonNode restored = shaped("", original, inner, true);
        return restored.equals(instance) ? answer : restored.toString();
    }

    String adapt(String text) {
        JsonNode instance = parsed(text);
        if (instance == null || (!changes.any() && !wrapped)) {
            return text;
        }
        JsonNode adapted = shaped("", original, instance, false);
        if (!wrapped && adapted.equals(instance)) {
            return text;
        }
        return wrapped
                ? JsonNodeFactory.instance
                        .objectNode()
                        .set(RootRule.PROPERTY, adapted)
                        .toString()
                : adapted.toString();
    }

    private static @Nullable JsonNode parsed(String text) {
        try {
            return Trees.of(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The instance in the other shape; what does not fit the schema stays as it is. */
    private JsonNode shaped(String pointer, JsonNode schema, JsonNode given, boolean back) {
        JsonNode instance = given;
        JsonNode reference = schema.get("$ref");
        if (reference != null && reference.isTextual()) {
            String to = Pointers.ofReference(reference.textValue());
            JsonNode meant = Pointers.resolve(original, reference.textValue());
            if (to != null && meant != null) {
                instance = shaped(to, meant, instance, back);
            }
        }
        instance = alternative(pointer, schema, "anyOf", instance, back);
        instance = alternative(pointer, schema, "oneOf", instance, back);
        JsonNode all = schema.path("allOf");
        for (int i = 0; i < all.size(); i++) {
            instance = shaped(pointer + "/allOf/" + i, all.get(i), instance, back);
        }
        if (changes.entriesForMaps() && Maps.isMap(schema)) {
            return back ? map(pointer, schema, instance) : entries(pointer, schema, instance);
        }
        if (instance instanceof ObjectNode object) {
            return members(pointer, schema, object, back);
        }
        return instance instanceof ArrayNode array ? items(pointer, schema, array, back) : instance;
    }

    /** The first alternative that the original instance fits. */
    private JsonNode alternative(String pointer, JsonNode schema, String keyword, JsonNode instance, boolean back) {
        JsonNode branches = schema.path(keyword);
        if (partial && branches.size() == 2 && !instance.isNull()) {
            // Something or null: its beginning is that of something.
            for (int i = 0; i < 2; i++) {
                if (Types.of(branches.get(1 - i)).equals(List.of("null"))) {
                    return shaped(pointer + "/" + keyword + "/" + i, branches.get(i), instance, back);
                }
            }
        }
        for (int i = 0; i < branches.size(); i++) {
            String at = pointer + "/" + keyword + "/" + i;
            JsonNode candidate = shaped(at, branches.get(i), instance, back);
            if (fitting.get().fits(at, back ? candidate : instance)) {
                return candidate;
            }
        }
        return instance;
    }

    private JsonNode members(String pointer, JsonNode schema, ObjectNode object, boolean back) {
        JsonNode properties = schema.path("properties");
        if (properties.isMissingNode() && !schema.path("additionalProperties").isObject()) {
            return object;
        }
        ObjectNode copy = object.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            String at = pointer + "/properties/" + Pointers.escape(name);
            JsonNode property = properties.get(name);
            if (property == null) {
                JsonNode other = schema.path("additionalProperties");
                copy.set(
                        name,
                        other.isObject()
                                ? shaped(pointer + "/additionalProperties", other, member.getValue(), back)
                                : member.getValue());
            } else if (!(back && isAbsent(at, schema, name, member.getValue()))) {
                copy.set(name, shaped(at, property, member.getValue(), back));
            }
        }
        if (!back && changes.nullForAbsent()) {
            for (Iterator<String> names = properties.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (!copy.has(name) && !requires(schema, name)) {
                    copy.putNull(name);
                }
            }
        }
        return copy;
    }

    /** An optional property that came as null is absent, unless null is one of its values: then nobody can tell, and null stays. */
    private boolean isAbsent(String at, JsonNode schema, String name, JsonNode value) {
        return changes.nullForAbsent()
                && value.isNull()
                && !requires(schema, name)
                && !fitting.get().fits(at, NullNode.getInstance());
    }

    private static boolean requires(JsonNode schema, String name) {
        for (JsonNode one : schema.path("required")) {
            if (name.equals(one.asText())) {
                return true;
            }
        }
        return false;
    }

    private JsonNode items(String pointer, JsonNode schema, ArrayNode array, boolean back) {
        JsonNode prefix = schema.path("prefixItems");
        JsonNode items = schema.path("items");
        ArrayNode copy = array.arrayNode();
        for (int i = 0; i < array.size(); i++) {
            copy.add(
                    i < prefix.size()
                            ? shaped(pointer + "/prefixItems/" + i, prefix.get(i), array.get(i), back)
                            : shaped(pointer + "/items", items, array.get(i), back));
        }
        return copy;
    }

    private JsonNode map(String pointer, JsonNode schema, JsonNode instance) {
        if (!(instance instanceof ArrayNode entries)) {
            return instance;
        }
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        for (JsonNode entry : entries) {
            if (!entry.path(KEY).isTextual() || !entry.has(VALUE)) {
                if (partial) {
                    continue;
                }
                return instance;
            }
            map.set(
                    entry.get(KEY).textValue(),
                    shaped(
                            pointer + "/additionalProperties",
                            schema.path("additionalProperties"),
                            entry.get(VALUE),
                            true));
        }
        return map;
    }

    private JsonNode entries(String pointer, JsonNode schema, JsonNode instance) {
        if (!instance.isObject()) {
            return instance;
        }
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        for (Map.Entry<String, JsonNode> member : instance.properties()) {
            ObjectNode entry = entries.addObject().put(KEY, member.getKey());
            entry.set(
                    VALUE,
                    shaped(
                            pointer + "/additionalProperties",
                            schema.path("additionalProperties"),
                            member.getValue(),
                            false));
        }
        return entries;
    }
}
