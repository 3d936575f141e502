package dev.portolan.evidence.recording.internal;

import dev.portolan.chat.ChatRequest;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.recording.Recording;
import dev.portolan.evidence.recording.ReplayReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Finds the n-th recording of a request for the n-th time that it is asked. Thread-safe. */
public final class RecordingIndex {

    /** What was recorded of one request, and how often it was asked. */
    private record Repeats(List<Recording> recordings, AtomicInteger asked) {}

    /**
     * What was found.
     *
     * @param recording the n-th one, or null when there is none
     * @param last the last one of the request, or null when there is none at all
     * @param time which time it was asked, from 1
     */
    public record Found(
            @Nullable Recording recording, @Nullable Recording last, int time) {}

    private final Map<String, Repeats> byKey = new HashMap<>();
    private final List<Recording> recordings = new ArrayList<>();

    /**
     * Indexes recordings.
     *
     * @param redaction redacts what was recorded unredacted, and every request that is looked up
     */
    public RecordingIndex(List<Recording> all, Redaction redaction) {
        for (Recording recording : all) {
            LlmException error = recording.error();
            if (error != null && error.kind().equals(ErrorKind.CANCELLED)) {
                // That somebody changed their mind is no answer to the request.
                continue;
            }
            recordings.add(recording);
            byKey.computeIfAbsent(
                            RequestKey.of(redaction.of(recording.request())).hash(),
                            any -> new Repeats(new ArrayList<>(), new AtomicInteger()))
                    .recordings()
                    .add(recording);
        }
    }

    public Found next(ChatRequest redacted) {
        Repeats repeats = repeats(redacted);
        if (repeats == null) {
            return new Found(null, null, 1);
        }
        int time = repeats.asked().updateAndGet(n -> n == Integer.MAX_VALUE ? n : n + 1);
        List<Recording> known = repeats.recordings();
        return new Found(time <= known.size() ? known.get(time - 1) : null, known.get(known.size() - 1), time);
    }

    private @Nullable Repeats repeats(ChatRequest redacted) {
        RequestKey key = RequestKey.of(redacted);
        Repeats repeats = byKey.get(key.hash());
        if (repeats != null) {
            return repeats;
        }
        RequestKey bare = RequestKey.withoutMedia(redacted, key);
        return bare == key ? null : byKey.get(bare.hash());
    }

    /** Compares with every recording; for the moment after a miss, not for every call. */
    public ReplayReport explain(ChatRequest redacted, Redaction redaction) {
        Map<String, String> asked = RequestKey.of(redacted).fields();
        Recording nearest = null;
        List<ReplayReport.Difference> fewest = List.of();
        double best = -1;
        for (Recording recording : recordings) {
            Map<String, String> known =
                    RequestKey.of(redaction.of(recording.request())).fields();
            List<ReplayReport.Difference> differences = differences(known, asked);
            double likeness = likeness(known, asked, differences);
            if (likeness > best) {
                best = likeness;
                nearest = recording;
                fewest = differences;
            }
        }
        Repeats repeats = repeats(redacted);
        return new ReplayReport(
                recordings.size(), repeats == null ? 0 : repeats.recordings().size(), nearest, fewest);
    }

    private static List<ReplayReport.Difference> differences(Map<String, String> known, Map<String, String> asked) {
        TreeSet<String> rest = new TreeSet<>(known.keySet());
        rest.removeAll(asked.keySet());
        List<String> names = new ArrayList<>(asked.keySet());
        names.addAll(rest);
        return names.stream()
                .filter(name -> !Objects.equals(known.get(name), asked.get(name)))
                .map(name -> new ReplayReport.Difference(name, known.get(name), asked.get(name)))
                .toList();
    }

    /** The share of fields that agree; where none decides, how far the differing texts agree. */
    private static double likeness(
            Map<String, String> known, Map<String, String> asked, List<ReplayReport.Difference> differences) {
        int all = Math.max(1, Math.max(known.size(), asked.size()));
        double partly = 0;
        for (ReplayReport.Difference difference : differences) {
            String before = difference.recorded();
            String after = difference.asked();
            if (before != null && after != null) {
                int longest = Math.max(before.length(), after.length());
                partly += longest == 0 ? 0 : (double) difference.firstDifference() / longest;
            }
        }
        return all - differences.size() + partly / (differences.size() + 1.0);
    }
}
