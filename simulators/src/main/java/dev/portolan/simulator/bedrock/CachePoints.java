package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.simulator.internal.TokenPieces;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The prompt cache: what stands before a cache point is written once and read by later prompts that begin with the same tools, system
 * text and messages. See https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html. Thread-safe.
 */
final class CachePoints {

    /** Shorter beginnings are not cached. */
    private static final int LEAST_TOKENS = 1024;

    private static final int REMEMBERED = 4096;
    private static final int MEDIA = 85;

    private final Set<Long> seen =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                    return size() > REMEMBERED;
                }
            }));

    /**
     * What the cache did for a prompt.
     *
     * @param asked whether there was a cache point at all
     * @param read how many tokens it had
     * @param written how many it took
     * @param ttl how long it keeps them
     */
    record Use(boolean asked, int read, int written, String ttl) {}

    private record Mark(long hash, int tokens, String ttl) {}

    /**
     * Looks a prompt up and remembers it.
     *
     * @param model each has a cache of its own
     * @param body the request
     * @param most how many tokens the prompt has
     */
    Use lookUp(String model, JsonNode body, int most) {
        List<Mark> marks = new ArrayList<>();
        Walk walk = new Walk(model.hashCode(), marks);
        body.path("toolConfig").path("tools").forEach(walk::add);
        body.path("system").forEach(walk::add);
        for (JsonNode message : body.path("messages")) {
            walk.add(message.path("role"));
            message.path("content").forEach(walk::add);
        }
        int read = 0;
        int total = 0;
        String ttl = "5m";
        for (Mark mark : marks) {
            if (mark.tokens() >= LEAST_TOKENS) {
                total = Math.min(most, mark.tokens());
                ttl = mark.ttl();
                read = seen.add(mark.hash()) ? read : total;
            }
        }
        return new Use(!marks.isEmpty(), read, total - read, ttl);
    }

    private static final class Walk {
        private final List<Mark> marks;
        private long hash;
        private int tokens;

        Walk(long seed, List<Mark> marks) {
            this.hash = seed;
            this.marks = marks;
        }

        void add(JsonNode block) {
            JsonNode point = block.path("cachePoint");
            if (point.isObject()) {
                marks.add(new Mark(hash, tokens, point.path("ttl").asText("5m")));
                return;
            }
            hash = hash * 1_000_003 + block.toString().hashCode();
            tokens += count(block, "");
        }

        private static int count(JsonNode node, String name) {
            if (node.isTextual()) {
                return name.equals("bytes") ? MEDIA : TokenPieces.count(node.textValue());
            }
            int count = 0;
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                count += TokenPieces.count(member.getKey()) * (name.isEmpty() ? 0 : 1)
                        + count(member.getValue(), member.getKey());
            }
            if (node.isArray()) {
                for (JsonNode element : node) {
                    count += count(element, name);
                }
            }
            return count;
        }
    }
}
