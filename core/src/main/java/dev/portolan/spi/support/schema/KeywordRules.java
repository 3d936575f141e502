package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rules about single keywords. Each takes the code under which the dialect's vendor needs it. */
public final class KeywordRules {

    private static final Pattern LOOKAROUND = Pattern.compile("\\(\\?<?[=!]");
    private static final Set<String> STRUCTURE =
            Set.of("$ref", "$defs", "definitions", "title", "$schema", "$id", "$comment", "examples", "default");

    private KeywordRules() {}

    /**
     * Takes away what does not change which values fit.
     *
     * @param code the rule's code
     * @param keywords such as {@code title}
     * @return the rule
     */
    public static SchemaRule drop(String code, String... keywords) {
        List<String> dropped = List.of(keywords);
        return new SchemaRule(
                code, "drops " + words(dropped), place -> place.node().remove(dropped));
    }

    /**
     * Moves constraints into the description.
     *
     * @param code the rule's code
     * @param keywords such as {@code minLength}
     * @return the rule
     */
    public static SchemaRule describe(String code, String... keywords) {
        List<String> described = List.of(keywords);
        return new SchemaRule(
                code, "tells the model in words: " + words(described), place -> described.forEach(place::describe));
    }

    /**
     * Moves constraints of values of one type into the description, and leaves the others.
     *
     * @param code the rule's code
     * @param type such as {@code number}; covers {@code integer} too
     * @param keywords such as {@code minimum}
     * @return the rule
     */
    public static SchemaRule describeFor(String code, String type, String... keywords) {
        List<String> described = List.of(keywords);
        return new SchemaRule(code, "tells the model in words, of a " + type + ": " + words(described), place -> {
            if (place.isType(type) || (type.equals("number") && place.isType("integer"))) {
                described.forEach(place::describe);
            }
        });
    }

    /**
     * Moves formats into the description that the vendor does not know.
     *
     * @param code the rule's code
     * @param known the formats that it knows
     * @return the rule
     */
    public static SchemaRule formats(String code, String... known) {
        Set<String> kept = Set.of(known);
        String others = known.length == 0 ? "" : " other than " + words(List.of(known));
        return new SchemaRule(code, "tells formats in words" + others, place -> {
            JsonNode format = place.get("format");
            if (format != null && !kept.contains(format.asText())) {
                place.describe("format");
            }
        });
    }

    /**
     * Moves patterns into the description that look ahead or behind.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule plainPatterns(String code) {
        return new SchemaRule(code, "tells patterns in words that look ahead or behind", place -> {
            JsonNode pattern = place.get("pattern");
            if (pattern != null && LOOKAROUND.matcher(pattern.asText()).find()) {
                place.describe("pattern");
            }
        });
    }

    /**
     * Moves a number into the description that is over what the vendor takes.
     *
     * @param code the rule's code
     * @param keyword such as {@code minItems}
     * @param most the greatest value that stays
     * @return the rule
     */
    public static SchemaRule atMost(String code, String keyword, int most) {
        return new SchemaRule(code, "tells `" + keyword + "` in words when it is above " + most, place -> {
            JsonNode value = place.get(keyword);
            if (value != null && value.asInt() > most) {
                place.describe(keyword);
            }
        });
    }

    /**
     * Moves everything into the description but a few keywords, since the vendor drops the rest without a word. Structure and
     * annotations are not concerned.
     *
     * @param code the rule's code
     * @param keywords those that stay
     * @return the rule
     */
    public static SchemaRule keepOnly(String code, String... keywords) {
        Set<String> kept = Set.of(keywords);
        return new SchemaRule(code, "tells every keyword in words but " + words(List.of(keywords)), place -> {
            List<String> others = new ArrayList<>();
            place.node().fieldNames().forEachRemaining(name -> {
                if (!kept.contains(name) && !STRUCTURE.contains(name)) {
                    others.add(name);
                }
            });
            others.forEach(place::describe);
        });
    }

    /**
     * Writes the names of types in capitals.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule typesInCapitals(String code) {
        return new SchemaRule(code, "writes names of types in capitals", place -> {
            JsonNode type = place.get("type");
            if (type != null && type.isTextual()) {
                place.node().put("type", type.textValue().toUpperCase(Locale.ROOT));
            }
        });
    }

    /**
     * Makes {@code const} an enum of one value, and names its type.
     *
     * @param code the rule's code
     * @return the rule
     */
    public static SchemaRule constToEnum(String code) {
        return new SchemaRule(code, "makes `const` an `enum` of one value, with its type", place -> {
            JsonNode only = place.node().remove("const");
            if (only != null) {
                place.node().putArray("enum").add(only);
                if (place.get("type") == null) {
                    place.node().put("type", Types.ofValue(only));
                }
            }
        });
    }

    /**
     * Leaves only strings in enums: null makes the schema nullable, other values move into the description. Values of several types
     * are refused.
     *
     * @param code the rule's code
     * @param nullable the keyword that says that null is allowed
     * @return the rule
     */
    public static SchemaRule enumsOfStrings(String code, String nullable) {
        return new SchemaRule(
                code,
                "leaves strings in an `enum`, with `" + nullable
                        + "` for null; tells other values in words; refuses mixed ones",
                place -> {
                    JsonNode values = place.get("enum");
                    if (values == null) {
                        return;
                    }
                    List<JsonNode> kept = new ArrayList<>();
                    values.forEach(value -> {
                        if (value.isNull()) {
                            place.node().put(nullable, true);
                        } else {
                            kept.add(value);
                        }
                    });
                    String type = Types.ofAll(kept);
                    if (type.isEmpty() && !kept.isEmpty()) {
                        place.refuse("enum", "The values of an enum are of several types");
                    } else if (type.equals("string")) {
                        place.node().putArray("enum").addAll(kept);
                        place.node().put("type", "string");
                    } else {
                        place.node().putArray("enum").addAll(kept);
                        place.describe("enum");
                        if (!kept.isEmpty()) {
                            place.node().put("type", type);
                        }
                    }
                });
    }

    /**
     * Tells the vendor the order of properties.
     *
     * @param code the rule's code
     * @param keyword the vendor's keyword
     * @return the rule
     */
    public static SchemaRule propertyOrder(String code, String keyword) {
        return new SchemaRule(code, "tells the order of properties by `" + keyword + "`", place -> {
            JsonNode properties = place.get("properties");
            if (properties != null && properties.size() > 1) {
                var order = place.node().putArray(keyword);
                for (Map.Entry<String, JsonNode> property : properties.properties()) {
                    order.add(property.getKey());
                }
            }
        });
    }

    private static String words(List<String> keywords) {
        return keywords.stream().map(one -> "`" + one + "`").collect(Collectors.joining(", "));
    }
}
