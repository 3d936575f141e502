package dev.portolan.evidence.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.evidence.dataset.CallTrace;
import dev.portolan.evidence.dataset.DatasetFormatException;
import dev.portolan.evidence.dataset.DatasetImport;
import dev.portolan.evidence.dataset.LoggedCall;
import dev.portolan.evidence.dataset.RequestLog;
import dev.portolan.evidence.dataset.Sampling;
import dev.portolan.evidence.recording.MediaRetention;
import dev.portolan.evidence.recording.Recordings;
import dev.portolan.evidence.recording.internal.Redaction;
import dev.portolan.spi.support.Redactor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Freezes the current workload: of a log of requests, or of this library's recordings, a folder with {@code dataset.jsonl}, {@code
 * inventory.json} and {@code inventory.md}. Everything is redacted first. Immutable.
 *
 * <pre>{@code
 * WorkloadImport.Result frozen = WorkloadImport.of(log)
 *         .sampling(Sampling.stratifiedByTags(200, 0))
 *         .run(Path.of("traffic.jsonl"), Path.of("golden"));
 * System.out.println(frozen.imported().uncovered());
 * }</pre>
 *
 * <p>Beside the tags it comes with, each call is put into slices by what it is: {@code tool:} and {@code called:} with the tool's name,
 * {@code schema:}, {@code prompt:}, {@code media:}, {@code shape:stream}, {@code finish:} for ends other than usual ones, {@code error:}. The
 * sample is stratified by them, and those that it does not cover are told in the inventory. What people filled in in an {@code
 * inventory.json} that is there already is kept; the other files are replaced.
 */
public final class WorkloadImport {

    /** The dataset's file in the folder. */
    public static final String DATASET = "dataset.jsonl";

    /** The inventory's file in the folder, for programs and for filling in. */
    public static final String INVENTORY = "inventory.json";

    /** The inventory's file in the folder, for reading. */
    public static final String INVENTORY_TEXT = "inventory.md";

    private final @Nullable RequestLog log;
    private final Sampling sampling;
    private final Redactor redactor;
    private final PriceSource prices;

    private WorkloadImport(@Nullable RequestLog log, Sampling sampling, Redactor redactor, PriceSource prices) {
        this.log = log;
        this.sampling = sampling;
        this.redactor = redactor;
        this.prices = prices;
    }

    /**
     * Imports logs of requests, and recordings. Which of them a file is, its first line tells.
     *
     * @param log reads logs of requests
     * @return an import of 200 calls, stratified, redacted by {@link Redactor#standard}, with costs unknown
     */
    public static WorkloadImport of(RequestLog log) {
        return new WorkloadImport(
                Objects.requireNonNull(log, "log"), Sampling.STANDARD, Redactor.standard(), (provider, model) -> null);
    }

    /**
     * Imports recordings alone.
     *
     * @return an import as {@link #of} makes it, which refuses logs
     */
    public static WorkloadImport ofRecordings() {
        return new WorkloadImport(null, Sampling.STANDARD, Redactor.standard(), (provider, model) -> null);
    }

    /**
     * Says which calls are taken.
     *
     * @param by in place of {@link Sampling#STANDARD}
     * @return an import that takes so
     */
    public WorkloadImport sampling(Sampling by) {
        return new WorkloadImport(log, Objects.requireNonNull(by, "sampling"), redactor, prices);
    }

    /**
     * Says what is taken out.
     *
     * @param by in place of {@link Redactor#standard}; use its {@code andThen} to add to that
     * @return an import that redacts so
     */
    public WorkloadImport redactor(Redactor by) {
        return new WorkloadImport(log, sampling, Objects.requireNonNull(by, "redactor"), prices);
    }

    /**
     * Says what models cost.
     *
     * @param source the prices
     * @return an import whose inventory has costs as far as they are known
     */
    public WorkloadImport prices(PriceSource source) {
        return new WorkloadImport(log, sampling, redactor, Objects.requireNonNull(source, "prices"));
    }

    /**
     * What was made.
     *
     * @param imported the dataset, and what was left out
     * @param inventory the inventory, with what people had filled in
     * @param skipped the lines of the log that were skipped
     */
    public record Result(
            DatasetImport.Result imported, WorkloadInventory inventory, List<DatasetFormatException> skipped) {

        /**
         * Checks the components.
         *
         * @param imported as above
         * @param inventory as above
         * @param skipped as above; copied
         */
        public Result {
            Objects.requireNonNull(imported, "imported");
            Objects.requireNonNull(inventory, "inventory");
            skipped = List.copyOf(skipped);
        }
    }

    /**
     * Reads a file and writes the folder. The same file, sampling and redactor give the same bytes.
     *
     * @param input a log of requests or recordings, in JSONL
     * @param folder where to write; made when it is missing
     * @return what was written
     * @throws UncheckedIOException when the one cannot be read or the other not written
     * @throws IllegalArgumentException when the input has no call, is a log and none can be read, has a bad line that is not to be
     *     skipped, or when an {@code inventory.json} that is there is none; nothing is written then
     */
    public Result run(Path input, Path folder) {
        Result result = areRecordings(input) ? recordings(input, folder) : log(input, folder);
        try {
            Files.createDirectories(folder);
            result.imported().dataset().write(folder.resolve(DATASET));
            replace(folder.resolve(INVENTORY), result.inventory().toJson());
            replace(folder.resolve(INVENTORY_TEXT), result.inventory().toMarkdown());
        } catch (IOException e) {
            throw new UncheckedIOException("The workload cannot be written to " + folder, e);
        }
        return result;
    }

    /** People write into the file: a crash must not leave half of it. */
    private static void replace(Path file, String text) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(whole, text);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private Result recordings(Path input, Path folder) {
        Recordings recordings = Recordings.read(input);
        Redaction redaction = new Redaction(redactor, MediaRetention.KEEP);
        WorkloadInventory counted = WorkloadInventory.of(
                recordings.list().stream().map(redaction::of).toList(), prices);
        return result(DatasetImport.from(recordings), counted, List.of(), input, folder);
    }

    private Result log(Path input, Path folder) {
        if (log == null) {
            throw new IllegalArgumentException(input + " holds no recordings, and logs of requests are not read here");
        }
        RequestLog.Calls calls = log.read(input);
        Redaction redaction = new Redaction(redactor, MediaRetention.KEEP);
        WorkloadInventory counted = WorkloadInventory.ofCalls(
                calls.calls().stream().map(call -> redacted(call, redaction)).toList(), prices);
        return result(DatasetImport.from(calls), counted, calls.skipped(), input, folder);
    }

    private LoggedCall redacted(LoggedCall call, Redaction redaction) {
        CallTrace trace = call.trace();
        return new LoggedCall(
                redaction.of(call.request()),
                call.response() == null ? null : redaction.of(call.response()),
                call.tags(),
                call.cluster(),
                new CallTrace(
                        trace.at(),
                        trace.took(),
                        trace.streamed(),
                        trace.api(),
                        trace.model() == null ? null : redactor.redact(trace.model()),
                        trace.error()));
    }

    private Result result(
            DatasetImport calls,
            WorkloadInventory counted,
            List<DatasetFormatException> skipped,
            Path input,
            Path folder) {
        if (counted.calls() == 0) {
            throw new IllegalArgumentException(input + " holds no call");
        }
        DatasetImport.Result imported = calls.tagging(CallSlices::of)
                .sampling(sampling)
                .redactor(redactor)
                .importAs(name(input));
        WorkloadInventory inventory = counted.withSample(imported);
        Path filledIn = folder.resolve(INVENTORY);
        if (Files.exists(filledIn)) {
            try {
                inventory = inventory.withAnswersOf(Files.readString(filledIn));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + filledIn, e);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        filledIn + ": " + e.getMessage() + "; mend it or put it aside, what it says would be lost", e);
            }
        }
        return new Result(imported, inventory, skipped);
    }

    private static String name(Path input) {
        String file = String.valueOf(input.getFileName());
        int dot = file.indexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    private static boolean areRecordings(Path input) {
        try (BufferedReader lines = Files.newBufferedReader(input, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    return isRecording(line);
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + input, e);
        }
    }

    private static boolean isRecording(String line) {
        try {
            JsonNode first = WorkloadInventory.MAPPER.readTree(line);
            return first.has("portolan")
                    && "recording".equals(first.path("type").asText());
        } catch (JsonProcessingException e) {
            return false; // the reader of logs says what is wrong with the line, and where
        }
    }
}
