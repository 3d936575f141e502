package dev.portolan.wire.anthropic;

import dev.portolan.chat.CallContext;
import dev.portolan.recorded.RecordedAnswers;
import dev.portolan.recorded.Recording;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireEndpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Answers with recordings, one call after the other; the name is not asked for. */
final class RecordedEndpoint implements WireEndpoint, RecordedAnswers {

    private final Queue<Recording> served = new ArrayDeque<>();
    private final List<byte[]> bodies = new ArrayList<>();

    @Override
    public void serve(String name, List<Recording> inOrder) {
        served.clear();
        bodies.clear();
        served.addAll(inOrder);
    }

    @Override
    public List<byte[]> bodies(String name) {
        return List.copyOf(bodies);
    }

    @Override
    public String model() {
        return "recorded";
    }

    @Override
    public WireAnswer post(byte[] body, boolean stream, CallContext context, CallGuard guard) {
        bodies.add(body);
        return new Answer(served.remove());
    }

    private static final class Answer implements WireAnswer {
        private final Recording recording;
        private boolean read;

        Answer(Recording recording) {
            this.recording = recording;
        }

        @Override
        public @Nullable String header(String name) {
            return recording.headers().path(name).asText(null);
        }

        @Override
        public byte[] bytes() {
            byte[] body = recording.body();
            return body == null ? new byte[0] : body;
        }

        @Override
        public boolean read(Sink sink) {
            if (read) {
                return false;
            }
            read = true;
            sink.take(bytes(), 0, bytes().length);
            return true;
        }

        @Override
        public void close() {}
    }
}
