package dev.portolan.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Shapes as AWS's SDKs are generated from, against which bodies are held.
 *
 * @param json the model of a service
 * @see <a href="https://smithy.io/2.0/spec/constraint-traits.html">Smithy: constraint traits</a>
 */
public record ServiceModel(JsonNode json) {

    /**
     * What of a body is not as described.
     *
     * @param shape the name of its shape
     * @param body the body
     * @return each mistake with its place; none when all is right
     */
    public List<String> mistakes(String shape, JsonNode body) {
        List<String> mistakes = new ArrayList<>();
        check(json.path("shapes").path(shape), body, "", mistakes);
        return mistakes;
    }

    private JsonNode target(JsonNode reference) {
        return json.path("shapes").path(reference.path("shape").asText());
    }

    private void check(JsonNode shape, JsonNode value, String at, List<String> mistakes) {
        switch (shape.path("type").asText()) {
            case "structure" -> structure(shape, value, at, mistakes);
            case "list" -> {
                require(value.isArray(), at, "no list", mistakes);
                size(shape, value.size(), at, mistakes);
                for (int i = 0; i < value.size(); i++) {
                    check(target(shape.path("member")), value.get(i), at + "/" + i, mistakes);
                }
            }
            case "map" -> {
                require(value.isObject(), at, "no map", mistakes);
                size(shape, value.size(), at, mistakes);
                value.properties()
                        .forEach(each -> check(
                                target(shape.path("value")), each.getValue(), at + "/" + each.getKey(), mistakes));
            }
            case "string", "blob" -> text(shape, value, at, mistakes);
            case "integer", "long" -> {
                require(value.isIntegralNumber(), at, "no whole number", mistakes);
                size(shape, value.asDouble(), at, mistakes);
            }
            case "float", "double" -> {
                require(value.isNumber(), at, "no number", mistakes);
                size(shape, value.asDouble(), at, mistakes);
            }
            case "boolean" -> require(value.isBoolean(), at, "no boolean", mistakes);
            default -> mistakes.add(at + ": no such shape");
        }
    }

    private void structure(JsonNode shape, JsonNode value, String at, List<String> mistakes) {
        if (shape.path("document").asBoolean()) {
            return;
        }
        require(value.isObject(), at, "no structure", mistakes);
        JsonNode members = shape.path("members");
        value.properties().forEach(each -> {
            JsonNode member = members.path(each.getKey());
            String place = at + "/" + each.getKey();
            if (member.isMissingNode() || member.has("location")) {
                mistakes.add(place + ": unknown");
            } else {
                check(target(member), each.getValue(), place, mistakes);
            }
        });
        if (shape.path("union").asBoolean() && value.size() != 1) {
            mistakes.add(at + ": " + value.size() + " members of a union");
        }
        for (JsonNode required : shape.path("required")) {
            boolean inBody = !members.path(required.asText()).has("location");
            require(!inBody || value.has(required.asText()), at, required.asText() + " is missing", mistakes);
        }
    }

    private static void text(JsonNode shape, JsonNode value, String at, List<String> mistakes) {
        if (!value.isTextual()) {
            mistakes.add(at + ": no string");
            return;
        }
        boolean blob = shape.path("type").asText().equals("blob");
        size(shape, blob ? value.asText().length() * 3 / 4.0 : value.asText().length(), at, mistakes);
        if (shape.has("pattern")) {
            String pattern = shape.path("pattern").asText();
            require(value.asText().matches(pattern), at, "not like " + pattern, mistakes);
        }
        if (shape.has("enum")) {
            boolean known = false;
            for (JsonNode each : shape.path("enum")) {
                known |= each.equals(value);
            }
            require(known, at, "not one of " + shape.path("enum"), mistakes);
        }
    }

    private static void size(JsonNode shape, double size, String at, List<String> mistakes) {
        if (shape.has("min")) {
            require(size >= shape.path("min").asDouble(), at, "below " + shape.path("min"), mistakes);
        }
        if (shape.has("max")) {
            require(size <= shape.path("max").asDouble(), at, "above " + shape.path("max"), mistakes);
        }
    }

    private static void require(boolean right, String at, String otherwise, List<String> mistakes) {
        if (!right) {
            mistakes.add(at + ": " + otherwise);
        }
    }
}
