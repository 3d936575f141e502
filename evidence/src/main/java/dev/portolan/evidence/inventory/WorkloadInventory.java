package dev.portolan.evidence.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.evidence.dataset.DatasetImport;
import dev.portolan.evidence.dataset.LoggedCall;
import dev.portolan.evidence.recording.Recording;
import java.util.List;
import java.util.Objects;

/**
 * The workload of an application as it really runs, counted from its calls. Holds counts, names and hashes; no prompt, no answer, no
 * value of an argument. Immutable.
 *
 * <pre>{@code
 * WorkloadInventory inventory = WorkloadInventory.of(Recordings.read(file).list(), prices);
 * Files.writeString(Path.of("inventory.json"), inventory.toJson());
 * Files.writeString(Path.of("inventory.md"), inventory.toMarkdown());
 * }</pre>
 *
 * <p>What traffic cannot show stands under {@code toFillIn} with the status {@code UNKNOWN} and an empty {@code owner}. People fill it in
 * in the JSON file; {@link #withAnswersOf} takes their entries over when the inventory is made anew. The fields:
 *
 * <ul>
 *   <li>{@code calls}, {@code from}, {@code to}; {@code shapes} (chat, stream); {@code apis} and {@code modelsAsked} (models or
 *       deployments) of logs; {@code models} that answered; {@code names} in the configuration; {@code features};
 *   <li>{@code settings}, each with its values and how often they occur;
 *   <li>{@code namedPrompts} by name, version, variant and hash; {@code promptTemplates}: the system texts that differ in numbers,
 *       addresses and quotations only, by hash, with how many texts and calls; {@code prompts}: system texts by hash, with template,
 *       length and number of calls; of both those used most first, at most 100; {@code toolsOffered} by name and hash of their
 *       schema, {@code toolsCalled}; {@code schemas} of answers; {@code modalities};
 *   <li>{@code inputTokens}, {@code outputTokens}, {@code latency}, {@code firstToken} (seconds): known values, smallest, median, 95th
 *       percentile, largest, mean; {@code cost}: total by currency and for how many answers it is known; {@code costPerAnswer} likewise by currency;
 *   <li>{@code finishReasons}, {@code errors} by kind, {@code unanswered} calls of logs, {@code abandoned} streams, {@code retried}
 *       calls, {@code rateLimitHits}, {@code filtered} prompts and answers, {@code warnings} by code. What a log cannot tell is null;
 *   <li>{@code sample}, where a dataset was made of the calls: what was taken, and which slices it does not cover.
 * </ul>
 */
public final class WorkloadInventory {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode content;

    private WorkloadInventory(ObjectNode content) {
        this.content = content;
    }

    /**
     * Counts calls.
     *
     * @param calls what was recorded
     * @param prices what models cost; one that knows nothing leaves the cost unknown
     * @return the inventory
     */
    public static WorkloadInventory of(Iterable<Recording> calls, PriceSource prices) {
        Counting counting = new Counting(Objects.requireNonNull(prices, "prices"));
        calls.forEach(counting::add);
        return new WorkloadInventory(counting.content());
    }

    /**
     * Counts calls of a log. How often a call was sent and whether a stream was left is not known then.
     *
     * @param calls what was logged
     * @param prices what models cost; one that knows nothing leaves the cost unknown
     * @return the inventory
     */
    public static WorkloadInventory ofCalls(Iterable<LoggedCall> calls, PriceSource prices) {
        Counting counting = new Counting(Objects.requireNonNull(prices, "prices"));
        calls.forEach(counting::add);
        return new WorkloadInventory(counting.content());
    }

    /**
     * Tells what a dataset covers of these calls.
     *
     * @param imported what was made of them
     * @return this inventory with the section {@code sample}
     */
    public WorkloadInventory withSample(DatasetImport.Result imported) {
        ObjectNode more = content.deepCopy();
        ObjectNode sample = more.putObject("sample")
                .put("calls", imported.calls())
                .put("unusable", imported.unusable())
                .put("sampled", imported.sampled())
                .put("merged", imported.merged())
                .put("examples", imported.dataset().examples().size());
        ArrayNode uncovered = sample.putArray("uncovered");
        imported.uncovered().forEach(uncovered::add);
        ObjectNode slices = more.putObject("slices");
        imported.slices()
                .forEach((tag, slice) ->
                        slices.putObject(tag).put("calls", slice.calls()).put("sampled", slice.sampled()));
        return new WorkloadInventory(more);
    }

    /**
     * Takes over what people filled in.
     *
     * @param earlier JSON of an earlier inventory
     * @return this inventory with the earlier entries of {@code toFillIn} in which anything was filled in, and those of topics of their
     *     own
     * @throws IllegalArgumentException when it is no JSON of an inventory
     */
    public WorkloadInventory withAnswersOf(String earlier) {
        ObjectNode merged = content.deepCopy();
        for (JsonNode filled : parsed(earlier).path("toFillIn")) {
            boolean known = false;
            for (JsonNode open : merged.withArray("/toFillIn")) {
                if (open.path("topic").equals(filled.path("topic"))) {
                    known = true;
                    if (!OpenTopics.isUntouched(filled)) {
                        ((ObjectNode) open).setAll((ObjectNode) filled);
                    }
                }
            }
            if (!known) {
                merged.withArray("/toFillIn").add(filled.deepCopy());
            }
        }
        return new WorkloadInventory(merged);
    }

    private static JsonNode parsed(String json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            if (root.path("calls").isNumber() && root.path("toFillIn").isArray()) {
                for (JsonNode entry : root.get("toFillIn")) {
                    if (!entry.isObject() || !entry.path("topic").isTextual()) {
                        throw new IllegalArgumentException("inventory: each entry of toFillIn needs a topic");
                    }
                }
                return root;
            }
        } catch (JsonProcessingException e) {
            // Its message quotes the text.
            throw new IllegalArgumentException("inventory: is no JSON");
        }
        throw new IllegalArgumentException("inventory: must be an object with calls and toFillIn");
    }

    /**
     * The topics that nobody has filled in.
     *
     * @return in the order of the file
     */
    public List<String> unknown() {
        return content.withArray("/toFillIn").findParents("topic").stream()
                .filter(entry -> OpenTopics.UNKNOWN.equals(entry.path("status").asText(OpenTopics.UNKNOWN)))
                .map(entry -> entry.path("topic").asText())
                .toList();
    }

    /**
     * How many calls were counted.
     *
     * @return the number
     */
    public int calls() {
        return content.path("calls").asInt();
    }

    /**
     * The inventory as JSON, indented.
     *
     * @return the text; the same calls give the same text
     */
    public String toJson() {
        return content.toPrettyString() + "\n";
    }

    /**
     * The inventory as Markdown, for people. What is unknown stands first.
     *
     * @return the text
     */
    public String toMarkdown() {
        return InventoryMarkdown.of(content);
    }

    @Override
    public String toString() {
        return "WorkloadInventory[" + calls() + " calls, unknown=" + unknown().size() + "]";
    }
}
