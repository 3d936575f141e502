package dev.portolan.chat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sees what a call puts on the wire and what comes back, byte for byte: for recordings that go into a bug report. Set with {@link
 * CallContext.Builder#wireListener}; a provider that cannot be looked at calls nothing.
 *
 * <p>Values of headers and parameters that may hold credentials do not get here. Bodies do get here as they are: they hold
 * prompts and answers. What a listener throws ends the listening, not the call. Thread-safe; the methods of one {@link Exchange} are
 * called one after the other, on threads that must not be held up.
 */
@FunctionalInterface
public interface WireListener {

    /** How an exchange ended. */
    enum End {
        /** The answer was read to the end of its body. */
        COMPLETE,
        /**
         * This side needed no more: the answer's own end mark had come, its reader closed it, a time limit passed, or what had come
         * was enough to refuse it.
         */
        LEFT,
        /** The connection or the protocol failed, or this side broke the call off in the middle of a read. */
        BROKEN
    }

    /**
     * One header.
     *
     * @param name its name
     * @param value its value, or {@code [removed]} where it may be secret
     */
    record Header(String name, String value) {
        /**
         * Checks the components.
         *
         * @param name as above
         * @param value as above
         */
        public Header {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return "Header[" + name + "]";
        }
    }

    /**
     * A request is about to be sent. A call has one exchange for each attempt, and none when it fails before anything is sent.
     *
     * @param method the HTTP method; {@code gRPC} for a call of gRPC
     * @param address where it goes, without user, password and the values of unknown parameters
     * @param headers what the call itself sets; those that the transport adds are not among them
     * @param body the bytes, or JSON in UTF-8 where an SDK shows nothing else; not to be kept or changed
     * @return sees the rest of it
     */
    Exchange begin(String method, String address, List<Header> headers, byte[] body);

    /** What comes back for one request. */
    interface Exchange {

        /**
         * The answer has begun.
         *
         * @param status the HTTP status, or the code of gRPC
         * @param headers the answer's headers
         */
        void answered(int status, List<Header> headers);

        /**
         * A piece of the answer's body has come.
         *
         * @param bytes holds it, decompressed; not to be kept or changed
         * @param offset where it starts
         * @param length how many bytes it has
         */
        void received(byte[] bytes, int offset, int length);

        /**
         * It is over. Called once, last.
         *
         * @param end how
         * @param failure what the transport threw, or {@code null} when it threw nothing
         */
        void ended(End end, @Nullable Throwable failure);
    }
}
