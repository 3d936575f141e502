package dev.portolan.azure;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.wire.openai.OpenAiWire;
import dev.portolan.wire.openai.WireChatModel;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A chat model behind a deployment, over one of OpenAI's two APIs. */
final class AzureChatModel extends WireChatModel {

    private final @Nullable DeploymentCheck check;

    /**
     * A model.
     *
     * @param check knows which model must answer, or {@code null} when nobody said
     */
    AzureChatModel(
            AzureClient client,
            OpenAiWire wire,
            String deployment,
            CapabilityProfiles.Profile profile,
            ModelSettings settings,
            VendorOptions options,
            @Nullable DeploymentCheck check) {
        super(client.endpoint(wire.path(), deployment, settings.model()), wire, profile, settings, options, null);
        this.check = check;
    }

    @Override
    protected ChatResponse answered(ChatResponse response, WireAnswer answer) {
        ChatResponse checked = check == null ? response : check.check(response);
        String headers = ServedBy.metadata(answer::header);
        return headers == null
                ? checked
                : checked.toBuilder()
                        .vendorMetadata(() -> ServedBy.merged(response.vendorMetadata(), headers))
                        .build();
    }

    @Override
    protected StreamDecoder decoder(StreamDecoder decoder, WireAnswer answer) {
        return new AnsweredDecoder(decoder, response -> answered(response, answer));
    }

    /** Adds to the response at the end of a stream what is added to a whole one. */
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
