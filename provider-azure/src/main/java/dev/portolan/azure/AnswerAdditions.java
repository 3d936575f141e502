package dev.portolan.azure;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.WireAnswer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What this provider knows of an answer beside what the wire tells: where it was served, and whether by the model that was said.
 * Thread-safe.
 */
final class AnswerAdditions {

    private final @Nullable DeploymentCheck check;

    /**
     * @param check knows which model must answer, or {@code null} when nobody said
     */
    AnswerAdditions(@Nullable DeploymentCheck check) {
        this.check = check;
    }

    /** Adds it to a whole answer. */
    ChatResponse addTo(ChatResponse response, WireAnswer answer) {
        ChatResponse checked = check == null ? response : check.check(response);
        String headers = ServedBy.metadata(answer::header);
        return headers == null
                ? checked
                : checked.toBuilder()
                        .vendorMetadata(() -> ServedBy.merged(response.vendorMetadata(), headers))
                        .build();
    }

    /** Adds it to the response at the end of a stream. */
    StreamDecoder addTo(StreamDecoder decoder, WireAnswer answer) {
        return new AnsweredDecoder(decoder, response -> addTo(response, answer));
    }

    private record AnsweredDecoder(StreamDecoder decoder, UnaryOperator<ChatResponse> added) implements StreamDecoder {

        @Override
        public void feed(byte[] bytes, int offset, int length, Consumer<ChatEvent> out) {
            decoder.feed(bytes, offset, length, adding(out));
        }

        @Override
        public void end(Consumer<ChatEvent> out) {
            decoder.end(adding(out));
        }

        private Consumer<ChatEvent> adding(Consumer<ChatEvent> out) {
            return event -> out.accept(
                    event instanceof ChatEvent.Completed done
                            ? new ChatEvent.Completed(added.apply(done.response()))
                            : event);
        }

        @Override
        public @Nullable ChatResponse partial() {
            return decoder.partial();
        }
    }
}
