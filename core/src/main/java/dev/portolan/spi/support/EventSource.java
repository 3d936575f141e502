package dev.portolan.spi.support;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer that has begun, read as events: a source of bytes or of messages with the decoder that belongs to it. Used by one
 * thread at a time; the {@link CallGuard} of the attempt breaks it off from any other.
 */
public interface EventSource {

    /**
     * Waits for the next piece and decodes it.
     *
     * @param arrived to be run when a piece has come, before it is decoded
     * @param out receives the events it completes, possibly none
     * @return false at the end of the answer, when nothing was handed on
     * @throws IOException when the connection broke or was aborted
     * @throws dev.portolan.error.LlmException when the vendor reports an error, sends what is not its format, or a limit was
     *     passed
     */
    boolean read(Runnable arrived, Consumer<ChatEvent> out) throws IOException;

    /**
     * The wire has ended in good order.
     *
     * @param out receives the last events; {@link ChatEvent.Completed} unless {@link #read} gave it before
     * @throws dev.portolan.error.LlmException when the vendor's end marker has not come
     */
    void end(Consumer<ChatEvent> out);

    /**
     * What has come so far, for the exception of a broken stream.
     *
     * @return the partial answer, or {@code null} when nothing has come
     */
    @Nullable
    ChatResponse partial();

    /**
     * What gives the connection back, for further use when the answer was read to its end. It outlives a stream that is dropped
     * without being closed, so it must not lead to a decoder: decoders may keep what they hand their events to.
     *
     * @return what to do once, when the answer is over
     */
    Runnable closing();

    /**
     * An answer that comes in bytes.
     *
     * @param body the bytes
     * @param decoder what makes events of them; after {@link ChatEvent.Completed} it gets no more
     * @return the source
     */
    static EventSource of(ByteSource body, StreamDecoder decoder) {
        return new DecodedBytes(body, decoder);
    }

    /**
     * An answer that comes in messages.
     *
     * @param <M> the transport's type of message
     * @param messages the messages
     * @param decoder what makes events of them; after {@link ChatEvent.Completed} it gets no more
     * @return the source
     */
    static <M> EventSource of(MessageSource<M> messages, MessageDecoder<M> decoder) {
        return new DecodedMessages<>(messages, decoder);
    }
}
