package dev.portolan.codec;

import dev.portolan.chat.Usage;

/** Tokens taken; a number that is not known is not there. */
final class UsageFormat {

    private UsageFormat() {}

    static void write(JsonWriter out, Usage usage) {
        fields(out.object(), usage);
        out.endObject();
    }

    static void fields(JsonWriter out, Usage usage) {
        out.field("inputTokens", usage.inputTokens())
                .field("outputTokens", usage.outputTokens())
                .field("cachedInputTokens", usage.cachedInputTokens())
                .field("cacheWriteInputTokens", usage.cacheWriteInputTokens())
                .field("reasoningTokens", usage.reasoningTokens());
    }

    static Usage read(Place at) {
        return Usage.builder()
                .inputTokens(at.find("inputTokens", Place::whole))
                .outputTokens(at.find("outputTokens", Place::whole))
                .cachedInputTokens(at.find("cachedInputTokens", Place::whole))
                .cacheWriteInputTokens(at.find("cacheWriteInputTokens", Place::whole))
                .reasoningTokens(at.find("reasoningTokens", Place::whole))
                .build();
    }
}
