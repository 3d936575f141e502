package dev.portolan.simulator.ollama;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What is told while a model is fetched. Nothing is fetched: the layers are made up from the name. */
final class Pull {

    private static final long WEIGHTS = 2_019_377_376L;
    private static final int STEPS = 4;

    private Pull() {}

    /** The lines of a good pull; the model is there after the last. */
    static List<ObjectNode> progress(String model) {
        List<ObjectNode> lines = new ArrayList<>();
        lines.add(status("pulling manifest"));
        layer(lines, digest(model + "/weights"), WEIGHTS);
        layer(lines, digest(model + "/template"), 1_429L);
        lines.add(status("verifying sha256 digest"));
        lines.add(status("writing manifest"));
        lines.add(status("success"));
        return lines;
    }

    /** The lines of a pull of what the registry does not have: the error comes when the answer has begun. */
    static List<ObjectNode> failure() {
        return List.of(status("pulling manifest"), OllamaError.object(missing()));
    }

    static String missing() {
        return "pull model manifest: file does not exist";
    }

    static ObjectNode status(String text) {
        return JsonNodeFactory.instance.objectNode().put("status", text);
    }

    private static void layer(List<ObjectNode> lines, String digest, long bytes) {
        for (int step = 0; step <= STEPS; step++) {
            ObjectNode line = status("pulling " + digest.substring(0, 12))
                    .put("digest", "sha256:" + digest)
                    .put("total", bytes);
            // Nothing fetched yet is left out.
            lines.add(step == 0 ? line : line.put("completed", bytes * step / STEPS));
        }
    }

    static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
