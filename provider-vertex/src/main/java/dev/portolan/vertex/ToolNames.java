package dev.portolan.vertex;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Names of tools as Gemini takes them, and back: a letter or {@code _} first, then letters, digits, {@code _}, {@code .}, {@code
 * :} and {@code -}, at most 64.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/FunctionDeclaration">Google:
 *     FunctionDeclaration</a>
 */
final class ToolNames {

    private static final int LONGEST = 64;
    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}");
    private static final Pattern FORBIDDEN = Pattern.compile("[^a-zA-Z0-9_.:-]");

    private final Map<String, String> originals = new HashMap<>();

    ToolNames(ChatRequest request) {
        for (Tool tool : request.tools()) {
            originals.put(wire(tool.name()), tool.name());
        }
    }

    /** What is changed gets a checksum, so that two names do not become one. */
    String wire(String name) {
        if (ALLOWED.matcher(name).matches()) {
            return name;
        }
        CRC32 sum = new CRC32();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        String clean = "_" + FORBIDDEN.matcher(name).replaceAll("_");
        return clean.substring(0, Math.min(clean.length(), LONGEST - 9)) + "_" + String.format("%08x", sum.getValue());
    }

    String original(String wire) {
        return originals.getOrDefault(wire, wire);
    }

    /** Calls have no ids on this wire. */
    String madeUpId() {
        return "made-up-" + UUID.randomUUID();
    }
}
