package dev.portolan.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text for a terminal. Nothing is cut off: what does not fit goes on in the next line. */
final class TextTable {

    static final int WIDTH = 100;

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... header) {
        rows.add(List.of(header));
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** The lines. A row that is wider than the terminal has its last column below, indented. */
    List<String> lines() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns - 1; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
            }
            String last = row.get(columns - 1);
            if (line.length() + last.length() <= WIDTH) {
                lines.add((line + last).stripTrailing());
            } else {
                lines.add(line.toString().stripTrailing());
                lines.addAll(wrapped("      ", last));
            }
        }
        return lines;
    }

    /** Words in lines no wider than the terminal, the second and later ones indented as the first is marked. */
    static List<String> wrapped(String indent, String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent);
        boolean empty = true;
        for (String word : text.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(indent.length() + (indent.isBlank() ? 2 : 0)));
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }
}
