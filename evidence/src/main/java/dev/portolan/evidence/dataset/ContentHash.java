package dev.portolan.evidence.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes of what examples say. */
final class ContentHash {

    private static final int SHORT = 12;

    private ContentHash() {}

    static String of(JsonNode content) {
        return whole(content).substring(0, SHORT);
    }

    static String whole(JsonNode content) {
        return whole(content.toString());
    }

    static String whole(String text) {
        return ofBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    static String ofBytes(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
