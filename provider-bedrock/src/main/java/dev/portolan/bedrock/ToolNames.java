package dev.portolan.bedrock;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Names and ids of tools as Bedrock takes them, and back. It refuses other characters than letters, digits, {@code _} and
 * {@code -}, and more than 64 of them, in the history too.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolSpecification.html">AWS:
 *     ToolSpecification</a>
 */
final class ToolNames {

    private static final int LONGEST = 64;
    private static final Pattern FORBIDDEN = Pattern.compile("[^a-zA-Z0-9_-]");
    private static final Pattern FORBIDDEN_IN_ID = Pattern.compile("[^a-zA-Z0-9_.:-]");
    private static final Pattern SHORT_ID = Pattern.compile("[a-zA-Z0-9]{9}");

    private final Map<String, String> originals = new HashMap<>();
    private final boolean shortIds;

    /**
     * @param shortIds whether the model wants ids of exactly nine letters and digits, as Mistral's do
     */
    ToolNames(ChatRequest request, boolean shortIds) {
        this.shortIds = shortIds;
        for (Tool tool : request.tools()) {
            originals.put(wire(tool.name()), tool.name());
        }
    }

    String wire(String name) {
        return fitted(name, FORBIDDEN);
    }

    String original(String wire) {
        return originals.getOrDefault(wire, wire);
    }

    String id(String id) {
        if (shortIds) {
            return SHORT_ID.matcher(id).matches() ? id : digest(id);
        }
        return fitted(id, FORBIDDEN_IN_ID);
    }

    String madeUpId() {
        return "made-up-" + UUID.randomUUID();
    }

    /** What is changed gets a checksum, so that two names do not become one. */
    private static String fitted(String text, Pattern forbidden) {
        if (text.length() <= LONGEST
                && !text.isEmpty()
                && !forbidden.matcher(text).find()) {
            return text;
        }
        String clean = forbidden.matcher(text).replaceAll("_");
        return clean.substring(0, Math.min(clean.length(), LONGEST - 9)) + "_"
                + digest(text).substring(1);
    }

    private static String digest(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return "x" + String.format("%08x", sum.getValue());
    }
}
