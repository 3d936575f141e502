package dev.portolan.routing.portability;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the model itself says it cannot honour. */
final class GapRules {

    /** Rules of dialects stand before their sentence, such as {@code BR2: }. */
    private static final Pattern RULE = Pattern.compile("(?<![A-Za-z0-9_])([A-Z]{2}[0-9]{1,2})(?=: )");

    private static final Pattern INDEX = Pattern.compile("\\[[0-9]+\\]");
    private static final Pattern PLACES = Pattern.compile(" \\(at [^)]*\\)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private final ChatModel model;
    private final String name;
    private final Findings findings;

    GapRules(ChatModel model, Findings findings) {
        ModelInfo info = model.info();
        this.model = model;
        this.name = info.provider() + "/" + info.model() + " ";
        this.findings = findings;
        findings.judged(
                PortabilityArea.SYSTEM_MESSAGES,
                PortabilityArea.SETTINGS,
                PortabilityArea.SCHEMAS,
                PortabilityArea.TOOLS,
                PortabilityArea.MEDIA);
    }

    void check(WorkloadCall call) {
        for (Gap gap : model.check(call.request())) {
            String message = gap.message().startsWith(name) ? gap.message().substring(name.length()) : gap.message();
            String field = INDEX.matcher(gap.field()).replaceAll("[*]");
            List<String> rules = rules(message);
            PortabilityArea area = area(field, rules);
            findings.found(
                    new Findings.Cause(
                            area,
                            severity(gap.effect(), rules),
                            rules.isEmpty() ? word(gap.effect()) : "schema-rule",
                            field,
                            rules,
                            message,
                            remedy(area, gap.effect(), rules)),
                    call,
                    NUMBER.matcher(PLACES.matcher(message).replaceAll("")).replaceAll("#"));
        }
    }

    static List<String> rules(String message) {
        Matcher matcher = RULE.matcher(message);
        List<String> rules = new ArrayList<>();
        while (matcher.find()) {
            if (!rules.contains(matcher.group(1))) {
                rules.add(matcher.group(1));
            }
        }
        return rules;
    }

    private static PortabilityArea area(String field, List<String> rules) {
        if (!rules.isEmpty() || field.startsWith("outputFormat") || field.equals("tools.strict")) {
            return PortabilityArea.SCHEMAS;
        }
        if (field.startsWith("tool") || field.equals("parallelToolCalls")) {
            return PortabilityArea.TOOLS;
        }
        if (field.startsWith("messages")) {
            return field.contains("parts") ? PortabilityArea.MEDIA : PortabilityArea.SYSTEM_MESSAGES;
        }
        return PortabilityArea.SETTINGS;
    }

    /** A keyword that only moves into a description is no longer enforced: that is a change, rewritten though it is. */
    private static Severity severity(Gap.Effect effect, List<String> rules) {
        return switch (effect) {
            case REFUSED -> Severity.BLOCKS;
            case LEFT_OUT, CLAMPED, EMULATED -> Severity.CHANGES;
            case REWRITTEN -> rules.isEmpty() ? Severity.INFORMS : Severity.CHANGES;
        };
    }

    private static String word(Gap.Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String remedy(PortabilityArea area, Gap.Effect effect, List<String> rules) {
        if (!rules.isEmpty()) {
            return effect == Gap.Effect.REFUSED
                    ? "Change the schema at these places; docs/structured-output.md tells the rule"
                    : "Keep the answer checked against the original schema, as StructuredOutput and ToolLoop do";
        }
        return switch (effect) {
            case REFUSED -> refused(area);
            case LEFT_OUT -> "Compare answers without it, and take it out of the request when they are as good";
            case CLAMPED -> "Set a value that both models take";
            case EMULATED -> "Compare answers; the library does it in the model's place";
            case REWRITTEN -> "Nothing; the same is said in another form";
        };
    }

    private static String refused(PortabilityArea area) {
        return switch (area) {
            case TOOLS -> "Choose a model that takes these tools, or offer fewer at a time";
            case MEDIA -> "Choose a model that takes this kind of input, or turn it into text first";
            case SYSTEM_MESSAGES ->
                "Choose a model that takes system messages, or put the text into the first user message";
            case SCHEMAS -> "Choose a model that takes schemas, or let StructuredOutput ask in another mode";
            default -> "Take it out of the request, or choose another model";
        };
    }
}
