package dev.portolan.routing.portability;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderChatModel;
import dev.portolan.spi.support.schema.KeywordRules;
import dev.portolan.spi.support.schema.ObjectRules;
import dev.portolan.spi.support.schema.RuleDialect;
import dev.portolan.spi.support.schema.RuleDialect.Strictness;
import org.jspecify.annotations.Nullable;

/** A provider's model as real ones are built, with a dialect, that must never be called. */
final class UncallableModel extends ProviderChatModel {

    private static final RuleDialect DIALECT = RuleDialect.builder("acme")
            .strictness(Strictness.WHEN_LOSSLESS, Strictness.ALWAYS)
            .rules(KeywordRules.describe("AC1", "minLength"), ObjectRules.noOpenObjects("AC2"))
            .objectAtRoot("AC4")
            .build();

    UncallableModel(ModelInfo info) {
        super(info, ModelSettings.builder("next", info.model()).build());
    }

    /** A model on a cloud that lacks what is named and says nothing of the rest. */
    static UncallableModel lacking(String provider, String model, Capability... missing) {
        ModelInfo.Builder info = ModelInfo.builder(provider, model)
                .capability(Capability.TOOLS, true)
                .capability(Capability.JSON_SCHEMA_OUTPUT, true)
                .capability(Capability.IMAGE_INPUT, true)
                .limits(new ModelLimits(1000, 200, 1.0, null, 2, null));
        for (Capability capability : missing) {
            info.capability(capability, false);
        }
        return new UncallableModel(info.build());
    }

    @Override
    protected ChatResponse send(ChatRequest request, CallContext context) {
        throw new AssertionError("A portability check makes no call");
    }

    @Override
    protected ChatStream open(ChatRequest request, CallContext context) {
        throw new AssertionError("A portability check makes no call");
    }

    @Override
    protected @Nullable SchemaDialect schemaDialect() {
        return DIALECT;
    }
}
