package dev.portolan.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.portolan.schema.JsonSchema;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Mends what models often get wrong in arguments, where what was meant is beyond doubt. Only a value that its schema does not allow is
 * touched, and only so that the new one is of an allowed type; what is left is for validation to find.
 *
 * <ol>
 *   <li>text that is a JSON number becomes a number: {@code "5"} to {@code 5}; where an integer is asked for, {@code "5.0"} and {@code
 *       5.0} become {@code 5};
 *   <li>{@code "true"} and {@code "false"} become booleans;
 *   <li>text that is a JSON array or object becomes one: {@code "[1,2]"};
 *   <li>a number becomes text, as it was written: {@code 12} to {@code "12"};
 *   <li>a value becomes a list of one, unless it is null;
 *   <li>null for a property that need not be there is left out;
 *   <li>a word of an enum in other letter case becomes that word, if there is just one.
 * </ol>
 *
 * <p>References within the schema are followed, and alternatives ({@code anyOf}, {@code oneOf}) when all but one are null.
 */
final class ArgumentCoercion {

    private static final int DEPTH = 100;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?");

    private final ObjectNode root;

    private ArgumentCoercion(ObjectNode root) {
        this.root = root;
    }

    /** The arguments, mended as far as that is safe; the tree given may be changed. */
    static JsonNode coerce(JsonSchema schema, JsonNode arguments) {
        ObjectNode root = JsonTree.object(schema.json());
        return new ArgumentCoercion(root).value(root, arguments, 0);
    }

    private JsonNode value(JsonNode given, JsonNode value, int depth) {
        JsonNode schema = resolved(given);
        if (schema == null || depth > DEPTH) {
            return value;
        }
        JsonNode mended = typed(schema, value);
        if (mended instanceof ObjectNode object) {
            members(schema, object, depth);
        } else if (mended instanceof ArrayNode array && schema.path("items").isObject()) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, value(schema.path("items"), array.get(i), depth + 1));
            }
        }
        return word(schema, mended);
    }

    private void members(JsonNode schema, ObjectNode object, int depth) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
            String name = member.getKey();
            JsonNode known = schema.path("properties").path(name);
            JsonNode property = known.isObject() ? known : schema.path("additionalProperties");
            if (!property.isObject()) {
                continue;
            }
            if (member.getValue().isNull() && !required.contains(name) && !allows(property, "null")) {
                object.remove(name);
            } else {
                object.set(name, value(property, member.getValue(), depth + 1));
            }
        }
    }

    private static JsonNode typed(JsonNode schema, JsonNode value) {
        Set<String> types = types(schema);
        if (types.isEmpty() || types.contains(typeOf(value)) || value.isNull()) {
            return value;
        }
        BigDecimal whole = whole(value);
        if (types.contains("integer") && whole != null) {
            return JsonNodeFactory.instance.numberNode(whole.toBigIntegerExact());
        }
        if (types.contains("number") && value.isNumber()) {
            return value;
        }
        if (types.contains("array") && !value.isTextual()) {
            return JsonNodeFactory.instance.arrayNode().add(value);
        }
        if (types.contains("string") && value.isNumber()) {
            return new TextNode(value.asText());
        }
        return value.isTextual() ? ofText(types, value) : value;
    }

    private static JsonNode ofText(Set<String> types, JsonNode value) {
        String text = value.asText().strip();
        if (types.contains("number") && NUMBER.matcher(text).matches()) {
            return JsonNodeFactory.instance.numberNode(new BigDecimal(text));
        }
        if (types.contains("boolean") && (text.equals("true") || text.equals("false"))) {
            return BooleanNode.valueOf(text.equals("true"));
        }
        if ((types.contains("array") && text.startsWith("[")) || (types.contains("object") && text.startsWith("{"))) {
            JsonNode tree = JsonTree.parse(text);
            if (tree != null) {
                return tree;
            }
        }
        return types.contains("array") ? JsonNodeFactory.instance.arrayNode().add(value) : value;
    }

    /** The value as a number without fraction, or null when it is none. */
    private static @Nullable BigDecimal whole(JsonNode value) {
        String text = value.asText().strip();
        if (!(value.isNumber() || value.isTextual()) || !NUMBER.matcher(text).matches()) {
            return null;
        }
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        return number.scale() <= 0 ? number : null;
    }

    private static JsonNode word(JsonNode schema, JsonNode value) {
        JsonNode words = schema.path("enum");
        if (!words.isArray() || !value.isTextual()) {
            return value;
        }
        JsonNode found = null;
        for (JsonNode word : words) {
            if (word.equals(value)) {
                return value;
            }
            if (word.isTextual()
                    && word.asText().equalsIgnoreCase(value.asText().strip())) {
                if (found != null) {
                    return value;
                }
                found = word;
            }
        }
        return found == null ? value : found;
    }

    private boolean allows(JsonNode given, String type) {
        JsonNode schema = followed(given);
        if (schema == null) {
            return true;
        }
        for (String keyword : new String[] {"anyOf", "oneOf"}) {
            for (JsonNode branch : schema.path(keyword)) {
                if (allows(branch, type)) {
                    return true;
                }
            }
            if (schema.path(keyword).isArray()) {
                return false;
            }
        }
        Set<String> types = types(schema);
        return types.isEmpty() ? !schema.has("enum") && !schema.has("const") : types.contains(type);
    }

    /** The schema behind references and around null, or null when there are several. */
    private @Nullable JsonNode resolved(JsonNode given) {
        JsonNode schema = followed(given);
        if (schema == null) {
            return null;
        }
        for (String keyword : new String[] {"anyOf", "oneOf"}) {
            if (schema.path(keyword).isArray()) {
                return onlyBranch(schema.path(keyword));
            }
        }
        return schema;
    }

    private @Nullable JsonNode onlyBranch(JsonNode branches) {
        JsonNode only = null;
        for (JsonNode branch : branches) {
            if (!branch.path("type").asText().equals("null")) {
                if (only != null) {
                    return null;
                }
                only = followed(branch);
            }
        }
        return only;
    }

    private @Nullable JsonNode followed(JsonNode given) {
        JsonNode schema = given;
        for (int hops = 0; schema.path("$ref").isTextual(); hops++) {
            String ref = schema.path("$ref").asText();
            if (hops > DEPTH || !ref.startsWith("#")) {
                return null;
            }
            if (!ref.equals("#") && !ref.startsWith("#/")) {
                return null;
            }
            schema = ref.equals("#") ? root : root.at(ref.substring(1));
        }
        return schema.isObject() ? schema : null;
    }

    private static Set<String> types(JsonNode schema) {
        Set<String> types = new HashSet<>();
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(one -> types.add(one.asText()));
        return types;
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case OBJECT -> "object";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            default -> "null";
        };
    }
}
