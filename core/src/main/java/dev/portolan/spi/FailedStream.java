package dev.portolan.spi;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;

/** A stream that failed before it was sent: its first pull says why. */
final class FailedStream extends ChatStream {

    private final RuntimeException failure;

    FailedStream(RuntimeException failure) {
        this.failure = failure;
    }

    @Override
    protected ChatEvent pull() {
        throw failure;
    }

    @Override
    protected void abort() {
        // Nothing was opened.
    }
}
