package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.VendorState;
import org.jspecify.annotations.Nullable;

/** The annotations of a message: {@code url_citation} becomes a citation, what else there is stays as it came. */
final class Citations {

    private Citations() {}

    static Part of(JsonNode annotation, String origin) {
        VendorState state = new VendorState(origin, "{\"annotation\":" + annotation + "}");
        JsonNode citation = annotation.path("url_citation");
        if (!citation.isObject()) {
            return new OtherPart(annotation.path("type").asText("annotation"), state);
        }
        return new CitationPart(
                text(citation.path("url")),
                text(citation.path("title")),
                integer(citation.path("start_index")),
                integer(citation.path("end_index")),
                state);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.asText().isEmpty() ? node.asText() : null;
    }

    private static @Nullable Integer integer(JsonNode node) {
        return node.isInt() ? (Integer) node.intValue() : null;
    }
}
