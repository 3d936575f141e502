package dev.portolan.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, as hexadecimal digits. */
final class Digest {

    private Digest() {}

    /**
     * Of arguments: of their canonical JSON, so that white space and the order of members make no difference; of the text as it is
     * where that is no JSON.
     */
    static String ofArguments(String arguments) {
        JsonNode tree = JsonTree.parse(arguments);
        return of(tree == null ? arguments : JsonTree.canonical(tree));
    }

    /** Of several texts, each set off from the next. */
    static String of(String... texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < texts.length; i++) {
                if (i > 0) {
                    digest.update((byte) 0);
                }
                digest.update(texts[i].getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
