package dev.portolan.wire.openai.chat;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.SseParser;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.wire.openai.ErrorMapper;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A streamed chat completion. The end marker is the finish reason; {@code [DONE]} without one is a broken stream, unless the
 * server is known to leave it out, and a finish reason without {@code [DONE]} is a whole answer. A server that answers with
 * one JSON object though a stream was asked for is understood, too.
 */
final class ChatStreamDecoder implements StreamDecoder {

    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private final WireProfile profile;
    private final ErrorMapper errors;
    private final SseParser events = new SseParser();
    private final SseParser.EventSink sink = this::event;
    private final Answer answer;
    private final ChunkReader chunks;
    private Consumer<ChatEvent> out = event -> {};
    private @Nullable ByteArrayOutputStream body;
    private boolean sniffed;
    private boolean ending;
    private boolean completed;

    ChatStreamDecoder(WireProfile profile, ErrorMapper errors) {
        this.profile = profile;
        this.errors = errors;
        this.answer = new Answer(profile, false);
        this.chunks = new ChunkReader(answer, errors, true);
    }

    @Override
    public void feed(byte[] bytes, int offset, int length, Consumer<ChatEvent> consumer) {
        if (completed) {
            return;
        }
        out = consumer;
        if (!sniffed) {
            sniff(bytes, offset, length);
        }
        if (body == null) {
            events.feed(bytes, offset, length, sink);
        } else {
            if (body.size() + (long) length > SseParser.DEFAULT_MAX_EVENT_BYTES) {
                throw invalid("is one JSON object over the limit of " + SseParser.DEFAULT_MAX_EVENT_BYTES + " bytes");
            }
            body.write(bytes, offset, length);
        }
    }

    @Override
    public void end(Consumer<ChatEvent> consumer) {
        if (completed) {
            return;
        }
        out = consumer;
        ending = true;
        if (body != null) {
            wholeBody(body.toByteArray());
            return;
        }
        events.end(sink);
        if (!completed) {
            if (!answer.finished()) {
                throw interrupted();
            }
            complete();
        }
    }

    @Override
    public @Nullable ChatResponse partial() {
        return answer.partial();
    }

    /** Tells a JSON object or a page of HTML from an event stream by its first byte. */
    private void sniff(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            byte b = bytes[i];
            if (b == '<') {
                throw invalid("is a page of HTML");
            }
            if (b == '{' || b == '[') {
                body = new ByteArrayOutputStream(Math.max(1024, length));
            }
            if (b > ' ' || b < 0) {
                sniffed = true;
                return;
            }
        }
    }

    private void wholeBody(byte[] json) {
        try {
            new ChunkReader(answer, errors, false).read(json, 0, json.length, out);
        } catch (IOException e) {
            throw WireFailures.unreadable(e, answer, errors, profile.provider(), json);
        }
        if (!answer.started()) {
            throw WireFailures.noAnswer(answer, errors, profile.provider(), json);
        }
        complete();
    }

    private void event(@Nullable String name, byte[] data, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && data[from] <= ' ' && data[from] >= 0) {
            from++;
        }
        while (to > from && data[to - 1] <= ' ' && data[to - 1] >= 0) {
            to--;
        }
        if (completed || from == to) {
            return;
        }
        if (isDone(data, from, to)) {
            done();
        } else if ("error".equals(name)) {
            throw errors.inAnswer(answer.modelName(), data, from, to - from);
        } else {
            chunk(data, from, to - from);
        }
    }

    private void chunk(byte[] data, int from, int length) {
        try {
            chunks.read(data, from, length, out);
        } catch (IOException e) {
            if (ending && !(e instanceof ChunkReader.WrongShape)) {
                // The last event had no blank line behind it: it was cut.
                throw interrupted();
            }
            throw WireFailures.notThisWire(e, profile.provider(), answer.modelName());
        }
    }

    private void done() {
        if (!answer.finished() && !(answer.started() && profile.has(Quirk.FINISH_OPTIONAL))) {
            throw interrupted();
        }
        complete();
    }

    private void complete() {
        completed = true;
        out.accept(new ChatEvent.Completed(answer.complete(out).build()));
    }

    private static boolean isDone(byte[] data, int from, int to) {
        return to - from == DONE.length && Arrays.equals(data, from, to, DONE, 0, DONE.length);
    }

    private LlmException interrupted() {
        LlmException blocked = WireFailures.blockedPrompt(answer, profile.provider());
        if (blocked != null) {
            return blocked;
        }
        return ErrorDetails.builder("The stream ended before the answer did")
                .remedy("Try again; what had come is in partialResponse()")
                .provider(profile.provider())
                .model(answer.modelName())
                .toException(ErrorKind.STREAM_INTERRUPTED);
    }

    private LlmException invalid(String what) {
        return WireFailures.notThisWire(what, profile.provider(), answer.modelName());
    }
}
