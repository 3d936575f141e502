package dev.portolan.testkit.report;

/** Text that Markdown takes as text. */
final class MarkdownText {

    private static final int LONGEST = 160;

    private MarkdownText() {}

    /** Words of ours or of the configuration: nothing in them is markup. */
    static String words(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        visible(text, LONGEST * 2).codePoints().forEach(one -> {
            switch (one) {
                case '\\', '`', '*', '_', '[', ']', '(', ')', '|', '~', '!', '$' ->
                    out.append('\\').appendCodePoint(one);
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '@' -> out.append("&#64;");
                case '#' -> out.append("&#35;");
                default -> out.appendCodePoint(one);
            }
        });
        // Addresses become links by themselves.
        return out.toString().replace("://", "&#58;//").replace("www.", "www&#46;");
    }

    /** What a model, a vendor or a dataset says: in a code span, on one line, cut. */
    static String code(String text) {
        String one = visible(text, LONGEST).replace("|", "\\|").strip();
        String fence = "`";
        while (one.contains(fence)) {
            fence += "`";
        }
        return one.isEmpty() ? "" : fence + (fence.length() > 1 ? " " + one + " " : one) + fence;
    }

    /** On one line, without what cannot be seen or turns the direction of text. */
    private static String visible(String text, int longest) {
        StringBuilder out = new StringBuilder();
        int[] length = {0};
        text.codePoints().forEach(one -> {
            if (length[0]++ < longest) {
                int type = Character.getType(one);
                boolean space = Character.isWhitespace(one) || Character.isSpaceChar(one);
                boolean hidden = type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
                out.appendCodePoint(space ? ' ' : hidden ? 0xFFFD : one);
            }
        });
        return length[0] > longest ? out + "…" : out.toString();
    }
}
