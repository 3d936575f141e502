package dev.portolan.evidence.recording.internal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where lines go. For one thread at a time. */
interface LineSink {

    /** Adds a line, which ends with a line feed. After a failure the next call starts afresh. */
    void write(ByteBuffer line, Rotation rotation) throws IOException;

    /** Gives back what is held; a later write takes it again. */
    void close() throws IOException;
}
