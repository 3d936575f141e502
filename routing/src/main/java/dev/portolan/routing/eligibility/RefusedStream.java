package dev.portolan.routing.eligibility;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;

/** A stream that is not sent: its first pull says why. */
final class RefusedStream extends ChatStream {

    private final LlmException refusal;

    RefusedStream(LlmException refusal) {
        this.refusal = refusal;
    }

    @Override
    protected ChatEvent pull() {
        throw refusal;
    }

    @Override
    protected void abort() {
        // Nothing was opened.
    }
}
