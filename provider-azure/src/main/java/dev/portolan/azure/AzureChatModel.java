package dev.portolan.azure;

import dev.portolan.chat.ChatResponse;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.wire.openai.OpenAiWire;
import dev.portolan.wire.openai.WireChatModel;
import org.jspecify.annotations.Nullable;

/** A chat model behind a deployment, over one of OpenAI's two APIs. */
final class AzureChatModel extends WireChatModel {

    private final AnswerAdditions additions;

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
        this.additions = new AnswerAdditions(check);
    }

    @Override
    protected ChatResponse answered(ChatResponse response, WireAnswer answer) {
        return additions.addTo(response, answer);
    }

    @Override
    protected StreamDecoder decoder(StreamDecoder decoder, WireAnswer answer) {
        return additions.addTo(decoder, answer);
    }
}
