package dev.portolan.routing.internal;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table in Markdown whose cells hold any text. Not thread-safe. */
public final class MarkdownTable {

    private final StringBuilder out;

    /** A table that is added to a text. */
    public MarkdownTable(StringBuilder out, String... titles) {
        this.out = out;
        line(titles);
        out.append("|").append("---|".repeat(titles.length)).append('\n');
    }

    /** Adds a row; what is {@code null} or empty becomes a dash. */
    public MarkdownTable row(@Nullable Object... cells) {
        line(Arrays.stream(cells)
                .map(cell -> cell == null || cell.toString().isBlank() ? "-" : escaped(cell.toString()))
                .toArray(String[]::new));
        return this;
    }

    private void line(String... cells) {
        out.append(Arrays.stream(cells).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** Text that is no markup: names come from traffic and from people. */
    public static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("`", "\\`")
                .replace("[", "\\[")
                .replace("*", "\\*")
                .replaceAll("[\\r\\n]+", " ")
                .strip();
    }
}
