package dev.portolan.recorded.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Makes schemas by chance, each with values that fit it. The same seed makes the same ones. */
final class RandomSchemas {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEPTH = 4;

    /**
     * A schema and a maker of values that fit it.
     *
     * @param schema the schema
     * @param values makes one; takes how deep it may still go
     */
    record Kind(ObjectNode schema, IntFunction<JsonNode> values) {}

    private final Random random;
    private final ObjectNode definitions = NODES.objectNode();
    private final List<Kind> defined = new ArrayList<>();

    RandomSchemas(long seed) {
        this.random = new Random(seed);
    }

    /** A document: a schema with its definitions. */
    Kind document() {
        if (chance(40)) {
            define();
        }
        if (chance(25)) {
            defineTree();
        }
        Kind root = chance(80) ? object(DEPTH) : any(DEPTH);
        ObjectNode schema = root.schema();
        if (!definitions.isEmpty()) {
            schema.set("$defs", definitions);
        }
        if (chance(10)) {
            schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        }
        return new Kind(schema, root.values());
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private void define() {
        Kind kind = any(2);
        String name = chance(20) ? "a/b ~c" : "D" + defined.size();
        definitions.set(name, kind.schema());
        ObjectNode reference = NODES.objectNode()
                .put(
                        "$ref",
                        "#/$defs/" + name.replace("~", "~0").replace("/", "~1").replace(" ", "%20"));
        defined.add(new Kind(reference, kind.values()));
    }

    /** An optional property that leads back. */
    private void defineTree() {
        String name = "Tree" + defined.size();
        ObjectNode schema = definitions.putObject(name).put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("label").put("type", "string");
        properties.putObject("next").put("$ref", "#/$defs/" + name);
        schema.putArray("required").add("label");
        defined.add(new Kind(NODES.objectNode().put("$ref", "#/$defs/" + name), this::tree));
    }

    private ObjectNode tree(int depth) {
        ObjectNode node = NODES.objectNode().put("label", word());
        if (depth > 0 && random.nextBoolean()) {
            node.set("next", tree(depth - 1));
        }
        return node;
    }

    private Kind any(int depth) {
        int which = random.nextInt(depth > 0 ? 14 : 7);
        return switch (which) {
            case 0 -> string();
            case 1 -> integer();
            case 2 -> number();
            case 3 -> annotated(new Kind(type("boolean"), d -> NODES.booleanNode(random.nextBoolean())));
            case 4 -> values();
            case 5 -> constant();
            case 6 -> defined.isEmpty() ? string() : reference();
            case 7, 8 -> object(depth - 1);
            case 9 -> list(depth - 1);
            case 10 -> map(depth - 1);
            case 11 -> tuple(depth - 1);
            case 12 -> alternatives(depth - 1);
            default -> nullable(depth - 1);
        };
    }

    private static ObjectNode type(String type) {
        return NODES.objectNode().put("type", type);
    }

    private Kind annotated(Kind kind) {
        if (chance(20)) {
            kind.schema().put("description", chance(50) ? "What it is." : "what it is");
        }
        if (chance(10)) {
            kind.schema().put("title", "Title");
        }
        return kind;
    }

    private String word() {
        return "w" + random.nextInt(1000);
    }

    private Kind reference() {
        Kind known = defined.get(random.nextInt(defined.size()));
        ObjectNode reference = known.schema().deepCopy();
        if (chance(30)) {
            reference.put("description", "a reference");
        }
        return new Kind(reference, known.values());
    }

    private Kind string() {
        ObjectNode schema = type("string");
        if (chance(20)) {
            schema.put("minLength", 1);
        }
        if (chance(20)) {
            schema.put("maxLength", 10);
        }
        if (chance(10)) {
            schema.put("pattern", chance(50) ? "^w" : "^(?=w).*");
        }
        if (chance(10)) {
            schema.put("default", "w0");
        }
        return annotated(new Kind(schema, d -> NODES.textNode(word())));
    }

    private Kind integer() {
        ObjectNode schema = type("integer");
        if (chance(30)) {
            schema.put("minimum", 0).put("exclusiveMaximum", 2000);
        }
        return annotated(new Kind(schema, d -> NODES.numberNode(random.nextInt(1000))));
    }

    private Kind number() {
        ObjectNode schema = type("number");
        if (chance(30)) {
            schema.put("multipleOf", 0.5);
        }
        return annotated(new Kind(schema, d -> NODES.numberNode(random.nextInt(100) * 0.5)));
    }

    private Kind values() {
        ObjectNode schema = NODES.objectNode();
        ArrayNode all = schema.putArray("enum");
        boolean numbers = chance(20);
        for (int i = 0; i < 3; i++) {
            if (numbers) {
                all.add(i);
            } else {
                all.add("v" + i);
            }
        }
        if (chance(15)) {
            all.addNull();
        } else if (chance(70)) {
            schema.put("type", numbers ? "integer" : "string");
        }
        List<JsonNode> choice = new ArrayList<>();
        all.forEach(choice::add);
        return annotated(new Kind(schema, d -> choice.get(random.nextInt(choice.size()))));
    }

    private Kind constant() {
        ObjectNode schema = NODES.objectNode();
        if (chance(50)) {
            schema.put("const", "only");
        } else {
            schema.put("const", 7);
        }
        JsonNode only = schema.get("const");
        return new Kind(schema, d -> only);
    }

    private Kind object(int depth) {
        ObjectNode schema = type("object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        List<Kind> kinds = new ArrayList<>();
        List<Boolean> needed = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Kind kind = any(Math.max(0, depth));
            kinds.add(kind);
            properties.set(name(i), kind.schema());
            needed.add(random.nextBoolean());
            if (needed.get(i)) {
                required.add(name(i));
            }
        }
        if (!required.isEmpty() || chance(20)) {
            schema.set("required", required);
        }
        if (chance(40)) {
            schema.put("additionalProperties", false);
        }
        return annotated(new Kind(schema, left -> {
            ObjectNode value = NODES.objectNode();
            for (int i = 0; i < count; i++) {
                if (needed.get(i) || random.nextBoolean()) {
                    value.set(name(i), kinds.get(i).values().apply(left - 1));
                }
            }
            return value;
        }));
    }

    private static String name(int number) {
        return List.of("first", "enum", "a/b", "items").get(number);
    }

    private Kind list(int depth) {
        Kind item = any(depth);
        ObjectNode schema = type("array");
        schema.set("items", item.schema());
        if (chance(20)) {
            schema.put("maxItems", 5);
        }
        return annotated(new Kind(schema, left -> {
            ArrayNode value = NODES.arrayNode();
            for (int i = random.nextInt(3); i > 0; i--) {
                value.add(item.values().apply(left - 1));
            }
            return value;
        }));
    }

    private Kind map(int depth) {
        Kind item = any(depth);
        ObjectNode schema = type("object");
        schema.set("additionalProperties", item.schema());
        return annotated(new Kind(schema, left -> {
            ObjectNode value = NODES.objectNode();
            for (int i = random.nextInt(3); i > 0; i--) {
                value.set("k" + i, item.values().apply(left - 1));
            }
            return value;
        }));
    }

    private Kind tuple(int depth) {
        Kind one = any(depth);
        Kind other = any(depth);
        ObjectNode schema = type("array");
        schema.putArray("prefixItems").add(one.schema()).add(other.schema());
        schema.put("items", false).put("minItems", 2);
        return new Kind(
                schema,
                left -> NODES.arrayNode()
                        .add(one.values().apply(left - 1))
                        .add(other.values().apply(left - 1)));
    }

    /** Objects that a constant tells apart. */
    private Kind alternatives(int depth) {
        ObjectNode schema = NODES.objectNode();
        ArrayNode branches = schema.putArray(chance(50) ? "anyOf" : "oneOf");
        List<IntFunction<JsonNode>> values = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Kind kind = object(depth);
            String tag = "tag" + i;
            ObjectNode branch = kind.schema();
            ((ObjectNode) branch.get("properties")).putObject("kind").put("const", tag);
            branch.withArray("required").add("kind");
            branches.add(branch);
            values.add(left -> ((ObjectNode) kind.values().apply(left)).put("kind", tag));
        }
        return new Kind(schema, left -> values.get(random.nextInt(2)).apply(left));
    }

    private Kind nullable(int depth) {
        Kind kind = any(depth);
        ObjectNode schema = NODES.objectNode();
        schema.putArray("anyOf").add(kind.schema()).addObject().put("type", "null");
        return new Kind(
                schema,
                left -> random.nextBoolean() ? NODES.nullNode() : kind.values().apply(left));
    }
}
