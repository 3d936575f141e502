package dev.portolan.azure;

import dev.portolan.chat.ChatResponse;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.wire.openai.OpenAiDialect;
import dev.portolan.wire.openai.OpenAiWire;
import dev.portolan.wire.openai.WireChatModel;
import org.jspecify.annotations.Nullable;

/** A chat model behind a deployment, over one of OpenAI's two APIs. */
final class AzureChatModel extends WireChatModel {

    /** How a family of models on Foundry takes schemas, in the data file; OpenAI's own say nothing. */
    static final String SCHEMAS = "schemas";

    private final AnswerAdditions additions;
    private final @Nullable SchemaDialect dialect;

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
        this.dialect = dialect(profile.quirks().get(SCHEMAS));
    }

    private static @Nullable SchemaDialect dialect(@Nullable String schemas) {
        if (schemas == null) {
            return OpenAiDialect.strict();
        }
        return schemas.equals("written-out") ? OpenAiDialect.writtenOut() : OpenAiDialect.onRequest();
    }

    @Override
    protected @Nullable SchemaDialect schemaDialect() {
        return dialect;
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
