package dev.portolan.routing.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A file that a plan was made from.
 *
 * @param name what it is, such as {@code inventory}
 * @param sha256 the hash of its bytes, in hexadecimal digits
 */
public record PlanInput(String name, String sha256) {

    /**
     * Checks the components.
     *
     * @param name as above
     * @param sha256 as above
     */
    public PlanInput {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sha256, "sha256");
    }

    /**
     * An input by its content.
     *
     * @param name what it is
     * @param content its bytes
     * @return the input with its hash
     */
    public static PlanInput of(String name, byte[] content) {
        try {
            return new PlanInput(
                    name,
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /**
     * An input by its text.
     *
     * @param name what it is
     * @param content its text, hashed in UTF-8
     * @return the input with its hash
     */
    public static PlanInput of(String name, String content) {
        return of(name, content.getBytes(StandardCharsets.UTF_8));
    }
}
