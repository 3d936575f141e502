package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules about references, alternatives and null. Each takes the code under which the dialect's vendor needs it. */
public final class UnionRules {

    private static final List<String> ANNOTATIONS = List.of("description", "title", "default", "examples", "$comment");

    private UnionRules() {}

    /**
     * {@code oneOf} becomes {@code anyOf}: a value that fits several alternatives passes.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule oneOfToAnyOf(String code) {
        return new SchemaRule(code, "makes `oneOf` an `anyOf`", place -> {
            if (!(place.get("oneOf") instanceof ArrayNode branches)) {
                return;
            }
            if (place.get("anyOf") != null) {
                place.describe("oneOf");
                return;
            }
            place.node().remove("oneOf");
            place.node().set("anyOf", branches);
        });
    }

    /**
     * A reference with something beside it goes into an {@code anyOf} of one, and the rest stays outside.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule referenceInAnyOf(String code) {
        return new SchemaRule(code, "puts a reference with something beside it into an `anyOf` of one", place -> {
            ObjectNode node = place.node();
            if (node.has("$ref") && node.size() > 1 && !node.has("anyOf")) {
                JsonNode reference = node.remove("$ref");
                node.putArray("anyOf").addObject().set("$ref", reference);
            }
        });
    }

    /**
     * A reference stands alone: what is beside it is left out, and constraints among that are noted.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule referenceAlone(String code) {
        return new SchemaRule(code, "leaves a reference alone; tells constraints beside it", place -> {
            ObjectNode node = place.node();
            if (!node.has("$ref") || place.root()) {
                return;
            }
            List<String> others = new ArrayList<>();
            node.fieldNames().forEachRemaining(name -> {
                if (!name.equals("$ref")) {
                    others.add(name);
                }
            });
            for (String name : others) {
                if (!ANNOTATIONS.contains(name)) {
                    place.describe(name);
                }
                node.remove(name);
            }
            node.remove("description");
        });
    }

    /**
     * A definition that leads to itself cannot be enforced. Noted once, at the root.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule noRecursion(String code) {
        return new SchemaRule(code, "does not enforce definitions that lead to themselves", place -> {
            if (place.root() && Recursion.in(place.document())) {
                place.notStrict("$ref", "A definition that leads to itself cannot be enforced");
            }
        });
    }

    /**
     * A root that is nothing but a reference becomes what is referred to, and references to that lead to the root.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule rootWrittenOut(String code) {
        return new SchemaRule(code, "writes out a root that is a reference", place -> {
            JsonNode reference = place.get("$ref");
            if (!place.root() || reference == null) {
                return;
            }
            if (!(Pointers.resolve(place.document(), reference.asText()) instanceof ObjectNode meant)) {
                place.refuse("$ref", "The root refers to nothing within the schema");
                return;
            }
            ObjectNode root = place.node();
            root.remove("$ref");
            for (Map.Entry<String, JsonNode> member : meant.deepCopy().properties()) {
                if (!root.has(member.getKey())) {
                    root.set(member.getKey(), member.getValue());
                }
            }
            redirect(root, reference.asText());
        });
    }

    private static void redirect(ObjectNode schema, String from) {
        if (schema.path("$ref").asText().equals(from)) {
            schema.put("$ref", "#");
        }
        for (Subschemas.Found inner : Subschemas.of(schema)) {
            if (inner.schema() instanceof ObjectNode next) {
                redirect(next, from);
            }
        }
    }

    /**
     * Merges {@code allOf} into the schema around it. Parts that contradict each other, or refer to themselves, are refused.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule mergeAllOf(String code) {
        return new SchemaRule(code, "merges `allOf`; refuses parts that contradict each other", place -> {
            // A merged part may bring an allOf of its own.
            for (int depth = 0; place.node().remove("allOf") instanceof ArrayNode parts; depth++) {
                if (depth > 20) {
                    place.refuse("allOf", "Parts of the schema refer to each other without end");
                    return;
                }
                for (JsonNode part : parts) {
                    merge(place, part);
                }
            }
        });
    }

    private static void merge(SchemaPlace place, JsonNode given) {
        JsonNode part = given;
        if (part.has("$ref") && part.size() == 1) {
            JsonNode meant = Pointers.resolve(place.document(), part.get("$ref").asText());
            if (meant == null || meant.equals(place.node())) {
                place.refuse("allOf", "A part of the schema refers to nothing, or to itself");
                return;
            }
            part = meant;
        }
        if (!(part.deepCopy() instanceof ObjectNode schema)) {
            return;
        }
        ObjectNode node = place.node();
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            String keyword = member.getKey();
            JsonNode there = node.get(keyword);
            JsonNode value = member.getValue();
            if (there == null) {
                node.set(keyword, value);
            } else if (keyword.equals("required")) {
                node.set(keyword, union(there, value));
            } else if (keyword.equals("properties") && there instanceof ObjectNode properties) {
                mergeProperties(place, properties, value);
            } else if (keyword.equals("allOf") && there instanceof ArrayNode list) {
                value.forEach(list::add);
            } else if (!there.equals(value) && !ANNOTATIONS.contains(keyword)) {
                place.refuse("allOf", "Parts of the schema say different things about " + keyword);
            }
        }
    }

    private static void mergeProperties(SchemaPlace place, ObjectNode properties, JsonNode more) {
        for (Map.Entry<String, JsonNode> property : more.properties()) {
            JsonNode there = properties.get(property.getKey());
            if (there == null) {
                properties.set(property.getKey(), property.getValue());
            } else if (!there.equals(property.getValue())) {
                place.refuse("allOf", "Parts of the schema say different things about one property");
            }
        }
    }

    private static ArrayNode union(JsonNode one, JsonNode other) {
        Set<String> names = new LinkedHashSet<>();
        one.forEach(name -> names.add(name.asText()));
        other.forEach(name -> names.add(name.asText()));
        ArrayNode all = ((ArrayNode) one).arrayNode();
        names.forEach(all::add);
        return all;
    }

    /**
     * Null is said by a keyword: {@code ["string","null"]}, or an alternative of null, becomes the rest with the keyword.
     *
     * @param code the rule's code
     * @param keyword such as {@code nullable}
     * @return the rule
     */
    public static SchemaRule nullByKeyword(String code, String keyword) {
        return new SchemaRule(code, "says null by `" + keyword + "`", place -> {
            ObjectNode node = place.node();
            List<String> types = new ArrayList<>(Types.of(node));
            if (types.size() > 1 && types.remove("null")) {
                node.put(keyword, true);
            }
            if (types.size() == 1) {
                Types.set(node, types);
            } else if (types.size() > 1) {
                ArrayNode either = node.putArray("anyOf");
                types.forEach(type -> either.addObject().put("type", type));
                node.remove("type");
            }
            if (node.get("anyOf") instanceof ArrayNode branches) {
                withoutNull(place, branches, keyword);
            }
        });
    }

    private static void withoutNull(SchemaPlace place, ArrayNode branches, String keyword) {
        ObjectNode node = place.node();
        for (int i = branches.size() - 1; i >= 0; i--) {
            if (Types.of(branches.get(i)).equals(List.of("null"))) {
                branches.remove(i);
                node.put(keyword, true);
            }
        }
        if (branches.size() == 1 && branches.get(0) instanceof ObjectNode only) {
            node.remove("anyOf");
            place.reshape();
            for (Map.Entry<String, JsonNode> member : only.properties()) {
                if (!node.has(member.getKey())) {
                    node.set(member.getKey(), member.getValue());
                }
            }
        }
    }
}
