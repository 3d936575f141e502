package dev.portolan.routing.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.chat.Capability;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a plan reads out of the JSON of a workload inventory. Immutable. */
public final class WorkloadFacts {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Set<String> NOTHING = Set.of("", "no", "none", "nothing", "nobody", "never", "n/a", "-");

    /** Calls of less than a day say nothing of a month. */
    private static final Duration LEAST = Duration.ofDays(1);

    private static final BigDecimal MONTH_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(30).toSeconds());

    private final JsonNode root;

    private WorkloadFacts(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads an inventory.
     *
     * @param json what {@code WorkloadInventory.toJson} gave, with what people filled in
     * @return the facts
     * @throws IllegalArgumentException when it is no inventory
     */
    public static WorkloadFacts of(String json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            // Its message quotes the text.
            throw new IllegalArgumentException("inventory: is no JSON");
        }
        if (!root.path("calls").isIntegralNumber() || !root.path("toFillIn").isArray()) {
            throw new IllegalArgumentException("inventory: must be an object with calls and toFillIn, as"
                    + " portolan parity import-log writes it");
        }
        return new WorkloadFacts(root);
    }

    /**
     * The models that answered.
     *
     * @return provider and model, such as {@code openai/gpt-4o-mini-2024-07-18}, most calls first
     */
    public List<String> models() {
        return sorted("models");
    }

    /**
     * What a stand-in must be able to do, by what was asked for.
     *
     * @return capabilities; empty for plain text
     */
    public Set<Capability> needs() {
        Set<Capability> needs = EnumSet.noneOf(Capability.class);
        if (size("toolsOffered") > 0) {
            needs.add(Capability.TOOLS);
        }
        if (size("schemas") > 0) {
            needs.add(Capability.JSON_SCHEMA_OUTPUT);
        }
        if (root.path("modalities").has("image")) {
            needs.add(Capability.IMAGE_INPUT);
        }
        if (root.path("modalities").has("document")) {
            needs.add(Capability.DOCUMENT_INPUT);
        }
        if (root.path("modalities").has("audio")) {
            needs.add(Capability.AUDIO_INPUT);
        }
        if (root.path("modalities").has("video")) {
            needs.add(Capability.VIDEO_INPUT);
        }
        return needs;
    }

    /**
     * The longest input that was measured.
     *
     * @return tokens, or {@code null} when none was
     */
    public @Nullable Long longestInput() {
        return longest("inputTokens");
    }

    /**
     * The longest answer that was measured.
     *
     * @return tokens, or {@code null} when none was
     */
    public @Nullable Long longestOutput() {
        return longest("outputTokens");
    }

    private @Nullable Long longest(String field) {
        JsonNode max = root.path(field).path("max");
        return max.isNumber() && max.asLong() > 0 ? Long.valueOf(max.asLong()) : null;
    }

    long calls() {
        return root.path("calls").asLong();
    }

    WorkloadFigures figures(@Nullable Long givenPerMonth) {
        Long perMonth = givenPerMonth == null ? perMonth() : givenPerMonth;
        String input = middle("inputTokens");
        long errors = 0;
        for (JsonNode count : root.path("errors")) {
            errors += count.asLong();
        }
        return new WorkloadFigures(
                calls(),
                text("from"),
                text("to"),
                perMonth,
                givenPerMonth != null
                        ? "stated"
                        : perMonth == null
                                ? "not known: the calls span less than a day, state it"
                                : "the calls counted, over the time they span; if they are a sample, state it",
                input == null ? null : number("inputTokens", input),
                middle("outputTokens") == null ? null : number("outputTokens", String.valueOf(middle("outputTokens"))),
                input == null
                        ? "not known"
                        : input.equals("mean")
                                ? "mean of the inventory"
                                : "median of the inventory; long calls cost more",
                number("latency", "p50"),
                number("latency", "p95"),
                errors,
                models());
    }

    private @Nullable String middle(String field) {
        JsonNode of = root.path(field);
        return of.path("mean").isNumber() ? "mean" : of.path("p50").isNumber() ? "p50" : null;
    }

    private @Nullable BigDecimal number(String field, String figure) {
        JsonNode value = root.path(field).path(figure);
        if (!value.isNumber()) {
            return null;
        }
        BigDecimal shown =
                value.decimalValue().setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
        return shown.scale() < 0 ? shown.setScale(0) : shown;
    }

    private @Nullable Long perMonth() {
        String from = text("from");
        String to = text("to");
        if (from == null || to == null) {
            return null;
        }
        try {
            Duration span = Duration.between(Instant.parse(from), Instant.parse(to));
            return span.compareTo(LEAST) < 0
                    ? null
                    : Long.valueOf(BigDecimal.valueOf(calls())
                            .multiply(MONTH_SECONDS)
                            .divide(BigDecimal.valueOf(span.toSeconds()), 0, RoundingMode.HALF_UP)
                            .longValue());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("inventory: from and to are no moments");
        }
    }

    private @Nullable String text(String field) {
        return root.path(field).isTextual() ? root.path(field).asText() : null;
    }

    /** Names of a counting field, most calls first. */
    private List<String> sorted(String field) {
        return root.path(field).properties().stream()
                .sorted(Comparator.comparing((Map.Entry<String, JsonNode> entry) ->
                                -entry.getValue().asLong())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    private int size(String field) {
        return root.path(field).size();
    }

    private long setting(String name, String... values) {
        long calls = 0;
        for (String value : values) {
            calls += root.path("settings").path(name).path(value).asLong();
        }
        return calls;
    }

    /** Topics of the inventory that nobody has answered. */
    List<String> unanswered() {
        List<String> topics = new ArrayList<>();
        for (JsonNode topic : root.path("toFillIn")) {
            if (answer(topic) == null) {
                topics.add(topic.path("topic").asText());
            }
        }
        return topics;
    }

    private static @Nullable String answer(JsonNode topic) {
        boolean unknown = topic.path("status").asText("UNKNOWN").equals("UNKNOWN");
        String answer = topic.path("answer").asText("");
        return unknown && (answer.isBlank() || answer.equals("null")) ? null : answer;
    }

    /** Why the workload takes its path. Facts first, the weightiest path first. */
    List<PathReason> reasons() {
        List<PathReason> reasons = new ArrayList<>();
        topic(reasons, "person approves", MigrationPath.REBUILD, "a person approves on the way");
        topic(reasons, "retrieval", MigrationPath.CAREFUL, "answers rest on retrieved texts");
        if (size("toolsOffered") > 0) {
            reasons.add(known(
                    MigrationPath.CAREFUL,
                    "tools: " + size("toolsOffered") + " offered, " + size("toolsCalled") + " called"));
        }
        long structured = setting("outputFormat", "schema", "json");
        if (size("schemas") > 0 || structured > 0) {
            reasons.add(known(MigrationPath.CAREFUL, "structured output, schemas: " + size("schemas")));
        }
        List<String> media = sorted("modalities").stream()
                .filter(kind -> !kind.equals("text"))
                .toList();
        if (!media.isEmpty()) {
            reasons.add(known(MigrationPath.CAREFUL, "input that is not text: " + String.join(", ", media)));
        }
        String vendors = root.path("settings").properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.startsWith("vendorOptions."))
                .map(name -> name.substring("vendorOptions.".length()))
                .collect(Collectors.joining(", "));
        if (!vendors.isEmpty()) {
            reasons.add(known(MigrationPath.CAREFUL, "options of one vendor alone: " + vendors));
        }
        if (calls() > 0) {
            reasons.add(known(MigrationPath.QUICK, calls() + " model calls by an application that one controls"));
        }
        reasons.sort(Comparator.comparing(PathReason::known)
                .reversed()
                .thenComparing(PathReason::path, Comparator.reverseOrder()));
        return reasons;
    }

    private void topic(List<PathReason> reasons, String words, MigrationPath path, String fact) {
        for (JsonNode topic : root.path("toFillIn")) {
            if (topic.path("topic").asText().contains(words)) {
                String answer = answer(topic);
                if (answer == null) {
                    reasons.add(new PathReason(
                            path,
                            false,
                            topic.path("topic").asText() + ": nobody has answered; if there are any, the path is "
                                    + path.name().toLowerCase(Locale.ROOT)));
                } else if (!NOTHING.contains(answer.strip().toLowerCase(Locale.ROOT))) {
                    reasons.add(known(path, fact));
                }
            }
        }
    }

    private static PathReason known(MigrationPath path, String reason) {
        return new PathReason(path, true, reason);
    }
}
