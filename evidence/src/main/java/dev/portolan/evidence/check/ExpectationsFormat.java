package dev.portolan.evidence.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Expectations as JSON. Messages name the part and quote nothing. */
final class ExpectationsFormat {

    static final Set<String> NAMES = Set.of(
            "text",
            "contains",
            "label",
            "labels",
            "number",
            "json",
            "toolCalls",
            "refusal",
            "escalation",
            "sources",
            "citations");

    private ExpectationsFormat() {}

    static ObjectNode write(Expectations from) {
        ObjectNode out = Json.MAPPER.createObjectNode();
        present(from.text(), value -> out.put("text", value));
        strings(out, "contains", from.contains());
        strings(out, "labels", from.labels());
        present(from.number(), value -> out.put("number", value));
        present(from.json(), value -> out.set("json", Json.parse(value)));
        List<ExpectedCall> calls = from.toolCalls();
        if (calls != null) {
            ArrayNode items = out.putArray("toolCalls");
            calls.forEach(
                    call -> items.addObject().put("name", call.tool()).set("arguments", Json.parse(call.arguments())));
        }
        present(from.refusal(), value -> out.put("refusal", value.name().toLowerCase(Locale.ROOT)));
        present(from.escalation(), value -> out.put("escalation", value));
        if (!from.sources().isEmpty()) {
            ArrayNode items = out.putArray("sources");
            for (Source source : from.sources()) {
                ObjectNode item = items.addObject().put("id", source.id());
                present(source.title(), value -> item.put("title", value));
                present(source.url(), value -> item.put("url", value));
                present(source.text(), value -> item.put("text", value));
            }
        }
        strings(out, "citations", from.citations());
        return out;
    }

    private static <T> void present(@Nullable T value, Consumer<T> then) {
        if (value != null) {
            then.accept(value);
        }
    }

    private static void strings(ObjectNode out, String name, Iterable<String> values) {
        if (values.iterator().hasNext()) {
            ArrayNode items = out.putArray(name);
            values.forEach(items::add);
        }
    }

    static Expectations read(String json) {
        JsonNode root = Json.parse(json);
        if (root == null || !root.isObject()) {
            throw new IllegalArgumentException("expectations: must be a JSON object");
        }
        Expectations.Builder out = Expectations.builder();
        for (var member : root.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            switch (name) {
                case "text" -> out.text(text(name, value));
                case "contains" -> out.contains(texts(name, value));
                case "label", "labels" -> out.labels(texts(name, value));
                case "number" -> {
                    require(value.isNumber(), name, "a number");
                    out.number(value.decimalValue());
                }
                case "json" -> out.json(value.toString());
                case "toolCalls" ->
                    out.toolCalls(items(name, value, ExpectationsFormat::call).toArray(new ExpectedCall[0]));
                case "refusal" -> out.refusal(refusal(name, value));
                case "escalation" -> {
                    require(value.isBoolean(), name, "true or false");
                    out.escalation(value.booleanValue());
                }
                case "sources" ->
                    out.sources(items(name, value, ExpectationsFormat::source).toArray(new Source[0]));
                case "citations" -> out.citations(texts(name, value));
                default -> out.other(name, value.toString());
            }
        }
        return out.build();
    }

    private static RefusalClass refusal(String name, JsonNode value) {
        for (RefusalClass one : RefusalClass.values()) {
            if (value.isTextual() && one.name().equalsIgnoreCase(value.textValue())) {
                return one;
            }
        }
        throw wrong(name, "comply, partial or refuse");
    }

    private static ExpectedCall call(JsonNode item) {
        require(item.isObject() && item.path("name").isTextual(), "toolCalls", "a list of objects with a name");
        JsonNode arguments = item.get("arguments");
        return new ExpectedCall(item.get("name").textValue(), arguments == null ? "{}" : arguments.toString());
    }

    private static Source source(JsonNode item) {
        require(item.isObject() && item.path("id").isTextual(), "sources", "a list of objects with an id");
        return new Source(
                item.get("id").textValue(),
                textOrNull("sources", item.get("title")),
                textOrNull("sources", item.get("url")),
                textOrNull("sources", item.get("text")));
    }

    private static @Nullable String textOrNull(String name, @Nullable JsonNode value) {
        return value == null || value.isNull() ? null : text(name, value);
    }

    private static String text(String name, JsonNode value) {
        require(value.isTextual(), name, "text");
        return value.textValue();
    }

    private static String[] texts(String name, JsonNode value) {
        return value.isTextual()
                ? new String[] {value.textValue()}
                : items(name, value, item -> text(name, item)).toArray(new String[0]);
    }

    private static <T> List<T> items(String name, JsonNode value, Function<JsonNode, T> read) {
        require(value.isArray(), name, "a list");
        List<T> items = new ArrayList<>();
        value.forEach(item -> items.add(read.apply(item)));
        return items;
    }

    private static void require(boolean holds, String name, String what) {
        if (!holds) {
            throw wrong(name, what);
        }
    }

    private static IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException(name + ": must be " + what);
    }
}
