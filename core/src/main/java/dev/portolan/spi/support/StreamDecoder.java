package dev.portolan.spi.support;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one streamed answer into events. One instance for each stream; not thread-safe.
 *
 * <p>Bytes may be cut anywhere, within a line, a UTF-8 character or a JSON token.
 */
public interface StreamDecoder {

    /**
     * Takes the next bytes.
     *
     * @param bytes holds the bytes; not kept
     * @param offset where they start
     * @param length how many
     * @param out receives the events they complete, in order; after {@link ChatEvent.Completed} nothing more is read
     * @throws dev.portolan.error.LlmException when the vendor reports an error in the stream or sends what is not its format
     */
    void feed(byte[] bytes, int offset, int length, Consumer<ChatEvent> out);

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
