package dev.portolan.logging;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import dev.portolan.spi.ForwardingChatStream;

/** Logs a stream when it ends, in whichever of the three ways. */
final class LoggingChatStream extends ForwardingChatStream {

    private final CallLog log;

    LoggingChatStream(ChatStream delegate, CallLog log) {
        super(delegate);
        this.log = log;
    }

    @Override
    protected ChatEvent pull() {
        ChatEvent event;
        try {
            event = super.pull();
        } catch (RuntimeException e) {
            log.failed(e);
            throw e;
        }
        if (event instanceof ChatEvent.Completed completed) {
            log.completed(completed.response());
        } else {
            log.moved();
        }
        return event;
    }

    @Override
    protected void abort() {
        super.abort();
        log.closed();
    }
}
