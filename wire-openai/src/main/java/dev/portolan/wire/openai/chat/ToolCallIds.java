package dev.portolan.wire.openai.chat;

import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Ids of tool calls as the server takes them. Mistral wants nine letters and digits; ids of others are replaced by a digest, the
 * same for call and result, which hold together without a table that outlives the request.
 *
 * @see <a href="https://docs.mistral.ai/capabilities/function_calling/">Mistral: function calling</a>
 */
final class ToolCallIds {

    private static final Pattern SHORT = Pattern.compile("[a-zA-Z0-9]{9}");
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private final boolean shortened;
    private final Map<String, String> known = new HashMap<>(0);

    ToolCallIds(WireProfile profile) {
        this.shortened = profile.has(Quirk.SHORT_TOOL_IDS);
    }

    String of(String id) {
        return shortened && !SHORT.matcher(id).matches() ? known.computeIfAbsent(id, ToolCallIds::digest) : id;
    }

    private static String digest(String id) {
        byte[] hash;
        try {
            hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
        StringBuilder digest = new StringBuilder(9);
        for (int i = 0; i < 9; i++) {
            digest.append(DIGITS.charAt((hash[i] & 0xFF) % DIGITS.length()));
        }
        return digest.toString();
    }
}
