package dev.portolan.evidence.recording.internal;

import dev.portolan.chat.WireListener;
import dev.portolan.chat.WireListener.Header;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps what one exchange shows until it is over, within a bound. */
public final class WireCapture implements WireListener.Exchange {

    private static final int MAX_PIECES = 20_000;

    /** What was sent. */
    public record Asked(
            @Nullable String name,
            Instant call,
            int attempt,
            Instant at,
            String method,
            String address,
            List<Header> headers,
            ByteBuffer body) {}

    /** When a piece had come, and where it ends in what was kept. */
    record Piece(Duration after, long bytes, int end) {}

    /** What came back. {@code status} is 0 when nothing did. */
    public record Seen(
            Asked asked,
            long askedBytes,
            Duration took,
            int status,
            @Nullable Duration answeredAfter,
            List<Header> headers,
            ByteBuffer body,
            long bodyBytes,
            List<Piece> pieces,
            WireListener.End end,
            @Nullable Throwable failure) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Asked asked;
    private final long askedBytes;
    private final int maxBody;
    private final LongSupplier nanoClock;
    private final long startedAt;
    private final Consumer<Seen> over;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final List<Piece> pieces = new ArrayList<>();
    private long bodyBytes;
    private int status;
    private @Nullable Duration answeredAfter;
    private List<Header> headers = List.of();

    public WireCapture(Asked asked, int maxBody, LongSupplier nanoClock, Consumer<Seen> over) {
        this.askedBytes = asked.body().remaining();
        // A copy: what is lent may change.
        byte[] kept = new byte[(int) Math.min(askedBytes, maxBody)];
        asked.body().get(kept);
        this.asked = new Asked(
                asked.name(),
                asked.call(),
                asked.attempt(),
                asked.at(),
                asked.method(),
                asked.address(),
                asked.headers(),
                ByteBuffer.wrap(kept));
        this.maxBody = maxBody;
        this.nanoClock = nanoClock;
        this.startedAt = nanoClock.getAsLong();
        this.over = over;
    }

    @Override
    public void answered(int code, List<Header> told) {
        lock.lock();
        try {
            status = code;
            headers = List.copyOf(told);
            answeredAfter = since();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void received(byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            bodyBytes += length;
            int room = Math.min(length, maxBody - body.size());
            if (room > 0 && pieces.size() < MAX_PIECES) {
                body.write(bytes, offset, room);
                pieces.add(new Piece(since(), length, body.size()));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ended(WireListener.End end, @Nullable Throwable failure) {
        Seen seen;
        lock.lock();
        try {
            seen = new Seen(
                    asked,
                    askedBytes,
                    since(),
                    status,
                    answeredAfter,
                    headers,
                    ByteBuffer.wrap(body.toByteArray()),
                    bodyBytes,
                    List.copyOf(pieces),
                    end,
                    failure);
        } finally {
            lock.unlock();
        }
        over.accept(seen);
    }

    private Duration since() {
        return Duration.ofNanos(Math.max(0, nanoClock.getAsLong() - startedAt));
    }
}
