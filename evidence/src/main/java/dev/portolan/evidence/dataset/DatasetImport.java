package dev.portolan.evidence.dataset;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.recording.MediaRetention;
import dev.portolan.evidence.recording.Recording;
import dev.portolan.evidence.recording.Recordings;
import dev.portolan.evidence.recording.internal.Redaction;
import dev.portolan.spi.support.Redactor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Freezes traffic into a dataset: takes a sample, takes out secrets and persons, and merges calls that ask the same into one example
 * with their number as its weight. The first answer to each becomes its reference. Immutable.
 *
 * <pre>{@code
 * DatasetImport.Result frozen = DatasetImport.from(Recordings.read(file)).importAs("april");
 * frozen.dataset().write(Path.of("golden/april.jsonl"));
 * System.out.println(frozen.uncovered());
 * }</pre>
 *
 * <p>Redaction finds forms, not meaning ({@link Redactor#standard}): read a dataset before it is shared.
 */
public final class DatasetImport {

    private final List<LoggedCall> calls;
    private final int unusable;
    private final Sampling sampling;
    private final Redactor redactor;

    private DatasetImport(List<LoggedCall> calls, int unusable, Sampling sampling, Redactor redactor) {
        this.calls = calls;
        this.unusable = unusable;
        this.sampling = sampling;
        this.redactor = redactor;
    }

    /**
     * Imports calls; 200 of them, stratified by their tags, redacted by {@link Redactor#standard}, if nothing else is said.
     *
     * @param calls the calls
     * @return the import
     */
    public static DatasetImport from(List<LoggedCall> calls) {
        return new DatasetImport(List.copyOf(calls), 0, Sampling.STANDARD, Redactor.standard());
    }

    /**
     * Imports the calls of a log. Lines that were skipped count as not usable.
     *
     * @param log what was read
     * @return the import
     */
    public static DatasetImport from(RequestLog.Calls log) {
        return new DatasetImport(log.calls(), log.skipped().size(), Sampling.STANDARD, Redactor.standard());
    }

    /**
     * Imports recordings. Those whose call failed or whose reader left early give a request without a reference. Tags are {@code
     * model:NAME} for the name in the configuration, {@code feature:...} and {@code KEY:VALUE} of the call's own tags; calls with
     * the same stickiness key share a cluster, which is numbered and does not name the key.
     *
     * @param recordings what was recorded
     * @return the import
     */
    public static DatasetImport from(Recordings recordings) {
        Map<String, String> clusters = new LinkedHashMap<>();
        return from(recordings.list().stream()
                .map(recording -> call(recording, clusters))
                .toList());
    }

    private static LoggedCall call(Recording recording, Map<String, String> clusters) {
        Set<String> tags = new LinkedHashSet<>();
        if (recording.name() != null) {
            tags.add("model:" + recording.name());
        }
        CallContext context = recording.context();
        if (context.feature() != null) {
            tags.add("feature:" + context.feature());
        }
        context.tags().forEach((key, value) -> tags.add(key + ":" + value));
        String sticky = context.stickinessKey();
        String cluster =
                sticky == null ? null : clusters.computeIfAbsent(sticky, key -> "cluster-" + (clusters.size() + 1));
        LlmException error = recording.error();
        CallTrace trace = new CallTrace(
                recording.startedAt(),
                recording.took(),
                recording.streamed(),
                null,
                recording.name(),
                error == null ? null : error.kind());
        return new LoggedCall(recording.request(), recording.response(), tags, cluster, trace);
    }

    /**
     * Puts calls into slices of the application's own, beside those they have.
     *
     * @param more the tags of a call; may be none
     * @return an import of calls with these tags too
     */
    public DatasetImport tagging(Function<LoggedCall, Set<String>> more) {
        List<LoggedCall> tagged = calls.stream()
                .map(call -> {
                    Set<String> tags = new LinkedHashSet<>(call.tags());
                    tags.addAll(more.apply(call));
                    return new LoggedCall(call.request(), call.response(), tags, call.cluster(), call.trace());
                })
                .toList();
        return new DatasetImport(tagged, unusable, sampling, redactor);
    }

    /**
     * Says which calls are taken.
     *
     * @param by in place of {@link Sampling#STANDARD}
     * @return an import that takes so
     */
    public DatasetImport sampling(Sampling by) {
        return new DatasetImport(calls, unusable, Objects.requireNonNull(by, "sampling"), redactor);
    }

    /**
     * Says what is taken out.
     *
     * @param by in place of {@link Redactor#standard}; use its {@code andThen} to add to that
     * @return an import that redacts so
     */
    public DatasetImport redactor(Redactor by) {
        return new DatasetImport(calls, unusable, sampling, Objects.requireNonNull(by, "redactor"));
    }

    /**
     * How many calls of a slice there were, and how many of them became examples.
     *
     * @param calls in all
     * @param sampled of them
     */
    public record Slice(int calls, int sampled) {}

    /**
     * What an import gave.
     *
     * @param dataset the examples
     * @param calls how many calls there were
     * @param unusable how many lines were skipped before
     * @param sampled how many calls were taken
     * @param merged how many of these asked the same as one before, and stand in its weight
     * @param slices by tag, in the order of the alphabet
     */
    public record Result(Dataset dataset, int calls, int unusable, int sampled, int merged, Map<String, Slice> slices) {

        /**
         * Checks the components.
         *
         * @param dataset as above
         * @param calls as above
         * @param unusable as above
         * @param sampled as above
         * @param merged as above
         * @param slices as above; copied
         */
        public Result {
            Objects.requireNonNull(dataset, "dataset");
            slices = Collections.unmodifiableMap(new TreeMap<>(slices));
        }

        /**
         * The slices that the sample does not cover: nothing can be said of them.
         *
         * @return their tags, in the order of the alphabet
         */
        public List<String> uncovered() {
            return slices.entrySet().stream()
                    .filter(slice -> slice.getValue().sampled() == 0)
                    .map(Map.Entry::getKey)
                    .toList();
        }

        @Override
        public String toString() {
            return "Result[" + dataset + ", sampled=" + sampled + " of " + calls + ", merged=" + merged + "]";
        }
    }

    /**
     * Imports.
     *
     * @param name what the dataset is called
     * @return the dataset, and what was left out
     */
    public Result importAs(String name) {
        List<LoggedCall> sample = sampling.of(calls);
        Redaction redaction = new Redaction(redactor, MediaRetention.KEEP);
        Map<ChatRequest, List<LoggedCall>> same = new LinkedHashMap<>();
        for (LoggedCall call : sample) {
            same.computeIfAbsent(redaction.of(call.request()), request -> new ArrayList<>())
                    .add(call);
        }
        List<Example> examples = new ArrayList<>();
        same.forEach((request, alike) -> examples.add(example(request, alike, redaction)));
        return new Result(
                Dataset.of(name, examples),
                calls.size(),
                unusable,
                sample.size(),
                sample.size() - examples.size(),
                slices(sample));
    }

    private Example example(ChatRequest request, List<LoggedCall> alike, Redaction redaction) {
        Example.Builder example = Example.builder(request).weight(alike.size());
        Set<String> clusters = new LinkedHashSet<>();
        for (LoggedCall call : alike) {
            call.tags().stream().sorted().map(redactor::redact).forEach(example::tags);
            if (call.cluster() != null) {
                clusters.add(redactor.redact(call.cluster()));
            }
        }
        alike.stream()
                .map(LoggedCall::response)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(response -> example.reference(redaction.of(response)));
        return example.cluster(clusters.isEmpty() ? null : clusters.iterator().next())
                .build();
    }

    private Map<String, Slice> slices(List<LoggedCall> sample) {
        Map<String, Integer> all = count(calls);
        Map<String, Integer> taken = count(sample);
        Map<String, Slice> slices = new TreeMap<>();
        all.forEach((tag, number) ->
                slices.merge(redactor.redact(tag), new Slice(number, taken.getOrDefault(tag, 0)), DatasetImport::sum));
        return slices;
    }

    private static Slice sum(Slice one, Slice other) {
        return new Slice(one.calls() + other.calls(), one.sampled() + other.sampled());
    }

    private static Map<String, Integer> count(List<LoggedCall> calls) {
        Map<String, Integer> counts = new TreeMap<>();
        calls.forEach(call -> call.tags().forEach(tag -> counts.merge(tag, 1, Integer::sum)));
        return counts;
    }
}
