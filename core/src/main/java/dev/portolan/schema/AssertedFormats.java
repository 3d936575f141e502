package dev.portolan.schema;

import dev.harrel.jsonschema.EvaluationContext;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.FormatEvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaParsingContext;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The formats that values are held against, though draft 2020-12 leaves that open: a model that writes "tomorrow" for a date has
 * not answered. {@code time} and {@code duration} are not among them, since RFC 3339 and Java disagree about what they are.
 */
final class AssertedFormats implements EvaluatorFactory {

    private static final Set<String> BY_LIBRARY = Set.of("date", "date-time", "uuid", "uri", "ipv4", "ipv6");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private final EvaluatorFactory library = new FormatEvaluatorFactory();

    @Override
    public Optional<Evaluator> create(SchemaParsingContext context, String keyword, JsonNode value) {
        if (!keyword.equals("format") || !value.isString()) {
            return Optional.empty();
        }
        String format = value.asString();
        if (BY_LIBRARY.contains(format)) {
            return library.create(context, keyword, value);
        }
        return format.equals("email") ? Optional.of(AssertedFormats::email) : Optional.empty();
    }

    private static Evaluator.Result email(EvaluationContext context, JsonNode value) {
        return !value.isString() || EMAIL.matcher(value.asString()).matches()
                ? Evaluator.Result.success()
                : Evaluator.Result.failure("no email");
    }
}
