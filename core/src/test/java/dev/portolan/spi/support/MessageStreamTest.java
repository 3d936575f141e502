package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.TextPart;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams over messages: each word is a piece of text, {@code .} ends the answer, {@code !} breaks the connection. */
@Timeout(30)
class MessageStreamTest {

    private static final ModelInfo INFO = ModelInfo.builder("acme", "acme-1").build();

    private boolean closed;

    @Test
    void messagesAreDecodedAndTheConnectionIsGivenBack() {
        try (ChatStream stream = stream("Good", " day", ".")) {
            assertThat(stream.response().text()).isEqualTo("Good day");
        }
        assertThat(closed).isTrue();
    }

    @Test
    void whatFollowsTheEndIsNotDecoded() {
        try (ChatStream stream = stream("Good", ".", "bad")) {
            assertThat(stream.response().text()).isEqualTo("Good");
        }
    }

    @Test
    void messagesWithoutEndMarkerAreInterruptedAndKeepWhatCame() {
        try (ChatStream stream = stream("Good")) {
            LlmException failure = catchThrowableOfType(LlmException.class, stream::response);
            assertThat(failure.kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
            assertThat(failure.partialResponse()).isNotNull();
            assertThat(failure.partialResponse().text()).isEqualTo("Good");
        }
    }

    @Test
    void aBrokenConnectionIsAnInterruptedStream() {
        try (ChatStream stream = stream("Good", "!")) {
            LlmException failure = catchThrowableOfType(LlmException.class, stream::response);
            assertThat(failure.kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
            assertThat(failure.outputBegun()).isTrue();
        }
        assertThat(closed).isTrue();
    }

    @Test
    void aMessageThatTheDecoderChokesOnIsAnInvalidResponse() {
        try (ChatStream stream = stream("bad")) {
            LlmException failure = catchThrowableOfType(LlmException.class, stream::response);
            assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_RESPONSE);
        }
    }

    /** Decoders may keep what they hand events to: a stream that is dropped without being closed would never be reclaimed. */
    @Test
    void whatGivesTheConnectionBackDoesNotHoldTheDecoder() {
        List<WeakReference<Sentence>> gone = new ArrayList<>();
        Runnable closing = closing(gone);
        for (int i = 0; i < 200 && gone.get(0).get() != null; i++) {
            System.gc();
        }
        assertThat(gone.get(0).get()).isNull();
        closing.run();
        assertThat(closed).isTrue();
    }

    private Runnable closing(List<WeakReference<Sentence>> made) {
        Sentence decoder = new Sentence();
        made.add(new WeakReference<>(decoder));
        return EventSource.of(new Words(List.of()), decoder).closing();
    }

    private ChatStream stream(String... messages) {
        return new WireStream(
                INFO,
                CallContext.EMPTY,
                guard -> new WireStream.Opened(
                        EventSource.of(new Words(List.of(messages)), new Sentence()), "req-1", null, List.of()));
    }

    private final class Words implements MessageSource<String> {
        private final Queue<String> left;

        Words(List<String> words) {
            this.left = new ArrayDeque<>(words);
        }

        @Override
        public @Nullable String next() throws IOException {
            String word = left.poll();
            if ("!".equals(word)) {
                throw new IOException("broken");
            }
            return word;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class Sentence implements MessageDecoder<String> {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void feed(String word, Consumer<ChatEvent> out) {
            switch (word) {
                case "bad" -> throw new IllegalStateException("bad");
                case "." -> out.accept(new ChatEvent.Completed(partial()));
                default -> {
                    text.append(word);
                    out.accept(new ChatEvent.TextDelta(word, 0));
                }
            }
        }

        @Override
        public void end(Consumer<ChatEvent> out) {
            throw ErrorDetails.builder("no full stop").toException(ErrorKind.STREAM_INTERRUPTED);
        }

        @Override
        public ChatResponse partial() {
            return ChatResponse.builder()
                    .message(new AssistantMessage(List.of(new TextPart(text.toString()))))
                    .provider("acme")
                    .model("acme-1")
                    .build();
        }
    }
}
