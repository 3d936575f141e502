package dev.portolan.codec;

import dev.portolan.chat.PromptOrigin;
import java.util.List;

/** Which prompt a text was made of. How it would read for others stays with the process that made it. */
final class PromptFormat {

    private PromptFormat() {}

    static void write(JsonWriter out, PromptOrigin origin) {
        out.object()
                .field("name", origin.name())
                .field("version", origin.version())
                .field("variant", origin.variant())
                .field("hash", origin.hash())
                .endObject();
    }

    static PromptOrigin read(Place at) {
        return new PromptOrigin(
                at.get("name", Place::text),
                at.find("version", Place::text),
                at.find("variant", Place::text),
                at.get("hash", Place::text),
                List.of());
    }
}
