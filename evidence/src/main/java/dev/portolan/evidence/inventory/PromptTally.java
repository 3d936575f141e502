package dev.portolan.evidence.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.PromptOrigin;
import dev.portolan.chat.SystemMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Counts prompts: those with names, system texts, and the templates that system texts seem to be made of. For one thread. */
final class PromptTally {

    private static final int MOST = 100;

    /** What changes from call to call in texts made of one template: numbers, addresses, and what stands in quotation marks. */
    private static final Pattern VALUE = Pattern.compile(
            "\"[^\"\\n]{0,500}\"|\u201c[^\u201d\\n]{0,500}\u201d|\\S+@\\S+|https?://\\S+|\\[[a-z-]{1,30}]|\\d[\\d.,:/-]*");

    private final Map<String, Integer> named = new TreeMap<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private final Map<String, Integer> characters = new HashMap<>();
    private final Map<String, String> templates = new HashMap<>();

    void add(ChatRequest request) {
        for (PromptOrigin origin : request.prompts()) {
            named.merge(
                    name(origin) + (origin.variant() == null ? "" : " for " + origin.variant()) + " " + origin.hash(),
                    1,
                    Integer::sum);
        }
        for (Message message : request.messages()) {
            if (message instanceof SystemMessage) {
                String text = message.text();
                String hash = hash(text);
                calls.merge(hash, 1, Integer::sum);
                if (characters.put(hash, text.length()) == null) {
                    templates.put(hash, hash(VALUE.matcher(text).replaceAll("_")));
                }
            }
        }
    }

    static String name(PromptOrigin origin) {
        return origin.name() + (origin.version() == null ? "" : "@" + origin.version());
    }

    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    void writeTo(ObjectNode out) {
        ObjectNode names = out.putObject("namedPrompts");
        named.forEach(names::put);
        Map<String, Integer> ofTemplate = new HashMap<>();
        Map<String, Set<String>> texts = new HashMap<>();
        calls.forEach((hash, number) -> {
            String template = templates.get(hash);
            ofTemplate.merge(template, number, Integer::sum);
            texts.computeIfAbsent(template, any -> new TreeSet<>()).add(hash);
        });
        ArrayNode templateList = out.putArray("promptTemplates");
        mostUsed(ofTemplate)
                .forEach((template, number) -> templateList
                        .addObject()
                        .put("template", template)
                        .put("texts", texts.getOrDefault(template, Set.of()).size())
                        .put("calls", number));
        ArrayNode prompts = out.putArray("prompts");
        mostUsed(calls)
                .forEach((hash, number) -> prompts.addObject()
                        .put("hash", hash)
                        .put("template", templates.get(hash))
                        .put("characters", characters.get(hash))
                        .put("calls", number));
    }

    private static Map<String, Integer> mostUsed(Map<String, Integer> counts) {
        Map<String, Integer> most = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST)
                .forEach(entry -> most.put(entry.getKey(), entry.getValue()));
        return most;
    }
}
