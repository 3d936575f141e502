package dev.portolan.evidence.recording;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not found among recordings, and what comes nearest to it. {@link #fields()} and {@code toString} hold nothing
 * of what was asked; {@link #diff()} does, redacted.
 *
 * @param recordings how many recordings were looked through
 * @param repeats how many of them have the same request; more than zero when it was asked more often than recorded
 * @param nearest the recording whose request is most alike, or {@code null} when there are none
 * @param differences the fields in which it differs, none when the request is the same
 */
public record ReplayReport(
        int recordings, int repeats, @Nullable Recording nearest, List<Difference> differences) {

    private static final int NAMED = 4;
    private static final int AROUND = 60;

    /**
     * A field that differs, after redaction and in one spelling for equal values.
     *
     * @param field its place in the request, such as {@code messages[1].parts[0].text}
     * @param recorded its value in the recording, or {@code null} when it is not set there
     * @param asked its value in the request, or {@code null} when it is not set there
     */
    public record Difference(
            String field,
            @Nullable String recorded,
            @Nullable String asked) {

        /**
         * How many characters the values have in common before they differ.
         *
         * @return the number, 0 when one of them is not set
         */
        public int firstDifference() {
            if (recorded == null || asked == null) {
                return 0;
            }
            int most = Math.min(recorded.length(), asked.length());
            int same = 0;
            while (same < most && recorded.charAt(same) == asked.charAt(same)) {
                same++;
            }
            return same;
        }

        @Override
        public String toString() {
            if (recorded == null) {
                return field + " is not set in the recording";
            }
            if (asked == null) {
                return field + " is set in the recording only";
            }
            return field + " differs from character " + (firstDifference() + 1) + " on (" + recorded.length()
                    + " characters recorded, " + asked.length() + " asked)";
        }
    }

    /**
     * Checks the components.
     *
     * @param recordings as above
     * @param repeats as above
     * @param nearest as above
     * @param differences as above; copied
     */
    public ReplayReport {
        differences = List.copyOf(differences);
    }

    /**
     * Which fields differ, in a few words and without their values.
     *
     * @return such as {@code temperature, messages[1].parts[0].text and 3 more}
     */
    public String fields() {
        List<String> named =
                differences.stream().limit(NAMED).map(Difference::field).toList();
        int more = differences.size() - named.size();
        return String.join(", ", named) + (more > 0 ? " and " + more + " more" : "");
    }

    /**
     * The differences line by line, {@code -} for what was recorded and {@code +} for what was asked; of long values only what
     * is around the first difference. Shows parts of prompts: print it on purpose.
     *
     * @return the lines, empty when there is nothing to compare with
     */
    public String diff() {
        StringBuilder out = new StringBuilder();
        for (Difference difference : differences) {
            out.append(difference.field()).append('\n');
            int at = difference.firstDifference();
            line(out, '-', difference.recorded(), at);
            line(out, '+', difference.asked(), at);
        }
        return out.toString();
    }

    private static void line(StringBuilder out, char sign, @Nullable String value, int at) {
        if (value == null) {
            return;
        }
        int from = Math.max(0, at - AROUND);
        int to = Math.min(value.length(), at + AROUND);
        String shown = value.substring(from, to).replace("\n", "\\n").replace("\r", "\\r");
        out.append(sign)
                .append(' ')
                .append(from > 0 ? "..." : "")
                .append(shown)
                .append(to < value.length() ? "..." : "")
                .append('\n');
    }

    @Override
    public String toString() {
        return "ReplayReport[" + recordings + " recordings, " + repeats + " of the request, nearest differs in "
                + differences + "]";
    }
}
