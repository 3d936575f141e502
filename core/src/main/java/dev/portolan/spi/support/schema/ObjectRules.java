package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules about objects and arrays. Each takes the code under which the dialect's vendor needs it. */
public final class ObjectRules {

    private ObjectRules() {}

    /**
     * Objects have {@code properties}, be they none, and no further ones. A map would always be empty then: it needs a rule of its own
     * before this one.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule closed(String code) {
        return new SchemaRule(code, "closes objects: `properties` always, `additionalProperties: false`", place -> {
            if (!place.isType("object") && place.get("properties") == null) {
                return;
            }
            JsonNode others = place.get("additionalProperties");
            if (others != null && (others.isObject() || others.asBoolean(false))) {
                place.describe("additionalProperties");
            }
            if (place.get("properties") == null) {
                place.node().putObject("properties");
            }
            place.node().put("additionalProperties", false);
        });
    }

    private static boolean hasProperties(SchemaPlace place) {
        JsonNode properties = place.get("properties");
        return properties != null && !properties.isEmpty();
    }

    /**
     * Every property is required; what was optional may be null instead. The dialect says {@link
     * RuleDialect.Builder#nullForAbsent()} with it.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule nullForAbsent(String code) {
        return new SchemaRule(
                code,
                "requires every property; what was optional may be null, and null is absent on the way back",
                place -> {
                    if (!(place.get("properties") instanceof ObjectNode properties)) {
                        return;
                    }
                    Set<String> required = new LinkedHashSet<>();
                    if (place.get("required") != null) {
                        place.node().get("required").forEach(name -> required.add(name.asText()));
                    }
                    ArrayNode all = place.node().putArray("required");
                    for (Map.Entry<String, JsonNode> property : properties.properties()) {
                        all.add(property.getKey());
                        if (!required.contains(property.getKey()) && property.getValue() instanceof ObjectNode schema) {
                            property.setValue(nullable(schema));
                        }
                    }
                });
    }

    private static ObjectNode nullable(ObjectNode schema) {
        List<String> types = new ArrayList<>(Types.of(schema));
        boolean values = schema.has("enum") || schema.has("const");
        if (schema.get("anyOf") instanceof ArrayNode branches) {
            if (!allowsNull(branches)) {
                branches.addObject().put("type", "null");
            }
            return schema;
        }
        boolean nested = types.contains("object") || types.contains("array");
        if (!types.isEmpty() && !values && !nested && !schema.has("$ref")) {
            if (!types.contains("null")) {
                types.add("null");
                Types.set(schema, types);
            }
            return schema;
        }
        if (types.contains("null") && !values) {
            return schema;
        }
        ObjectNode either = schema.objectNode();
        JsonNode description = schema.remove("description");
        if (description != null) {
            either.set("description", description);
        }
        either.putArray("anyOf").add(schema).addObject().put("type", "null");
        return either;
    }

    private static boolean allowsNull(ArrayNode branches) {
        for (JsonNode branch : branches) {
            if (Types.of(branch).contains("null")) {
                return true;
            }
        }
        return false;
    }

    /**
     * A map becomes a list of entries with {@code key} and {@code value}. The dialect says {@link
     * RuleDialect.Builder#entriesForMaps()} with it.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule mapsToEntries(String code) {
        return new SchemaRule(
                code,
                "makes a map a list of entries with `key` and `value`, and a map again on the way back",
                place -> {
                    ObjectNode node = place.node();
                    if (!Maps.isMap(node)) {
                        return;
                    }
                    List<String> others = new ArrayList<>(Types.of(node));
                    others.remove("object");
                    if (!others.isEmpty()) {
                        ObjectNode map = node.deepCopy().put("type", "object");
                        node.removeAll();
                        ObjectNode other = node.putArray("anyOf").add(map).addObject();
                        Types.set(other, others);
                        return;
                    }
                    JsonNode names = node.remove("propertyNames");
                    JsonNode values = node.remove("additionalProperties");
                    node.remove(List.of("properties", "required"));
                    ObjectNode entry =
                            node.put("type", "array").putObject("items").put("type", "object");
                    ObjectNode properties = entry.putObject("properties");
                    ObjectNode key = names instanceof ObjectNode given ? given.deepCopy() : node.objectNode();
                    properties.set(InstanceShape.KEY, key.put("type", "string"));
                    properties.set(InstanceShape.VALUE, values);
                    entry.putArray("required").add(InstanceShape.KEY).add(InstanceShape.VALUE);
                    bounds(node);
                });
    }

    private static void bounds(ObjectNode node) {
        JsonNode least = node.remove("minProperties");
        JsonNode most = node.remove("maxProperties");
        if (least != null) {
            node.set("minItems", least);
        }
        if (most != null) {
            node.set("maxItems", most);
        }
    }

    /**
     * An object that takes anything cannot be enforced.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule noOpenObjects(String code) {
        return new SchemaRule(
                code, "does not enforce objects of any members, or of members told by patterns", place -> {
                    if (Maps.isOpen(place.node()) && !hasProperties(place)) {
                        place.notStrict("additionalProperties", "An object of any members cannot be enforced");
                    } else if (place.get("patternProperties") != null) {
                        place.notStrict("patternProperties", "Members that are told by patterns cannot be enforced");
                    }
                });
    }

    /**
     * Objects that hold a map which the wire would always leave empty are told apart: the loss is noted.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule noMaps(String code) {
        return new SchemaRule(code, "does not enforce a map, which would always be empty", place -> {
            if (Maps.isMap(place.node()) || Maps.isOpen(place.node())) {
                place.notStrict("additionalProperties", "A map is always empty when this vendor enforces the schema");
            }
        });
    }

    /**
     * Takes {@code additionalProperties} away where the vendor does not know it.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule withoutAdditionalProperties(String code) {
        return new SchemaRule(code, "takes `additionalProperties` away", place -> {
            JsonNode others = place.get("additionalProperties");
            if (others != null && (others.isObject() || others.asBoolean(false))) {
                place.describe("additionalProperties");
            } else {
                place.node().remove("additionalProperties");
            }
        });
    }

    /**
     * An object without properties is written without {@code properties}.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule bareEmptyObjects(String code) {
        return new SchemaRule(code, "writes an empty object without `properties`", place -> {
            JsonNode properties = place.get("properties");
            if (properties != null && properties.isEmpty()) {
                place.node().remove(List.of("properties", "required"));
            }
        });
    }

    /**
     * Every schema says its type, arrays the type of their items too; what takes anything cannot be enforced.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule typed(String code) {
        return new SchemaRule(
                code, "names types that are implied; does not enforce values or lists of anything", place -> {
                    ObjectNode node = place.node();
                    if (place.isType("array") && !node.path("items").isObject() && !node.has("prefixItems")) {
                        place.notStrict("items", "A list of anything cannot be enforced");
                    }
                    if (Types.of(node).isEmpty() && !infer(node) && !saysOtherwise(node)) {
                        place.notStrict("type", "A value of any type cannot be enforced");
                    }
                });
    }

    private static boolean infer(ObjectNode node) {
        String type = node.has("const") ? Types.ofValue(node.get("const")) : Types.ofAll(node.path("enum"));
        if (type.isEmpty() && node.has("properties")) {
            type = "object";
        }
        if (!type.isEmpty()) {
            node.put("type", type);
        }
        return !type.isEmpty();
    }

    private static boolean saysOtherwise(ObjectNode node) {
        return node.has("$ref") || node.has("anyOf") || node.has("oneOf") || node.has("allOf") || node.has("enum");
    }

    /**
     * A tuple becomes a list whose items are any of the tuple's, as long as the tuple.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule tuplesToItems(String code) {
        return new SchemaRule(code, "makes a tuple a list of any of its items, of the same length", place -> {
            if (!(place.node().remove("prefixItems") instanceof ArrayNode items)) {
                return;
            }
            Set<JsonNode> kinds = new LinkedHashSet<>();
            items.forEach(kinds::add);
            JsonNode rest = place.node().remove("items");
            boolean open = rest != null && rest.isObject();
            if (open) {
                kinds.add(rest);
            }
            if (kinds.size() == 1) {
                place.node().set("items", kinds.iterator().next());
            } else {
                place.node().putObject("items").putArray("anyOf").addAll(kinds);
                place.describe("prefixItems", "items in order: " + items);
            }
            if (!place.node().has("minItems")) {
                place.node().put("minItems", open ? 0 : items.size());
            }
            if (!open && !place.node().has("maxItems")) {
                place.node().put("maxItems", items.size());
            }
        });
    }

    /**
     * Boolean schemas are written as objects: {@code true} as one that takes anything, and a property that is {@code false} is
     * left out.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule noBooleanSchemas(String code) {
        return new SchemaRule(
                code, "writes boolean schemas as objects; leaves out properties that no value fits", place -> {
                    List<String> never = new ArrayList<>();
                    for (Subschemas.Found inner : Subschemas.of(place.node())) {
                        boolean property = inner.path().startsWith("/properties/");
                        boolean closing = inner.path().startsWith("/additional")
                                || inner.path().startsWith("/unevaluated");
                        if (inner.schema().isBoolean()
                                && property
                                && !inner.schema().booleanValue()) {
                            never.add(inner.path().substring("/properties/".length()));
                        } else if (inner.schema().isBoolean()
                                && !closing
                                && inner.schema().booleanValue()) {
                            inner.replacing().accept(place.node().objectNode());
                        }
                    }
                    never.forEach(name -> remove(place, name.replace("~1", "/").replace("~0", "~")));
                });
    }

    private static void remove(SchemaPlace place, String name) {
        ((ObjectNode) place.node().get("properties")).remove(name);
        JsonNode required = place.node().path("required");
        for (JsonNode one : required) {
            if (one.asText().equals(name)) {
                place.refuse("required", "A property is required that no value fits");
            }
        }
    }
}
