package dev.portolan.evidence.recording.internal;

/**
 * How large recordings may grow.
 *
 * @param maxBytes a file that would grow beyond it is put aside first
 * @param keep how many files that were put aside are kept
 */
public record Rotation(long maxBytes, int keep) {

    public Rotation {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("max-size: must be at least 1 byte");
        }
        if (keep < 0 || keep > 10_000) {
            throw new IllegalArgumentException("keep: must be from 0 to 10000");
        }
    }
}
