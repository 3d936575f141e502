package dev.portolan.config.internal;

import org.jspecify.annotations.Nullable;

/**
 * Where an entry stands.
 *
 * @param source what a reader of a message looks for: a path, an address, an environment variable
 * @param line the line, counted from 1, or {@code null} outside of files
 * @param layer its rank: higher ones win
 */
record Origin(String source, @Nullable Integer line, int layer) {

    Origin at(int otherLine) {
        return new Origin(source, otherLine, layer);
    }

    @Override
    public String toString() {
        return line == null ? source : source + ":" + line;
    }
}
