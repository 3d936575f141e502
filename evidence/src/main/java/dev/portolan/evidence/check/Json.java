package dev.portolan.evidence.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON in answers and expectations. */
final class Json {

    static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(200).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Pattern FENCE =
            Pattern.compile("(?m)^[ \\t]{0,3}```[ \\t]*(?:json|JSON)?[ \\t]*\\R([\\s\\S]*?)^[ \\t]{0,3}```[ \\t]*$");

    private Json() {}

    /** The document, or null when the text is none. */
    static @Nullable JsonNode parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isMissingNode() ? null : node;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    static @Nullable JsonNode parse(String text, JsonReading reading) {
        String document = document(text, reading);
        return document == null ? null : parse(document);
    }

    /** The text of the document, or null when there is none or more than one. */
    static @Nullable String document(String text, JsonReading reading) {
        if (parse(text) != null) {
            return text;
        }
        if (reading == JsonReading.STRICT) {
            return null;
        }
        Matcher fence = FENCE.matcher(text);
        String found = fence.find() ? fence.group(1) : null;
        return found != null && !fence.find() && parse(found) != null ? found : null;
    }

    static boolean isObject(String text) {
        JsonNode node = parse(text);
        return node != null && node.isObject();
    }

    static String quoted(String text) {
        return MAPPER.getNodeFactory().textNode(text).toString();
    }

    static boolean isPointer(String pointer) {
        return pointer.isEmpty() || pointer.startsWith("/");
    }

    static void requirePointer(String pointer) {
        if (!isPointer(pointer)) {
            throw new IllegalArgumentException(
                    "pointer: must be empty or begin with a slash (RFC 6901), as in /customer/name, not " + pointer);
        }
    }

    /** What a JSON pointer names; a step {@code *} is each item of an array or member of an object. */
    static List<JsonNode> at(JsonNode root, String pointer) {
        List<JsonNode> found = List.of(root);
        for (String step : steps(pointer)) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : found) {
                step(node, step, next::add);
            }
            found = next;
        }
        return found;
    }

    private static void step(JsonNode node, String step, Consumer<JsonNode> found) {
        if (step.equals("*")) {
            node.forEach(found);
            return;
        }
        JsonNode child = node instanceof ArrayNode items && step.matches("0|[1-9][0-9]{0,8}")
                ? items.get(Integer.parseInt(step))
                : node.get(step);
        if (child != null) {
            found.accept(child);
        }
    }

    /** The child by that very name or index; none or one. */
    static List<JsonNode> child(JsonNode node, String step) {
        List<JsonNode> found = new ArrayList<>();
        if (step.equals("*")) {
            throw new IllegalArgumentException("a wildcard names no single child");
        }
        step(node, step, found::add);
        return found;
    }

    static List<String> steps(String pointer) {
        if (pointer.isEmpty()) {
            return List.of();
        }
        List<String> steps = new ArrayList<>();
        for (String step : pointer.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return steps;
    }

    /** A copy without what the pointer names, wildcards included. */
    static void remove(JsonNode root, String pointer) {
        int slash = pointer.lastIndexOf('/');
        if (slash < 0) {
            return;
        }
        String last = steps(pointer.substring(slash)).get(0);
        for (JsonNode parent : at(root, pointer.substring(0, slash))) {
            if (parent instanceof ObjectNode object) {
                if (last.equals("*")) {
                    object.removeAll();
                } else {
                    object.remove(last);
                }
            }
        }
    }

    /** Equal as values: 1 and 1.0 are, the order of members says nothing. */
    static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        if (one.getNodeType() != other.getNodeType() || one.size() != other.size()) {
            return false;
        }
        if (one.isObject()) {
            for (var member : one.properties()) {
                JsonNode twin = other.get(member.getKey());
                if (twin == null || !same(member.getValue(), twin)) {
                    return false;
                }
            }
            return true;
        }
        if (one.isArray()) {
            for (int i = 0; i < one.size(); i++) {
                if (!same(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return one.equals(other);
    }

    /** Whether each member that is expected is there; what else is there does not matter. Arrays have the same length. */
    static boolean within(JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) {
            for (var member : expected.properties()) {
                JsonNode twin = actual.get(member.getKey());
                if (twin == null || !within(member.getValue(), twin)) {
                    return false;
                }
            }
            return true;
        }
        if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                if (!within(expected.get(i), actual.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return same(expected, actual);
    }
}
