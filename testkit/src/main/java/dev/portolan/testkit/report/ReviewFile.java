package dev.portolan.testkit.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.evidence.parity.CallOutcome;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.ReviewDecision;
import dev.portolan.evidence.parity.ReviewDecision.Choice;
import dev.portolan.evidence.parity.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of answers for people to compare, who are not told which is whose: for each example the answers stand as first and second in
 * an order that only the seed decides. People fill in {@code choice} ({@code first}, {@code second} or {@code same}), {@code reviewer}
 * and {@code at}, in the JSON file or on the page of an {@link HtmlReport}, which saves the same form; {@link #read} turns it into
 * decisions for {@link ParityReport#evaluate}. Immutable.
 *
 * <p>The answers stand there as they came. Whoever knows how the two models write may guess; the file only does not tell.
 */
public final class ReviewFile {

    /** How many pairs are taken unless told otherwise. */
    public static final int SAMPLE = 50;

    private static final int VERSION = 1;
    private static final String TYPE = "parity-review";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String dataset;
    private final String datasetHash;
    private final long seed;
    private final List<Item> items;

    /**
     * A pair to compare.
     *
     * @param pair both answers
     * @param targetFirst whether the target's answer stands first
     */
    record Item(PairResult pair, boolean targetFirst) {
        Trial first() {
            return answered(targetFirst ? pair.target() : pair.source());
        }

        Trial second() {
            return answered(targetFirst ? pair.source() : pair.target());
        }
    }

    private ReviewFile(ParityReport report, long seed, List<Item> items) {
        this.dataset = report.facts().dataset();
        this.datasetHash = report.facts().datasetHash();
        this.seed = seed;
        this.items = items;
    }

    /**
     * Samples pairs that both sides answered, and answered differently. The same report, size and seed give the same file.
     *
     * @param report the run
     * @param size at most how many, at least 1
     * @param seed decides which pairs, in which order, and which answer stands first
     * @return the file
     */
    public static ReviewFile of(ParityReport report, int size, long seed) {
        if (size < 1) {
            throw new IllegalArgumentException("size: must be at least 1, not " + size);
        }
        List<Item> items = report.pairs().stream()
                .filter(ReviewFile::differs)
                .sorted(Comparator.comparing(
                        (PairResult pair) -> hash(seed, "order", pair.example().id())))
                .limit(size)
                .map(pair -> new Item(pair, targetFirst(seed, pair.example().id())))
                .toList();
        return new ReviewFile(report, seed, items);
    }

    private static boolean differs(PairResult pair) {
        return pair.source().stream().anyMatch(ReviewFile::answered)
                && pair.target().stream().anyMatch(ReviewFile::answered)
                && !Wording.answer(answered(pair.source())).equals(Wording.answer(answered(pair.target())));
    }

    private static boolean answered(Trial trial) {
        return trial.outcome() == CallOutcome.ANSWERED;
    }

    private static Trial answered(List<Trial> trials) {
        return trials.stream().filter(ReviewFile::answered).findFirst().orElseThrow();
    }

    static boolean targetFirst(long seed, String id) {
        return hash(seed, "side", id).charAt(0) < '8';
    }

    private static String hash(long seed, String purpose, String id) {
        try {
            byte[] text = (seed + "\n" + purpose + "\n" + id).getBytes(StandardCharsets.UTF_8);
            return java.util.HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    List<Item> items() {
        return items;
    }

    /** The fields above the pairs. */
    ObjectNode head() {
        return MAPPER.createObjectNode()
                .put("portolan", VERSION)
                .put("type", TYPE)
                .put("dataset", dataset)
                .put("datasetHash", datasetHash)
                .put("seed", String.valueOf(seed));
    }

    /**
     * How many pairs there are.
     *
     * @return at most the size that was asked for
     */
    public int size() {
        return items.size();
    }

    /**
     * The file for people to fill in, indented. Holds what was asked and answered.
     *
     * @return JSON
     */
    public String toJson() {
        ObjectNode out = head();
        var list = out.putArray("items");
        for (Item item : items) {
            list.addObject()
                    .put("example", item.pair().example().id())
                    .put("asked", Wording.asked(item.pair().example()))
                    .put("first", Wording.answer(item.first()))
                    .put("second", Wording.answer(item.second()))
                    .putNull("choice")
                    .putNull("reviewer")
                    .putNull("at")
                    .putNull("note");
        }
        return Json.loneSurrogatesEscaped(out.toPrettyString()) + "\n";
    }

    /**
     * Writes the file for people to fill in.
     *
     * @param file the file; what it held is replaced
     * @throws UncheckedIOException when it cannot be written
     */
    public void write(Path file) {
        try {
            Files.writeString(file, toJson());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the review file " + file, e);
        }
    }

    /**
     * Reads what people decided. Pairs without a choice are passed over.
     *
     * @param file a file that was filled in, or that the page of a report saved
     * @return the decisions, in the order of the file
     * @throws UncheckedIOException when it cannot be read
     * @throws IllegalArgumentException when it is no such file; the message names the place and quotes nothing
     */
    public static List<ReviewDecision> read(Path file) {
        try {
            return decisions(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the review file " + file, e);
        }
    }

    /**
     * Reads what people decided. Pairs without a choice are passed over.
     *
     * @param json the content of such a file
     * @return the decisions, in the order of the file
     * @throws IllegalArgumentException when it is no such file; the message names the place and quotes nothing
     */
    public static List<ReviewDecision> decisions(String json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            // Its message quotes the text.
            throw new IllegalArgumentException("$: is no JSON");
        }
        if (!TYPE.equals(root.path("type").textValue())) {
            throw new IllegalArgumentException("$.type: must be " + TYPE);
        }
        if (root.path("portolan").intValue() != VERSION) {
            throw new IllegalArgumentException("$.portolan: this library reads version " + VERSION);
        }
        long seed = seed(root.path("seed"));
        List<ReviewDecision> decisions = new ArrayList<>();
        JsonNode items = root.path("items");
        for (int i = 0; i < items.size(); i++) {
            ReviewDecision decision = decision(items.get(i), "$.items[" + i + "]", seed);
            if (decision != null) {
                decisions.add(decision);
            }
        }
        return decisions;
    }

    private static long seed(JsonNode seed) {
        try {
            return Long.parseLong(seed.asText());
        } catch (NumberFormatException e) {
            // Its message quotes the text.
            throw new IllegalArgumentException("$.seed: must be a whole number");
        }
    }

    private static @Nullable ReviewDecision decision(JsonNode item, String path, long seed) {
        if (!item.hasNonNull("choice")) {
            return null;
        }
        String example = text(item, "example", path);
        String choice = text(item, "choice", path).strip().toLowerCase(Locale.ROOT);
        boolean targetFirst = targetFirst(seed, example);
        return new ReviewDecision(
                example,
                switch (choice) {
                    case "same" -> Choice.SAME;
                    case "first" -> targetFirst ? Choice.TARGET : Choice.SOURCE;
                    case "second" -> targetFirst ? Choice.SOURCE : Choice.TARGET;
                    default -> throw new IllegalArgumentException(path + ".choice: must be first, second or same");
                },
                text(item, "reviewer", path),
                instant(item, path),
                item.hasNonNull("note") ? text(item, "note", path) : null);
    }

    private static Instant instant(JsonNode item, String path) {
        try {
            return Instant.parse(text(item, "at", path));
        } catch (DateTimeException e) {
            // Its message quotes the text.
            throw new IllegalArgumentException(path + ".at: must be a time such as 2026-01-01T00:00:00Z");
        }
    }

    private static String text(JsonNode item, String name, String path) {
        JsonNode value = item.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new IllegalArgumentException(path + "." + name + ": must be text");
        }
        return value.textValue();
    }

    @Override
    public String toString() {
        return "ReviewFile[" + dataset + ", " + items.size() + " pairs]";
    }
}
