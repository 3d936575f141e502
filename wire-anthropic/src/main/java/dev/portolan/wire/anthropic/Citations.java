package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.CitationPart;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the vendor cites for a text. Places are within the source, not within the text, which is cited as a whole; they stay
 * in the state.
 *
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/citations">Anthropic: citations</a>
 */
final class Citations {

    private Citations() {}

    static List<CitationPart> read(String json) {
        List<CitationPart> parts = new ArrayList<>();
        for (JsonNode citation : WireJson.tree(json)) {
            String title = text(citation, "title");
            parts.add(new CitationPart(
                    text(citation, "url"),
                    title != null ? title : text(citation, "document_title"),
                    null,
                    null,
                    Origin.state(citation.toString())));
        }
        return parts;
    }

    private static @Nullable String text(JsonNode citation, String member) {
        return citation.path(member).isTextual() ? citation.path(member).asText() : null;
    }
}
