package dev.portolan.bedrock;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.Timings;
import dev.portolan.chat.TokenCounter;
import dev.portolan.error.LlmException;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderChatModel;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.EffortRules;
import dev.portolan.spi.support.ErrorOrigin;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.spi.support.WireStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chat model on Bedrock, by Converse or InvokeModel. */
final class BedrockChatModel extends ProviderChatModel {

    private final ChatApi api;
    private final EffortRules efforts;
    private final Family family;
    private final SchemaDialect dialect;
    private final VendorOptions options;
    private final @Nullable TokenCounter counter;

    BedrockChatModel(
            ChatApi api,
            CapabilityProfiles.Profile profile,
            ModelSettings settings,
            VendorOptions options,
            @Nullable TokenCounter counter) {
        super(profile.info(), settings);
        this.api = api;
        this.efforts = new EffortRules(profile.quirks());
        this.family = new Family(profile);
        this.dialect = BedrockDialect.of(family);
        this.options = options;
        this.counter = counter;
    }

    @Override
    protected List<Gap> gaps(ChatRequest request) {
        boolean known = info().supports(Capability.TOOL_CHOICE_NONE)
                || settings().capabilities().containsKey(Capability.TOOL_CHOICE_NONE);
        return family.amended(efforts.addTo(super.gaps(request), request), request, known, api::takesBack);
    }

    @Override
    protected SchemaDialect schemaDialect() {
        return dialect;
    }

    @Override
    protected ChatResponse send(ChatRequest request, CallContext context) {
        try (CallGuard guard = CallGuard.start(context)) {
            ChatResponse response = api.chat(prepared(request), context, guard);
            return response.toBuilder()
                    .timings(new Timings(guard.elapsed(), null))
                    .build();
        } catch (LlmException e) {
            throw ErrorOrigin.of(e, info(), null);
        }
    }

    @Override
    protected ChatStream open(ChatRequest request, CallContext context) {
        return new WireStream(info(), context, guard -> api.open(prepared(request), context, guard));
    }

    private ChatRequest prepared(ChatRequest request) {
        return options.addTo(efforts.applyTo(request));
    }

    @Override
    public @Nullable TokenCounter tokenCounter() {
        return counter;
    }
}
