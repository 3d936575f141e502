package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares a request with its shape, before anything of it is understood, as AWS's framework does: wrong types and unknown names
 * end it at once, constraints that are not kept are told together.
 */
final class ShapeCheck {

    private final List<String> violations = new ArrayList<>();

    private ShapeCheck() {}

    /** Refuses what does not fit. */
    static void require(Shape shape, JsonNode body) {
        ShapeCheck check = new ShapeCheck();
        check.check(shape, body, "", "");
        int count = check.violations.size();
        if (count > 0) {
            throw BedrockError.invalid(count + (count == 1 ? " validation error" : " validation errors") + " detected: "
                    + String.join("; ", check.violations));
        }
    }

    /**
     * Checks a value.
     *
     * @param path where it is, as constraints name it: {@code messages.1.member.content}, elements counted from 1
     * @param place where it is, as the service names it: {@code messages.0.content}
     */
    private void check(Shape shape, JsonNode value, String path, String place) {
        if (shape instanceof Shape.Structure structure) {
            checkStructure(structure, value, path, place);
        } else if (shape instanceof Shape.ListOf list) {
            requireType(value.isArray(), value, "List");
            requireSize(value, list.least(), list.most(), path);
            for (int i = 0; i < value.size(); i++) {
                check(list.element(), value.get(i), path + "." + (i + 1) + ".member", place + "." + i);
            }
        } else if (shape instanceof Shape.MapOf map) {
            requireType(value.isObject(), value, "Map");
            requireSize(value, map.least(), map.most(), path);
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                check(
                        map.value(),
                        entry.getValue(),
                        path + "." + entry.getKey() + ".member",
                        place + "." + entry.getKey());
            }
        } else if (shape instanceof Shape.Text text) {
            requireType(value.isTextual(), value, "String");
            checkText(text, value.textValue(), path);
        } else if (shape instanceof Shape.One one) {
            checkOne(one, value, path);
        }
    }

    private void checkStructure(Shape.Structure structure, JsonNode value, String path, String place) {
        requireType(value.isObject(), value, "Structure");
        int present = 0;
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            Shape shape = structure.members().get(member.getKey());
            if (shape == null) {
                throw BedrockError.invalid("Malformed input request: #" + (place.isEmpty() ? "" : "/")
                        + place.replace('.', '/') + ": extraneous key [" + member.getKey()
                        + "] is not permitted, please reformat your input and try again.");
            }
            if (!member.getValue().isNull()) {
                present++;
                check(shape, member.getValue(), join(path, member.getKey()), join(place, member.getKey()));
            }
        }
        for (String name : structure.members().keySet()) {
            if (structure.required().contains(name) && !value.hasNonNull(name)) {
                violations.add("Value null at '" + join(path, name)
                        + "' failed to satisfy constraint: Member must not be null");
            }
        }
        if (structure.union() && present != 1) {
            throw BedrockError.invalid("The " + structure.name() + " object at " + place
                    + (present == 0
                            ? " must set one of the following keys: "
                            : " must set only one of the following keys: ")
                    + String.join(", ", structure.members().keySet()) + ".");
        }
    }

    private void checkText(Shape.Text shape, String value, String path) {
        if (!shape.values().isEmpty() && !shape.values().contains(value)) {
            violations.add("Value '" + value + "' at '" + path
                    + "' failed to satisfy constraint: Member must satisfy enum value set: ["
                    + String.join(", ", shape.values())
                    + "]");
        }
        if (shape.least() != null && value.length() < shape.least()) {
            violations.add("Value '" + value + "' at '" + path
                    + "' failed to satisfy constraint: Member must have length greater than or equal to "
                    + shape.least());
        }
        if (shape.most() != null && value.length() > shape.most()) {
            violations.add("Value '" + value + "' at '" + path
                    + "' failed to satisfy constraint: Member must have length less than or equal to " + shape.most());
        }
        if (shape.pattern() != null && !Pattern.matches(shape.pattern(), value)) {
            violations.add("Value '" + value + "' at '" + path
                    + "' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                    + shape.pattern());
        }
    }

    private void checkOne(Shape.One shape, JsonNode value, String path) {
        switch (shape.kind()) {
            case BOOLEAN -> requireType(value.isBoolean(), value, shape.kind().title());
            case BLOB ->
                requireType(
                        value.isTextual() && isBase64(value.textValue(), shape),
                        value,
                        shape.kind().title());
            case INTEGER ->
                requireType(value.isIntegralNumber(), value, shape.kind().title());
            case FLOAT -> requireType(value.isNumber(), value, shape.kind().title());
        }
        if (value.isNumber() && shape.least() != null && value.doubleValue() < shape.least()) {
            violations.add("Value '" + value.asText() + "' at '" + path
                    + "' failed to satisfy constraint: Member must have value greater than or equal to "
                    + shape.least());
        }
        if (value.isNumber() && shape.most() != null && value.doubleValue() > shape.most()) {
            violations.add("Value '" + value.asText() + "' at '" + path
                    + "' failed to satisfy constraint: Member must have value less than or equal to " + shape.most());
        }
    }

    private static boolean isBase64(String text, Shape.One shape) {
        try {
            int length = Base64.getDecoder().decode(text).length;
            return (shape.least() == null || length >= shape.least())
                    && (shape.most() == null || length <= shape.most());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void requireSize(JsonNode value, @Nullable Integer least, @Nullable Integer most, String path) {
        if (least != null && value.size() < least) {
            violations.add("Value at '" + path
                    + "' failed to satisfy constraint: Member must have length greater than or equal to " + least);
        }
        if (most != null && value.size() > most) {
            violations.add("Value at '" + path
                    + "' failed to satisfy constraint: Member must have length less than or equal to " + most);
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static void requireType(boolean fits, JsonNode value, String type) {
        if (fits) {
            return;
        }
        if (value.isContainerNode()) {
            throw BedrockError.serialization("Start of structure or map found where not expected.");
        }
        String found = switch (value.getNodeType()) {
            case STRING -> "STRING_VALUE";
            case NUMBER -> "NUMBER_VALUE";
            case BOOLEAN -> value.booleanValue() ? "TRUE_VALUE" : "FALSE_VALUE";
            default -> "NULL_VALUE";
        };
        throw BedrockError.serialization(found + " cannot be converted to " + type);
    }
}
