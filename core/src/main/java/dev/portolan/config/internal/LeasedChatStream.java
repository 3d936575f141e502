package dev.portolan.config.internal;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import dev.portolan.spi.ForwardingChatStream;
import java.lang.ref.Cleaner;

/**
 * A stream that holds its generation until its last event, its exception or its close, and when it is dropped without any of
 * them until it is garbage-collected. A close while another thread pulls gives the generation back after that pull has ended:
 * connections are closed only when nothing is in flight.
 */
final class LeasedChatStream extends ForwardingChatStream {

    private static final Cleaner CLEANER = Cleaner.create();

    private final Cleaner.Cleanable lease;
    private volatile boolean pulling;
    private volatile boolean aborted;

    LeasedChatStream(ChatStream delegate, Lease lease) {
        super(delegate);
        this.lease = CLEANER.register(this, lease); // neither holds the other: the stream can be collected
    }

    @Override
    protected ChatEvent pull() {
        boolean over = true;
        pulling = true;
        try {
            ChatEvent event = super.pull();
            over = event instanceof ChatEvent.Completed;
            return event;
        } finally {
            pulling = false;
            if (over || aborted) {
                lease.clean();
            }
        }
    }

    @Override
    protected void abort() {
        aborted = true;
        try {
            super.abort();
        } finally {
            if (!pulling) {
                lease.clean();
            }
        }
    }
}
