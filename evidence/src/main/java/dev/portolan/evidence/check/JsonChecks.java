package dev.portolan.evidence.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.OutputFormat;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaViolation;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the text of an answer is JSON, of the form that was asked for. */
public final class JsonChecks {

    private JsonChecks() {}

    /**
     * 1 when the text is one JSON document and nothing else, else 0.
     *
     * @return the check {@code json}
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
     */
    public static Check valid() {
        return valid(JsonReading.STRICT);
    }

    /**
     * 1 when the text is JSON, else 0.
     *
     * @param reading what counts as JSON
     * @return the check {@code json}
     */
    public static Check valid(JsonReading reading) {
        Objects.requireNonNull(reading, "reading");
        return Check.of("json", seen -> {
            boolean valid = Json.document(seen.answer().text(), reading) != null;
            return Score.of(valid, valid ? "the answer is JSON" : "the answer is no JSON");
        });
    }

    /**
     * 1 when the text is JSON that fits a schema, else 0.
     *
     * @param schema the schema, draft 2020-12
     * @return the check {@code json-schema}
     * @see JsonSchema#violations
     */
    public static Check schema(JsonSchema schema) {
        return schema(schema, JsonReading.STRICT);
    }

    /**
     * 1 when the text is JSON that fits a schema, else 0.
     *
     * @param schema the schema, draft 2020-12
     * @param reading what counts as JSON
     * @return the check {@code json-schema}
     */
    public static Check schema(JsonSchema schema, JsonReading reading) {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(reading, "reading");
        return Check.of("json-schema", seen -> fits(schema, seen, reading));
    }

    /**
     * 1 when the text is JSON that fits the schema which its request asked for, else 0. Not applicable to requests that asked for
     * none.
     *
     * @return the check {@code json-schema}
     */
    public static Check requestedSchema() {
        return Check.of(
                "json-schema",
                seen -> seen.request().outputFormat() instanceof OutputFormat.Schema asked
                        ? fits(asked.schema(), seen, JsonReading.STRICT)
                        : Score.notApplicable("the request asks for no schema"));
    }

    private static Score fits(JsonSchema schema, Observation seen, JsonReading reading) {
        String document = Json.document(seen.answer().text(), reading);
        if (document == null) {
            return Score.of(false, "the answer is no JSON");
        }
        List<SchemaViolation> violations = schema.violations(document);
        return violations.isEmpty()
                ? Score.of(true, "the answer fits the schema")
                : Score.of(false, violations.stream().map(JsonChecks::words).collect(Collectors.joining("; ")));
    }

    private static String words(SchemaViolation violation) {
        return (violation.place().isEmpty() ? "the whole" : violation.place()) + ": " + violation.message();
    }

    /**
     * The share of fields that are there and not null, {@code present / required}. 0 when the text is no JSON. A field in each item
     * of an array, as in {@code /items/*}{@code /price}, is there when each of them has it; an empty array lacks none.
     *
     * @param pointers JSON pointers (RFC 6901) in which {@code *} is any item or member; at least one
     * @return the check {@code required-fields}
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>
     */
    public static Check requiredFields(String... pointers) {
        List<String> required = List.of(pointers);
        if (required.isEmpty()) {
            throw new IllegalArgumentException("pointers: at least one is needed");
        }
        required.forEach(Json::requirePointer);
        return Check.of("required-fields", seen -> {
            JsonNode root = Json.parse(seen.answer().text());
            if (root == null) {
                return Score.of(false, "the answer is no JSON");
            }
            List<String> missing = required.stream()
                    .filter(pointer -> !present(root, Json.steps(pointer)))
                    .toList();
            return Score.of(
                    1 - (double) missing.size() / required.size(),
                    missing.isEmpty() ? "all fields are there" : "missing: " + String.join(", ", missing));
        });
    }

    private static boolean present(@Nullable JsonNode node, List<String> steps) {
        if (node == null || node.isNull()) {
            return false;
        }
        if (steps.isEmpty()) {
            return true;
        }
        List<String> rest = steps.subList(1, steps.size());
        if (!steps.get(0).equals("*")) {
            List<JsonNode> child = Json.child(node, steps.get(0));
            return !child.isEmpty() && present(child.get(0), rest);
        }
        if (!node.isContainerNode()) {
            return false;
        }
        for (JsonNode item : node) {
            if (!present(item, rest)) {
                return false;
            }
        }
        return true;
    }
}
