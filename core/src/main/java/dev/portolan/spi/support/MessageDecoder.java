package dev.portolan.spi.support;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the messages of one streamed answer into events; what {@link StreamDecoder} is to bytes. One instance for each stream;
 * not thread-safe.
 *
 * @param <M> the type of message
 */
public interface MessageDecoder<M> {

    /**
     * Takes the next message.
     *
     * @param message the message
     * @param out receives the events it completes, in order; after {@link ChatEvent.Completed} nothing more is read
     * @throws dev.portolan.error.LlmException when the vendor reports an error in the stream or sends what is not its format
     */
    void feed(M message, Consumer<ChatEvent> out);

    /**
     * The wire has ended in good order.
     *
     * @param out receives the last events; {@link ChatEvent.Completed} unless {@link #feed} gave it before
     * @throws dev.portolan.error.LlmException when the vendor's end marker has not come
     */
    void end(Consumer<ChatEvent> out);

    /**
     * What has come so far, for the exception of a broken stream. Tool calls that are not complete are left out.
     *
     * @return the partial answer, or {@code null} when nothing has come
     */
    @Nullable
    ChatResponse partial();
}
