package dev.portolan.openai;

import dev.portolan.chat.TokenCounter;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.wire.openai.OpenAiWire;
import dev.portolan.wire.openai.WireChatModel;
import org.jspecify.annotations.Nullable;

/** A chat model over one of OpenAI's two APIs. */
final class OpenAiChatModel extends WireChatModel {

    private final @Nullable SchemaDialect dialect;

    OpenAiChatModel(
            OpenAiClient client,
            OpenAiWire wire,
            CapabilityProfiles.Profile profile,
            ModelSettings settings,
            VendorOptions options,
            @Nullable TokenCounter counter,
            @Nullable SchemaDialect dialect) {
        super(client.endpoint(wire.path(), settings.model()), wire, profile, settings, options, counter);
        this.dialect = dialect;
    }

    @Override
    protected @Nullable SchemaDialect schemaDialect() {
        return dialect;
    }
}
