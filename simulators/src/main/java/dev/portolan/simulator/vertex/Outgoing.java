package dev.portolan.simulator.vertex;

import dev.portolan.simulator.Pace;
import dev.portolan.simulator.internal.Ending;
import dev.portolan.simulator.internal.FaultPlan;
import dev.portolan.simulator.internal.Manner;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.WithoutMessage;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends an answer, message by message, on the one thread that sends for all calls. Between messages it waits without a thread, and so
 * it does when the client reads too slowly.
 */
final class Outgoing {

    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);
    private static final int BLOCK = 64 * 1024;

    private final ServerCall<byte[], byte[]> call;
    private final ScheduledExecutorService sender;
    private final GrpcAnswer answer;
    private final FaultPlan plan;
    private final Pace pace;
    private final Function<Ending.Failed, VertexError> errors;
    private int place;
    private boolean waited;
    private boolean blocked;
    private boolean begun;
    private long filler = -1;

    Outgoing(
            ServerCall<byte[], byte[]> call,
            ScheduledExecutorService sender,
            GrpcAnswer answer,
            FaultPlan plan,
            Pace pace,
            Function<Ending.Failed, VertexError> errors) {
        this.call = call;
        this.sender = sender;
        this.answer = answer;
        this.plan = plan;
        this.pace = pace;
        this.errors = errors;
    }

    /** Begins after a while. */
    void start(Duration delay) {
        later(delay, this::advance);
    }

    /** The client has room again. */
    void ready() {
        later(Duration.ZERO, () -> {
            if (blocked) {
                blocked = false;
                advance();
            }
        });
    }

    private void later(Duration time, Runnable task) {
        try {
            Future<?> unused = sender.schedule(() -> guarded(task), time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Only a closing server refuses work; the call ends with it.
            call.close(Status.UNAVAILABLE, new Metadata());
        }
    }

    /** What goes wrong here would be seen by nobody. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            if (!call.isCancelled()) {
                LOG.error("The simulator of Vertex failed while it sent an answer", WithoutMessage.of(e));
                call.close(Status.INTERNAL.withDescription("The simulator failed; see its log"), new Metadata());
            }
        }
    }

    private void advance() {
        if (call.isCancelled()) {
            return;
        }
        if (answer.streamed() && !begun) {
            begin();
        }
        while (place < plan.pieces().size()) {
            if (call.isCancelled()) {
                return;
            }
            Duration wait = waitBefore();
            if (!waited && !wait.isZero()) {
                waited = true;
                later(wait, this::advance);
                return;
            }
            if (!call.isReady()) {
                blocked = true;
                return;
            }
            waited = false;
            send();
            place++;
        }
        end();
    }

    private void begin() {
        begun = true;
        call.sendHeaders(new Metadata());
    }

    private Duration waitBefore() {
        if (!answer.streamed()) {
            return answer.tokens() == 0
                    ? Duration.ZERO
                    : pace.first().plus(pace.token().multipliedBy(answer.tokens() - 1L));
        }
        return place == 0 ? pace.first() : pace.token();
    }

    private void send() {
        Piece piece = answer.pieces().get(plan.pieces().get(place));
        Manner manner = plan.manners().getOrDefault(place, Manner.WHOLE);
        byte[] message = switch (manner) {
            // There is no half message: the receiver would wait for the rest.
            case HALF -> null;
            case BAD_TEXT -> withBadText(piece.bytes(), piece.text());
            case WHOLE, GARBLED, SPOILED -> piece.bytes(manner);
        };
        if (message != null) {
            if (!answer.streamed() && plan.ending() instanceof Ending.Filler huge) {
                message = joined(message, padding((int) Math.min(huge.bytes(), 64L * 1024 * 1024)));
            }
            transmit(message);
        }
    }

    private void transmit(byte[] message) {
        if (!begun) {
            begin();
        }
        call.sendMessage(message);
    }

    private void end() {
        Ending ending = plan.ending();
        if (call.isCancelled() || ending instanceof Ending.Stalled) {
            return;
        }
        if (ending instanceof Ending.Failed failed) {
            close(errors.apply(failed));
        } else if (ending instanceof Ending.Reset) {
            transmit(RawMarshaller.RESET);
        } else if (ending instanceof Ending.Filler huge && answer.streamed()) {
            fill(huge);
        } else {
            if (!begun) {
                begin();
            }
            call.close(Status.OK, new Metadata());
        }
    }

    private void fill(Ending.Filler huge) {
        filler = filler < 0 ? huge.bytes() : filler;
        while (filler > 0) {
            if (!call.isReady()) {
                blocked = true;
                return;
            }
            transmit(padding((int) Math.min(filler, BLOCK)));
            filler -= BLOCK;
        }
        transmit(RawMarshaller.RESET);
    }

    private void close(VertexError error) {
        var failure = error.grpc();
        Metadata trailers = failure.getTrailers();
        call.close(failure.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    /** A member that no message has: field 1000, as many bytes as are wanted. */
    private static byte[] padding(int bytes) {
        byte[] head = new byte[2 + 5];
        head[0] = (byte) 0xc2;
        head[1] = 0x3e;
        int at = 2;
        for (int left = bytes; ; left >>>= 7) {
            boolean more = left > 0x7f;
            head[at++] = (byte) ((left & 0x7f) | (more ? 0x80 : 0));
            if (!more) {
                break;
            }
        }
        return Arrays.copyOf(Arrays.copyOf(head, at), at + bytes);
    }

    private static byte[] joined(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    /** A byte of the text becomes one that UTF-8 does not have; lengths stay right, or it would be nonsense. */
    private static byte[] withBadText(byte[] message, String text) {
        byte[] needle = text.getBytes(StandardCharsets.UTF_8);
        byte[] bad = message.clone();
        for (int start = 0; needle.length > 0 && start <= bad.length - needle.length; start++) {
            if (Arrays.equals(bad, start, start + needle.length, needle, 0, needle.length)) {
                bad[start] = (byte) 0xff;
                return bad;
            }
        }
        return bad;
    }
}
