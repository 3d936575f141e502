package dev.portolan.evidence.recording;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A line of a file is no recording, or one of a newer version. The message names file and line and quotes neither. */
public final class RecordingFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final int line;

    RecordingFormatException(Path file, int line, String reason, @Nullable Throwable cause) {
        super(file + ", line " + line + ": " + reason, cause);
        this.file = file;
        this.line = line;
    }

    /**
     * The file that was read.
     *
     * @return its path
     */
    public Path file() {
        return file;
    }

    /**
     * Where in the file.
     *
     * @return the line, from 1
     */
    public int line() {
        return line;
    }
}
