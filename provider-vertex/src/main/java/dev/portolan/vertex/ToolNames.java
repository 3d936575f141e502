package dev.portolan.vertex;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of tools as Gemini takes them, and back: as on most wires, but with a letter or {@code _} first.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/FunctionDeclaration">Google:
 *     FunctionDeclaration</a>
 */
final class ToolNames {

    private final Map<String, String> originals = new HashMap<>();

    ToolNames(ChatRequest request) {
        for (Tool tool : request.tools()) {
            originals.put(wire(tool.name()), tool.name());
        }
    }

    String wire(String name) {
        String wire = dev.portolan.spi.support.ToolNames.wire(name);
        char first = wire.charAt(0);
        boolean letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '_';
        // The blank is no part of a name, so that a checksum tells the new one from any other.
        return letter ? wire : dev.portolan.spi.support.ToolNames.wire(" " + name);
    }

    String original(String wire) {
        return originals.getOrDefault(wire, wire);
    }
}
