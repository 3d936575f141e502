package dev.portolan.azure;

import dev.portolan.chat.ChatResponse;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.wire.anthropic.CacheMarks;
import dev.portolan.wire.anthropic.WireChatModel;
import dev.portolan.wire.anthropic.WireProfile;
import org.jspecify.annotations.Nullable;

/**
 * Claude behind a deployment of a Foundry resource, over Anthropic's Messages.
 *
 * @see <a href="https://learn.microsoft.com/azure/foundry/foundry-models/how-to/use-foundry-models-claude">Azure: Claude models in
 *     Microsoft Foundry</a>
 */
final class AzureClaudeModel extends WireChatModel {

    /** The wire as Foundry speaks it. */
    static final WireProfile PROFILE = WireProfile.direct(AzureProvider.ID);

    private final AnswerAdditions additions;

    /**
     * A model.
     *
     * @param check knows which model must answer, or {@code null} when nobody said
     */
    AzureClaudeModel(
            AzureClient client,
            String deployment,
            CapabilityProfiles.Profile profile,
            CacheMarks marks,
            ModelSettings settings,
            VendorOptions options,
            @Nullable DeploymentCheck check) {
        super(client.claude(deployment, settings.model()), PROFILE, profile, marks, settings, options);
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
