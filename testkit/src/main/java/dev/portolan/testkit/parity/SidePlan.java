package dev.portolan.testkit.parity;

import dev.portolan.chat.ChatRequest;
import dev.portolan.codec.JsonCodec;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.Example;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What a subject will be asked, known before it is.
 *
 * @param subject who
 * @param requests the hash of what it is asked for each example
 * @param occurrences for each example how many before it ask the same
 * @param promptHash of all prompts: messages, tools and output formats, in order
 * @param parameters the settings, by name
 */
record SidePlan(
        Subject subject,
        List<String> requests,
        List<Integer> occurrences,
        String promptHash,
        Map<String, String> parameters) {

    static SidePlan of(Subject subject, Dataset dataset) {
        List<String> requests = new ArrayList<>();
        List<Integer> occurrences = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        MessageDigest prompts = sha256();
        RequestParameters parameters = new RequestParameters();
        for (Example example : dataset.examples()) {
            ChatRequest request = subject.shape(example.request());
            String hash = hash(JsonCodec.CHAT_REQUEST.toJson(request));
            requests.add(hash);
            occurrences.add(seen.merge(hash, 1, Integer::sum) - 1);
            prompts.update(utf8(JsonCodec.CHAT_REQUEST.toJson(RequestParameters.without(request))));
            parameters.add(request);
        }
        Map<String, String> settings = parameters.summary();
        settings.putAll(subject.parameters());
        return new SidePlan(
                subject,
                List.copyOf(requests),
                List.copyOf(occurrences),
                HexFormat.of().formatHex(prompts.digest()),
                settings);
    }

    CallLabel label(int example, boolean control, int repeat) {
        return new CallLabel(control, repeat, occurrences.get(example));
    }

    /** The same for the same question to the same model under the same name, and for nothing else. */
    String key(int example, CallLabel label, boolean streaming) {
        var info = subject.model().info();
        return hash(String.join(
                "\n",
                label.name(subject),
                info.provider(),
                info.model(),
                requests.get(example),
                streaming ? "streamed" : "whole"));
    }

    static String hash(String text) {
        return HexFormat.of().formatHex(sha256().digest(utf8(text)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
