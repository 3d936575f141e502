package dev.portolan.ollama;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.SseParser;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of a stream of JSON lines, whose bytes may be cut anywhere. The answer is complete with the line that says {@code
 * done}; a line with an {@code error} in a stream that began well is that error.
 *
 * @see <a href="https://docs.ollama.com/api/streaming">Ollama: streaming</a>
 * @see <a href="https://docs.ollama.com/api/errors">Ollama: errors that occur while streaming</a>
 */
final class StreamDecoder implements dev.portolan.spi.support.StreamDecoder {

    private static final int LONGEST_LINE = SseParser.DEFAULT_MAX_EVENT_BYTES;

    private final Answer answer = new Answer();
    private final ErrorMapper errors;

    /** The beginning of a line that came without its end. */
    private byte[] rest = new byte[0];

    private int held;

    StreamDecoder(ErrorMapper errors) {
        this.errors = errors;
    }

    @Override
    public void feed(byte[] bytes, int offset, int length, Consumer<ChatEvent> out) {
        int from = offset;
        int end = offset + length;
        for (int i = offset; i < end && !answer.isDone(); i++) {
            if (bytes[i] == '\n') {
                if (held == 0) {
                    line(bytes, from, i - from, out);
                } else {
                    hold(bytes, from, i - from);
                    int whole = held;
                    held = 0;
                    line(rest, 0, whole, out);
                }
                from = i + 1;
            }
        }
        if (!answer.isDone()) {
            hold(bytes, from, end - from);
        }
    }

    private void hold(byte[] bytes, int offset, int length) {
        if ((long) held + length > LONGEST_LINE) {
            throw ErrorDetails.builder("a line of the stream is over the limit of " + LONGEST_LINE + " bytes")
                    .remedy("Ask for a shorter answer, or check that what answers is Ollama")
                    .toException(ErrorKind.INVALID_RESPONSE);
        }
        if (rest.length < held + length) {
            rest = Arrays.copyOf(rest, (int) Math.max(512, Math.min(LONGEST_LINE, 2L * (held + length))));
        }
        System.arraycopy(bytes, offset, rest, held, length);
        held += length;
    }

    private void line(byte[] bytes, int offset, int length, Consumer<ChatEvent> out) {
        try (JsonParser parser = WireJson.factory().createParser(bytes, offset, length)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return;
            }
            if (first != JsonToken.START_OBJECT) {
                throw ResponseMapper.unreadable();
            }
            Chunk chunk = Chunk.read(parser, bytes, offset);
            if (parser.nextToken() != null) {
                throw ResponseMapper.unreadable();
            }
            accept(chunk, out);
        } catch (IOException e) {
            throw ResponseMapper.unreadable();
        }
    }

    private void accept(Chunk chunk, Consumer<ChatEvent> out) {
        if (chunk.error != null) {
            throw errors.inAnswer(chunk.error);
        }
        if (!chunk.hasMessage && !chunk.done) {
            throw ResponseMapper.unreadable();
        }
        answer.accept(chunk, out);
        if (answer.isDone()) {
            answer.complete(out);
        }
    }

    /** A last line need not have an end. */
    @Override
    public void end(Consumer<ChatEvent> out) {
        if (held > 0 && !answer.isDone()) {
            int whole = held;
            held = 0;
            try {
                line(rest, 0, whole, out);
            } catch (LlmException e) {
                if (e.kind().equals(ErrorKind.INVALID_RESPONSE) && rest[0] == '{') {
                    throw cut();
                }
                throw e;
            }
        }
        if (!answer.isDone()) {
            throw cut();
        }
    }

    private static LlmException cut() {
        return ErrorDetails.builder("the stream ended without the line that says done")
                .remedy("Ask again, or use the partial answer knowingly")
                .toException(ErrorKind.STREAM_INTERRUPTED);
    }

    @Override
    public @Nullable ChatResponse partial() {
        return answer.partial();
    }
}
