package dev.portolan.simulator;

import dev.portolan.error.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with one answer. Faults are values: they are joined by {@link #and(Fault)} and handed to requests by
 * {@link Faults}. A simulator refuses those that its wire cannot have, see {@link Simulator#inject(Faults)}.
 *
 * <p>Places in a streamed answer are counted in pieces: an SSE event, a line of NDJSON, a message of an event stream or of gRPC. {@code 0}
 * is before the first piece, after the head. An answer that is not streamed has one piece: {@code 0} strikes before it, any other
 * number in its middle. A place beyond the end of a stream is its end, before the wire's own end marker if it has one.
 *
 * <p>{@link Silent}, {@link VendorError}, {@link Status} and {@link HtmlErrorPage} take the place of the answer; of several the first
 * that was joined does, and the responder is not asked. What stands there is an answer in one piece, which the other faults of the request
 * strike in their turn: an error can be cut off, or come late. So is a refusal of the simulator's own.
 */
public sealed interface Fault {

    /** The server takes the request and never answers, nor closes. */
    record Silent() implements Fault {}

    /**
     * The server says nothing more, and does not close.
     *
     * @param pieces how many pieces are sent before
     */
    record StallAfter(int pieces) implements Fault {
        /**
         * Checks the place.
         *
         * @param pieces as above
         */
        public StallAfter {
            requirePlace(pieces);
        }
    }

    /**
     * The connection is reset; on HTTP/2 and gRPC the stream is.
     *
     * @param pieces how many pieces are sent before
     */
    record ResetAfter(int pieces) implements Fault {
        /**
         * Checks the place.
         *
         * @param pieces as above
         */
        public ResetAfter {
            requirePlace(pieces);
        }
    }

    /**
     * The answer ends in the middle of a piece, in good order as far as the protocol below can tell. One that is not streamed is cut
     * in half, wherever the place.
     *
     * @param pieces how many whole pieces are sent before
     */
    record TruncateAfter(int pieces) implements Fault {
        /**
         * Checks the place.
         *
         * @param pieces as above
         */
        public TruncateAfter {
            requirePlace(pieces);
        }
    }

    /**
     * An error in place of an answer, as the vendor words it.
     *
     * @param kind what went wrong
     * @param retryAfter the vendor's advice when to come back, or {@code null} for none
     */
    record VendorError(ErrorKind kind, @Nullable Duration retryAfter) implements Fault {
        /**
         * Checks the components.
         *
         * @param kind as above
         * @param retryAfter as above
         */
        public VendorError {
            Objects.requireNonNull(kind, "kind");
            requireTime(retryAfter, "retryAfter");
        }

        /**
         * The same with the vendor's advice when to come back.
         *
         * @param time zero or more
         * @return a fault
         */
        public VendorError retryAfter(Duration time) {
            return new VendorError(kind, time);
        }
    }

    /**
     * A status in place of an answer, in the vendor's form but without further meaning.
     *
     * @param code an HTTP status of 400 or more; gRPC answers with the status that Google maps it to
     * @param retryAfter the vendor's advice when to come back, or {@code null} for none
     */
    record Status(int code, @Nullable Duration retryAfter) implements Fault {
        /**
         * Checks the components.
         *
         * @param code as above
         * @param retryAfter as above
         */
        public Status {
            if (code < 400 || code > 599) {
                throw new IllegalArgumentException("code must be an HTTP status from 400 to 599");
            }
            requireTime(retryAfter, "retryAfter");
        }

        /**
         * The same with the vendor's advice when to come back.
         *
         * @param time zero or more
         * @return a fault
         */
        public Status retryAfter(Duration time) {
            return new Status(code, time);
        }
    }

    /**
     * An error within a stream that began well, as the vendor words it; the stream ends after it. Who waits for the whole answer is
     * told the same by a status, as by {@link VendorError}.
     *
     * @param pieces how many pieces are sent before
     * @param kind what went wrong
     */
    record ErrorInStream(int pieces, ErrorKind kind) implements Fault {
        /**
         * Checks the components.
         *
         * @param pieces as above
         * @param kind as above
         */
        public ErrorInStream {
            requirePlace(pieces);
            Objects.requireNonNull(kind, "kind");
        }
    }

    /**
     * One piece is nonsense within its frame: bytes of the payload are replaced, its framing stays right. The rest follows as
     * if nothing had been.
     *
     * @param pieces how many pieces are sent before
     */
    record Garble(int pieces) implements Fault {
        /**
         * Checks the place.
         *
         * @param pieces as above
         */
        public Garble {
            requirePlace(pieces);
        }
    }

    /**
     * The frame of one piece is wrong: a checksum, a length, or a field name. An HTTP answer that is not streamed promises more bytes
     * than it has. Not every wire has frames to spoil.
     *
     * @param pieces how many pieces are sent before
     */
    record SpoilFrame(int pieces) implements Fault {
        /**
         * Checks the place.
         *
         * @param pieces as above
         */
        public SpoilFrame {
            requirePlace(pieces);
        }
    }

    /**
     * A text comes with a byte that is no UTF-8.
     *
     * @param pieces how many pieces are sent before
     */
    record InvalidUtf8(int pieces) implements Fault {
        /**
         * Checks the place.
         *
         * @param pieces as above
         */
        public InvalidUtf8 {
            requirePlace(pieces);
        }
    }

    /**
     * The model speaks slowly, in place of the simulator's own pace.
     *
     * @param tokensPerSecond more than zero
     */
    record Slow(double tokensPerSecond) implements Fault {
        /**
         * Checks the pace.
         *
         * @param tokensPerSecond as above
         */
        public Slow {
            if (!(tokensPerSecond > 0)) {
                throw new IllegalArgumentException("tokensPerSecond must be more than zero");
            }
        }
    }

    /**
     * The answer begins late.
     *
     * @param time how long nothing comes, not even the head
     */
    record Delay(Duration time) implements Fault {
        /**
         * Checks the time.
         *
         * @param time as above
         */
        public Delay {
            requireTime(Objects.requireNonNull(time, "time"), "time");
        }
    }

    /** The mark that says why the model stopped comes twice. An answer that is not streamed stays as it is. */
    record DuplicateFinish() implements Fault {}

    /** The tokens are not reported. */
    record NoUsage() implements Fault {}

    /** Why the model stopped is not told, and the wire's own end marker is missing; apart from that the answer ends in good order. */
    record NoFinish() implements Fault {}

    /** Answer, model and tool calls come without their ids. */
    record MissingIds() implements Fault {}

    /**
     * A page for people in place of an answer, as proxies and gateways send it.
     *
     * @param status the HTTP status, 200 included
     */
    record HtmlErrorPage(int status) implements Fault {
        /**
         * Checks the status.
         *
         * @param status as above
         */
        public HtmlErrorPage {
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("status must be an HTTP status from 200 to 599");
            }
        }
    }

    /**
     * The right content under a wrong name.
     *
     * @param type the content type that is sent
     */
    record WrongContentType(String type) implements Fault {
        /**
         * Checks the type.
         *
         * @param type as above
         */
        public WrongContentType {
            Objects.requireNonNull(type, "type");
        }
    }

    /**
     * The answer never seems to end: its first piece is followed by filler.
     *
     * @param bytes how much is sent before the connection ends
     */
    record HugeBody(long bytes) implements Fault {
        /**
         * Checks the size.
         *
         * @param bytes as above
         */
        public HugeBody {
            if (bytes < 1) {
                throw new IllegalArgumentException("bytes must be at least 1");
            }
        }
    }

    /**
     * Several at once.
     *
     * @param faults at least one, none of them joined itself
     */
    record Joined(List<Fault> faults) implements Fault {
        /**
         * Checks the components.
         *
         * @param faults as above
         */
        public Joined {
            faults = List.copyOf(faults);
            if (faults.isEmpty() || faults.stream().anyMatch(Joined.class::isInstance)) {
                throw new IllegalArgumentException("faults must be at least one, and none of them joined itself");
            }
        }
    }

    /**
     * This fault and another on the same answer. Where both strike, the one that comes first in the answer wins.
     *
     * @param other the other
     * @return both
     */
    default Fault and(Fault other) {
        List<Fault> all = new ArrayList<>(parts());
        all.addAll(other.parts());
        return new Joined(all);
    }

    /**
     * The faults that this one is made of.
     *
     * @return this one, or what is joined in it
     */
    default List<Fault> parts() {
        return this instanceof Joined joined ? joined.faults() : List.of(this);
    }

    /**
     * No answer at all.
     *
     * @return the fault
     */
    static Fault silent() {
        return new Silent();
    }

    /**
     * Silence in the answer.
     *
     * @param pieces how many pieces are sent before
     * @return the fault
     */
    static Fault stallAfter(int pieces) {
        return new StallAfter(pieces);
    }

    /**
     * A reset in the answer.
     *
     * @param pieces how many pieces are sent before
     * @return the fault
     */
    static Fault resetAfter(int pieces) {
        return new ResetAfter(pieces);
    }

    /**
     * An end in the middle of a piece.
     *
     * @param pieces how many whole pieces are sent before
     * @return the fault
     */
    static Fault truncateAfter(int pieces) {
        return new TruncateAfter(pieces);
    }

    /**
     * An error as the vendor words it.
     *
     * @param kind what went wrong; of the kinds that a vendor can have
     * @return the fault
     */
    static VendorError error(ErrorKind kind) {
        return new VendorError(kind, null);
    }

    /**
     * A status in the vendor's form.
     *
     * @param code an HTTP status of 400 or more
     * @return the fault
     */
    static Status status(int code) {
        return new Status(code, null);
    }

    /**
     * An error within a stream.
     *
     * @param pieces how many pieces are sent before
     * @param kind what went wrong
     * @return the fault
     */
    static Fault errorInStream(int pieces, ErrorKind kind) {
        return new ErrorInStream(pieces, kind);
    }

    /**
     * A piece of nonsense.
     *
     * @param pieces how many pieces are sent before
     * @return the fault
     */
    static Fault garble(int pieces) {
        return new Garble(pieces);
    }

    /**
     * A wrong frame.
     *
     * @param pieces how many pieces are sent before
     * @return the fault
     */
    static Fault spoilFrame(int pieces) {
        return new SpoilFrame(pieces);
    }

    /**
     * Bytes that are no UTF-8.
     *
     * @param pieces how many pieces are sent before
     * @return the fault
     */
    static Fault invalidUtf8(int pieces) {
        return new InvalidUtf8(pieces);
    }

    /**
     * A slow model.
     *
     * @param tokensPerSecond more than zero
     * @return the fault
     */
    static Fault slow(double tokensPerSecond) {
        return new Slow(tokensPerSecond);
    }

    /**
     * A late answer.
     *
     * @param time how long nothing comes
     * @return the fault
     */
    static Fault delay(Duration time) {
        return new Delay(time);
    }

    /**
     * A second finish.
     *
     * @return the fault
     */
    static Fault duplicateFinish() {
        return new DuplicateFinish();
    }

    /**
     * No token counts.
     *
     * @return the fault
     */
    static Fault noUsage() {
        return new NoUsage();
    }

    /**
     * No finish.
     *
     * @return the fault
     */
    static Fault noFinish() {
        return new NoFinish();
    }

    /**
     * No ids.
     *
     * @return the fault
     */
    static Fault missingIds() {
        return new MissingIds();
    }

    /**
     * A page for people.
     *
     * @param status the HTTP status, 200 included
     * @return the fault
     */
    static Fault htmlErrorPage(int status) {
        return new HtmlErrorPage(status);
    }

    /**
     * A wrong name for the content.
     *
     * @param type the content type that is sent
     * @return the fault
     */
    static Fault wrongContentType(String type) {
        return new WrongContentType(type);
    }

    /**
     * An answer without end.
     *
     * @param bytes how much is sent before the connection ends
     * @return the fault
     */
    static Fault hugeBody(long bytes) {
        return new HugeBody(bytes);
    }

    private static void requirePlace(int pieces) {
        if (pieces < 0) {
            throw new IllegalArgumentException("pieces must be zero or more");
        }
    }

    private static void requireTime(@Nullable Duration time, String name) {
        if (time != null && time.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative");
        }
    }
}
