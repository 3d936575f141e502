package dev.portolan.evidence.dataset;

/** A line of a dataset or log is not as it must be. The message names file and line, and quotes no content. */
public final class DatasetFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String source;
    private final long line;

    DatasetFormatException(String source, long line, String reason) {
        super(source + ", line " + line + ": " + reason);
        this.source = source;
        this.line = line;
    }

    /**
     * What was read.
     *
     * @return the file, or the resource on the class path
     */
    public String source() {
        return source;
    }

    /**
     * Where in it.
     *
     * @return the line, from 1
     */
    public long line() {
        return line;
    }
}
