package dev.portolan.cli;

import dev.portolan.Portolan;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.CitationCheck;
import dev.portolan.evidence.check.ExtractionCheck;
import dev.portolan.evidence.check.GroundednessCheck;
import dev.portolan.evidence.check.JsonChecks;
import dev.portolan.evidence.check.JudgeCheck;
import dev.portolan.evidence.check.LabelCheck;
import dev.portolan.evidence.check.Measure;
import dev.portolan.evidence.check.NumberCheck;
import dev.portolan.evidence.check.RefusalCheck;
import dev.portolan.evidence.check.TextChecks;
import dev.portolan.evidence.check.TextMatch;
import dev.portolan.evidence.check.ToolCallCheck;
import dev.portolan.evidence.check.ValueMatch;
import dev.portolan.schema.JsonSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** The checks of a suite: {@code check.NAME=ARGUMENT}, with what else is said under the name. */
final class SuiteChecks {

    private static final String CHECK = "check.";

    private final Suite suite;
    private final Portolan portolan;
    private final List<String> judges = new ArrayList<>();

    SuiteChecks(Suite suite, Portolan portolan) {
        this.suite = suite;
        this.portolan = portolan;
    }

    /** In the order of the suite. */
    List<Check> all() {
        Set<String> names = suite.under(CHECK);
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "check: at least one is needed, such as --check json or --check label=/category");
        }
        return names.stream().map(this::check).toList();
    }

    /** The models that judge, by the names of the configuration. */
    List<String> judges() {
        return List.copyOf(judges);
    }

    private Check check(String name) {
        String key = CHECK + name;
        String type = Objects.requireNonNullElse(suite.text(key + ".type"), name);
        String argument = Objects.requireNonNullElse(suite.text(key), "");
        Check check = base(key, type, argument);
        Double mark = suite.decimal(key + ".pass-mark");
        check = mark == null ? check : check.passingAt(mark);
        check = suite.flag(key + ".negate") ? check.negate() : check;
        check = suite.flag(key + ".hard-break") ? check.hardBreak() : check;
        Double weight = suite.decimal(key + ".weight");
        check = weight == null ? check : check.weighted(weight);
        List<String> tags = suite.list(key + ".only-for");
        check = tags.isEmpty() ? check : check.onlyFor(tags.toArray(String[]::new));
        return check.named(name);
    }

    private Check base(String key, String type, String argument) {
        return switch (type) {
            case "json" -> JsonChecks.valid();
            case "json-schema" ->
                argument.isEmpty() ? JsonChecks.requestedSchema() : JsonChecks.schema(JsonSchema.of(file(key)));
            case "required-fields" -> JsonChecks.requiredFields(suite.list(key).toArray(String[]::new));
            case "label" ->
                argument.startsWith("/")
                        ? LabelCheck.at(argument)
                        : argument.isEmpty() || argument.equals("text")
                                ? LabelCheck.text()
                                : LabelCheck.among(suite.list(key).toArray(String[]::new));
            case "text" -> TextChecks.expected(match(key, argument));
            case "contains" -> TextChecks.containsExpected(match(key, argument));
            case "matches" -> TextChecks.matches(Pattern.compile(needed(key, argument, "a pattern")));
            case "number" -> NumberCheck.within(Suite.number(key, argument.isEmpty() ? "0" : argument));
            case "extraction" -> extraction(key, argument);
            case "tool-calls" -> forbidding(key, ToolCallCheck.expected().arguments(values(key, argument)));
            case "tool-calls-as-reference" ->
                forbidding(key, ToolCallCheck.sameAsReference().arguments(values(key, argument)));
            case "citations" -> CitationCheck.all();
            case "refusal" -> RefusalCheck.expected();
            case "refusal-as-reference" -> RefusalCheck.sameAsReference();
            case "complies" -> RefusalCheck.complies();
            case "groundedness" -> GroundednessCheck.standard();
            case "latency" -> Measure.LATENCY.atMost(Suite.duration(key, needed(key, argument, "a time")));
            case "output-tokens" -> Measure.OUTPUT_TOKENS.atMost(limit(key, argument));
            case "total-tokens" -> Measure.TOTAL_TOKENS.atMost(limit(key, argument));
            case "judge" -> judge(key, needed(key, argument, "the name of a model"));
            default ->
                throw new IllegalArgumentException(key + ": there is no check " + type
                        + "; there are citations, complies, contains, extraction, groundedness, json, json-schema, judge,"
                        + " label, latency, matches, number, output-tokens, refusal, refusal-as-reference,"
                        + " required-fields, text, tool-calls, tool-calls-as-reference, total-tokens");
        };
    }

    private Check extraction(String key, String argument) {
        ExtractionCheck check = ExtractionCheck.matching(values(key, argument));
        for (String field : suite.list(key + ".any")) {
            check = check.field(field, ValueMatch.ANY);
        }
        return check;
    }

    private Check forbidding(String key, ToolCallCheck check) {
        ToolCallCheck ordered = suite.flag(key + ".in-order") ? check.inOrder() : check;
        List<String> tools = suite.list(key + ".forbidden");
        return tools.isEmpty() ? ordered : ordered.mustNotCall(tools.toArray(String[]::new));
    }

    private Check judge(String key, String model) {
        suite.required(key + ".rubric");
        judges.add(model);
        return JudgeCheck.of(portolan.chatModel(model), file(key + ".rubric"));
    }

    private static ValueMatch values(String key, String word) {
        return switch (word) {
            case "", "exact" -> ValueMatch.EXACT;
            case "loose" -> ValueMatch.LOOSE_TEXT;
            case "subset" -> ValueMatch.SUBSET;
            case "any" -> ValueMatch.ANY;
            default -> throw new IllegalArgumentException(key + ": must be exact, loose, subset or any, not " + word);
        };
    }

    private static TextMatch match(String key, String word) {
        if (word.isEmpty()) {
            return TextMatch.LOOSE;
        }
        try {
            return TextMatch.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": must be exact or loose, not " + word, e);
        }
    }

    private static BigDecimal limit(String key, String argument) {
        return Suite.number(key, needed(key, argument, "a number"));
    }

    private static String needed(String key, String argument, String what) {
        if (argument.isEmpty()) {
            throw new IllegalArgumentException(key + ": needs " + what);
        }
        return argument;
    }

    private String file(String key) {
        Path file = Objects.requireNonNull(suite.path(key), key);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + " for " + key, e);
        }
    }
}
