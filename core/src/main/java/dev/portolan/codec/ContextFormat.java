package dev.portolan.codec;

import dev.portolan.chat.CallContext;

/** For whom a call was made; nothing that runs, nothing that is secret. */
final class ContextFormat {

    private ContextFormat() {}

    static void fields(JsonWriter out, CallContext context) {
        out.field("tenant", context.tenant())
                .field("feature", context.feature())
                .field("taskKey", context.taskKey())
                .field("stickinessKey", context.stickinessKey())
                .texts("tags", context.tags());
    }

    static CallContext read(Place at) {
        CallContext.Builder builder = CallContext.builder()
                .tenant(at.find("tenant", Place::text))
                .feature(at.find("feature", Place::text))
                .taskKey(at.find("taskKey", Place::text))
                .stickinessKey(at.find("stickinessKey", Place::text));
        at.texts("tags").forEach(builder::tag);
        return builder.build();
    }
}
