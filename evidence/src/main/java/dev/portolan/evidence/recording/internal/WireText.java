package dev.portolan.evidence.recording.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.spi.support.Redactor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Redacts a body whose meaning is not known: one JSON document, lines that each hold one (NDJSON, the data of server-sent events),
 * or plain text. What a stream says piece by piece may be spread over its lines, so texts at the same place of all lines are
 * looked at together.
 */
final class WireText {

    /** What stands in place of a stretch of the text. */
    record Edit(int from, int to, String text) {}

    /** A text in a line's JSON: where it stands, quotes included, and what it says. */
    private static final class Leaf {
        private final int from;
        private final int to;
        private final String before;
        private String text;

        Leaf(int from, int to, String text) {
            this.from = from;
            this.to = to;
            this.before = text;
            this.text = text;
        }
    }

    private record Line(int from, int to, List<Leaf> leaves) {}

    /** Texts of this length that are the same in each line are names and ids, not pieces of what is said. */
    private static final int REPEATED = 6;

    private static final Set<String> LOGPROBS = Set.of("logprobs", "logprobsResult");

    private final Redactor redactor;

    WireText(Redactor redactor) {
        this.redactor = redactor;
    }

    /** What to change, in order, one after the other. */
    List<Edit> edits(String text) {
        List<Line> lines = isDocument(text) ? List.of() : lines(text);
        if (lines.isEmpty()) {
            return edit(0, text.length(), text, JsonText.redact(withoutLogprobs(text), redactor));
        }
        Map<String, List<Leaf>> places = new LinkedHashMap<>();
        List<@Nullable Line> known = new ArrayList<>();
        for (Line line : lines) {
            known.add(read(text, line, places));
        }
        places.values().forEach(this::redact);
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            Line read = known.get(i);
            String before = text.substring(line.from(), line.to());
            String after = read == null
                    ? redactor.redact(before)
                    : JsonText.redact(withoutLogprobs(rewritten(text, read)), redactor);
            edits.addAll(edit(line.from(), line.to(), before, after));
        }
        return edits;
    }

    private static List<Edit> edit(int from, int to, String before, String after) {
        return after.equals(before) ? List.of() : List.of(new Edit(from, to, after));
    }

    private static boolean isDocument(String text) {
        try (JsonParser in = JsonText.FACTORY.createParser(text)) {
            JsonToken first = in.nextToken();
            if (first != JsonToken.START_OBJECT && first != JsonToken.START_ARRAY) {
                return false;
            }
            in.skipChildren();
            return in.nextToken() == null;
        } catch (IOException e) {
            // Several documents, a part of one, or none.
            return false;
        }
    }

    /** The stretches that may hold JSON; none when no line begins like it. */
    private static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        boolean json = false;
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int to = end < 0 ? text.length() : end;
            int start = from;
            if (text.startsWith("data:", start)) {
                start += "data:".length();
            }
            while (start < to && (text.charAt(start) == ' ' || text.charAt(start) == ',')) {
                start++;
            }
            json |= start < to && text.charAt(start) == '{';
            if (to > start) {
                lines.add(new Line(start, to, List.of()));
            }
            from = to + 1;
        }
        return json ? lines : List.of();
    }

    /** The line with its texts, each also put to the others of its place; null when it is no JSON. */
    private static @Nullable Line read(String text, Line line, Map<String, List<Leaf>> places) {
        List<Leaf> leaves = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        String json = text.substring(line.from(), line.to());
        try (JsonParser in = JsonText.FACTORY.createParser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    int from = (int) in.currentTokenLocation().getCharOffset();
                    String said = in.getText();
                    leaves.add(new Leaf(from, (int) in.currentLocation().getCharOffset(), said));
                    paths.add(in.getParsingContext().pathAsPointer().toString());
                }
            }
        } catch (IOException e) {
            // Cut off, or no JSON: looked at as plain text.
            return null;
        }
        for (int i = 0; i < leaves.size(); i++) {
            places.computeIfAbsent(paths.get(i), any -> new ArrayList<>()).add(leaves.get(i));
        }
        return new Line(line.from(), line.to(), leaves);
    }

    private void redact(List<Leaf> place) {
        String first = place.get(0).text;
        if (place.size() == 1
                || (first.length() >= REPEATED && place.stream().allMatch(leaf -> leaf.text.equals(first)))) {
            // Seen again with its name when the line is put together.
            return;
        }
        StringBuilder whole = new StringBuilder();
        int[] ends = new int[place.size()];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = whole.append(place.get(i).text).length();
        }
        String before = whole.toString();
        String after = JsonText.redact(before, redactor);
        if (after.equals(before)) {
            return;
        }
        Cut cut = new Cut(before, after);
        int from = 0;
        for (int i = 0; i < ends.length; i++) {
            int to = i == ends.length - 1 ? after.length() : Math.max(from, cut.at(ends[i]));
            place.get(i).text = after.substring(from, to);
            from = to;
        }
    }

    /** The line's JSON with the clean texts; the rest as it was written. */
    private static String rewritten(String text, Line line) {
        StringBuilder out = new StringBuilder(line.to() - line.from());
        int done = line.from();
        for (Leaf leaf : line.leaves()) {
            if (!leaf.text.equals(leaf.before)) {
                out.append(text, done, line.from() + leaf.from).append(JsonText.quoted(leaf.text));
                done = line.from() + leaf.to;
            }
        }
        return out.append(text, done, line.to()).toString();
    }

    /** Log-probabilities spell the answer once more, token by token and as bytes. */
    private static String withoutLogprobs(String json) {
        if (!json.contains("ogprobs")) {
            return json;
        }
        StringBuilder out = new StringBuilder(json.length());
        int done = 0;
        try (JsonParser in = JsonText.FACTORY.createParser(json)) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token.isStructStart() && LOGPROBS.contains(String.valueOf(in.currentName()))) {
                    out.append(json, done, (int) in.currentTokenLocation().getCharOffset())
                            .append("\"[removed]\"");
                    in.skipChildren();
                    done = (int) in.currentLocation().getCharOffset();
                }
            }
        } catch (IOException e) {
            // No JSON after all, or cut off: what was found until there is out.
            return out.append(json, done, json.length()).toString();
        }
        return out.append(json, done, json.length()).toString();
    }
}
