package dev.portolan.evidence.dataset;

import java.util.Locale;

/** How a dataset is written. */
public enum DatasetFormat {
    /** A JSON object on each line. */
    JSONL,
    /** A table with names of columns in its first line (RFC 4180). */
    CSV,
    /** A YAML list, or documents one after the other. */
    YAML;

    /**
     * The format that a file's name tells.
     *
     * @param name ends with {@code .jsonl}, {@code .ndjson}, {@code .csv}, {@code .yaml} or {@code .yml}
     * @return the format
     * @throws IllegalArgumentException when it ends otherwise
     */
    public static DatasetFormat of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".jsonl") || lower.endsWith(".ndjson")) {
            return JSONL;
        } else if (lower.endsWith(".csv")) {
            return CSV;
        } else if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            return YAML;
        }
        throw new IllegalArgumentException(name + ": a dataset ends with .jsonl, .ndjson, .csv, .yaml or .yml");
    }
}
