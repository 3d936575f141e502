package dev.portolan.wire.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.DecodedRequest;
import dev.portolan.wire.openai.ErrorMapper;
import dev.portolan.wire.openai.WireProfile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Decodes what the services really sent, and reads and writes again what clients really asked. Needs the recordings, in the
 * folder {@code -Dportolan.recordings}; skipped without.
 */
class RecordedResponsesTest {

    private static final Path RECORDINGS =
            Path.of(System.getProperty("portolan.recordings", "../../shared/data/recordings"));
    private static final Path EXCEPTIONS =
            Path.of("../provider-openai/src/test/resources/recorded-traffic-exceptions.txt");
    private static final int[] SLICES = {1, 7, 4096, 0};

    /** Whoever kept this stream took out most of its deltas. */
    private static final Set<String> SHORTENED = Set.of("openai-ai-4aec7944e70c");

    private final Set<String> exceptions = new TreeSet<>();
    private final Map<String, String> failures = new TreeMap<>();
    private int judged;

    @ParameterizedTest
    @ValueSource(strings = {"openai", "deepseek", "openrouter", "xai", "other", "azure", "bedrock"})
    void everyRecordedAnswerIsDecodedAsExpected(String provider) throws IOException {
        readExceptions();
        Map<String, JsonNode> expected = new HashMap<>();
        for (JsonNode line : lines(RECORDINGS.resolve("expect").resolve(provider + ".jsonl.gz"))) {
            if (line.path("api").asText().equals("responses")) {
                expected.put(line.path("id").asText(), line);
            }
        }
        for (JsonNode record : lines(RECORDINGS.resolve(provider + ".jsonl.gz"))) {
            JsonNode expectation = expected.get(record.path("id").asText());
            if (expectation != null) {
                judged++;
                judge(record, expectation);
            }
        }
        failures.keySet().removeAll(exceptions);
        System.out.println(provider + ": " + judged + " judged, " + failures.size() + " failed");
        assertThat(judged).isPositive();
        assertThat(failures).isEmpty();
    }

    @Test
    void everyRecordedRequestIsTheSameWhenReadAndWrittenAgain() throws IOException {
        readExceptions();
        for (String provider : List.of("openai", "deepseek", "openrouter", "xai", "other", "azure", "bedrock")) {
            // Without quirks: what a quirk leaves out is told by a warning, and is not the matter here.
            ResponsesWire wire = new ResponsesWire(new WireProfile(provider, Set.of()));
            for (JsonNode record : lines(RECORDINGS.resolve(provider + ".jsonl.gz"))) {
                String api = record.path("api").asText();
                if (api.startsWith("responses")
                        && record.path("request").path("body").has("model")
                        && record.path("request").path("method").asText().equals("POST")) {
                    judged++;
                    roundTrip(wire, record);
                }
            }
        }
        System.out.println("requests: " + judged + " judged, " + failures.size() + " failed");
        assertThat(judged).isPositive();
        failures.keySet().removeAll(exceptions);
        assertThat(failures).isEmpty();
    }

    private void readExceptions() throws IOException {
        assumeTrue(
                Files.isDirectory(RECORDINGS),
                "No recordings at " + RECORDINGS.toAbsolutePath() + ": set -Dportolan.recordings");
        if (Files.exists(EXCEPTIONS)) {
            for (String line : Files.readAllLines(EXCEPTIONS)) {
                exceptions.add(line.split("\t", 2)[0]);
            }
        }
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) {
                if (line.contains("\"responses")) {
                    all.add(WireJson.tree(line));
                }
            }
        }
        return all;
    }

    private static WireProfile profile(String provider) {
        return WireProfile.forServer(provider, WireProfile.servers().contains(provider) ? provider : "openai");
    }

    private void judge(JsonNode record, JsonNode expected) {
        String id = record.path("id").asText();
        WireProfile profile = profile(record.path("provider").asText());
        byte[] body = record.path("response").path("body").asText().getBytes(StandardCharsets.UTF_8);
        if (expected.has("error")) {
            int status = expected.path("error").path("status").asInt();
            LlmException error = new ErrorMapper(profile.provider()).map(null, status, header -> null, body);
            compare(
                    id,
                    "error",
                    texts(expected.path("error").path("kinds"))
                            .contains(error.kind().id()),
                    error.kind());
            return;
        }
        ResponsesWire wire = new ResponsesWire(profile);
        try {
            if (expected.path("path").asText().equals("chat")) {
                compare(id, wire.decode(body).build(), expected);
            } else {
                for (int slice : SLICES) {
                    boolean byHand = expected.path("fidelity").asText().equals("fixture") || SHORTENED.contains(id);
                    compare(id, streamed(wire, body, slice, byHand ? null : id), expected);
                }
            }
        } catch (LlmException e) {
            failures.put(id, e.toString() + " " + e.vendorMessage());
        }
    }

    /** Feeds the body in slices, and holds the events against the answer they end with. */
    private ChatResponse streamed(ResponsesWire wire, byte[] body, int slice, @Nullable String id) {
        List<ChatEvent> events = new ArrayList<>();
        StreamDecoder decoder = wire.streamDecoder();
        Random random = new Random(body.length);
        for (int at = 0; at < body.length; ) {
            int length = Math.min(body.length - at, slice == 0 ? 1 + random.nextInt(200) : slice);
            decoder.feed(body, at, length, events::add);
            at += length;
        }
        decoder.end(events::add);
        ChatResponse response = ((ChatEvent.Completed) events.get(events.size() - 1)).response();
        if (id == null) {
            // Made or shortened by hand: the deltas need not be the answer.
            return response;
        }
        StringBuilder text = new StringBuilder();
        List<ToolCall> calls = new ArrayList<>();
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.TextDelta delta) {
                text.append(delta.text());
            } else if (event instanceof ChatEvent.ToolCallCompleted call) {
                calls.add(call.call());
            }
        }
        compare(id, "streamed text", response.text().equals(text.toString()), text);
        compare(
                id,
                "streamed calls",
                calls.equals(response.toolCalls().stream()
                        .filter(ToolCall::argumentsValid)
                        .toList()),
                calls);
        return response;
    }

    private void compare(String id, ChatResponse response, JsonNode expected) {
        if (expected.has("text")) {
            compare(id, "text", response.text().equals(expected.path("text").asText()), response.text());
        }
        List<Part> parts = response.message().parts();
        if (expected.has("refusal")) {
            StringBuilder refusal = new StringBuilder();
            parts.forEach(part -> refusal.append(part instanceof RefusalPart r ? r.text() : ""));
            compare(
                    id,
                    "refusal",
                    refusal.toString().equals(expected.path("refusal").asText()),
                    refusal);
        }
        if (expected.has("reasoning")) {
            boolean reasoning = parts.stream()
                    .anyMatch(
                            part -> part instanceof ReasoningPart r && !r.text().isEmpty());
            compare(id, "reasoning", reasoning == expected.path("reasoning").asBoolean(), reasoning);
        }
        ArrayNode calls = WireJson.mapper().createArrayNode();
        for (ToolCall call : response.toolCalls()) {
            ObjectNode one = calls.addObject().put("name", call.name());
            if (WireJson.isObject(call.arguments())) {
                one.set("arguments", WireJson.tree(call.arguments()));
            } else {
                one.putObject("arguments").put("__unparsed__", call.arguments());
            }
        }
        compare(id, "tool calls", same(calls, expected.path("tool_calls")), calls);
        String finish = response.finishReason().kind().name().toLowerCase(Locale.ROOT);
        compare(id, "finish", texts(expected.path("finish")).contains(finish), response.finishReason());
        usage(id, response.usage(), expected.path("usage"));
    }

    private void usage(String id, Usage usage, JsonNode expected) {
        count(id, "input", usage.inputTokens(), expected);
        count(id, "output", usage.outputTokens(), expected);
        count(id, "cached", usage.cachedInputTokens(), expected);
        count(id, "reasoning", usage.reasoningTokens(), expected);
    }

    private void count(String id, String name, @Nullable Long value, JsonNode expected) {
        if (expected.has(name)) {
            compare(
                    id,
                    "usage." + name,
                    Objects.equals(value, expected.path(name).asLong()),
                    value);
        }
    }

    private void compare(String id, String what, boolean equal, @Nullable Object found) {
        if (!equal) {
            failures.put(id, what + ": found " + found);
        }
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private void roundTrip(ResponsesWire wire, JsonNode record) {
        String id = record.path("id").asText();
        JsonNode sent = record.path("request").path("body");
        try {
            DecodedRequest decoded = wire.decodeRequest(WireJson.bytes(sent));
            byte[] again = wire.encode(decoded.request(), Objects.requireNonNull(decoded.model()), decoded.stream())
                    .body();
            JsonNode expected = normal(sent.deepCopy());
            JsonNode found = normal(WireJson.mapper().readTree(again));
            if (!same(expected, found)) {
                failures.put(id, difference(expected, found, "$"));
            }
        } catch (IOException | RuntimeException e) {
            failures.put(id, e.toString());
        }
    }

    /** The normalisations that the package's description names. */
    private static JsonNode normal(JsonNode body) {
        ObjectNode request = (ObjectNode) body;
        for (String known : List.of(
                "instructions",
                "input",
                "temperature",
                "top_p",
                "max_output_tokens",
                "tool_choice",
                "parallel_tool_calls",
                "stream",
                "tools")) {
            if (request.path(known).isNull()) {
                request.remove(known);
            }
        }
        if (!request.path("stream").asBoolean()) {
            request.remove("stream");
        }
        if (request.path("input").isTextual()) {
            JsonNode text = request.get("input");
            request.putArray("input").addObject().put("role", "user").set("content", text);
        }
        ArrayNode items = WireJson.mapper().createArrayNode();
        request.path("input").forEach(items::add);
        for (JsonNode item : items) {
            if (item instanceof ObjectNode object) {
                normalItem(object);
            }
        }
        dropReasoningThatNothingFollows(items);
        if (request.has("input")) {
            request.set("input", items);
        }
        tools(request);
        return request;
    }

    private static void normalItem(ObjectNode item) {
        if (item.has("role") && !item.has("type")) {
            item.put("type", "message");
        }
        for (String member : List.of("content", "output")) {
            JsonNode content = item.path(member);
            for (JsonNode piece : content) {
                if (piece instanceof ObjectNode text
                        && text.path("type").asText().equals("output_text")) {
                    text.remove("logprobs");
                    if (text.path("annotations").isEmpty()) {
                        text.remove("annotations");
                    }
                }
            }
            if (content.size() == 1
                    && content.get(0).size() == 2
                    && content.get(0).has("text")
                    && !item.path("type").asText().equals("reasoning")) {
                item.set(member, content.get(0).get("text"));
            }
        }
        if (item.path("arguments").asText("-").isEmpty()) {
            item.put("arguments", "{}");
        }
    }

    private static void dropReasoningThatNothingFollows(ArrayNode items) {
        for (int i = items.size() - 1; i >= 0; i--) {
            boolean last = i + 1 == items.size();
            JsonNode next = last ? WireJson.tree("{}") : items.get(i + 1);
            boolean input = last
                    || next.path("type").asText().endsWith("_output")
                    || Set.of("user", "system", "developer")
                            .contains(next.path("role").asText());
            if (items.get(i).path("type").asText().equals("reasoning") && input) {
                items.remove(i);
            }
        }
    }

    private static void tools(ObjectNode request) {
        if (!(request.remove("tools") instanceof ArrayNode tools) || tools.isEmpty()) {
            return;
        }
        ArrayNode sorted = request.putArray("tools");
        ArrayNode others = WireJson.mapper().createArrayNode();
        for (JsonNode one : tools) {
            ObjectNode tool = (ObjectNode) one;
            boolean plain = Set.of("type", "name", "description", "parameters", "strict")
                            .containsAll(names(tool))
                    && tool.path("type").asText().equals("function");
            if (plain) {
                if (tool.path("description").asText("").isBlank()
                        || tool.path("description").isNull()) {
                    tool.remove("description");
                }
                if (tool.path("strict").isNull()) {
                    tool.remove("strict");
                }
                if (!tool.hasNonNull("parameters")) {
                    tool.set("parameters", WireJson.tree("{\"type\":\"object\",\"properties\":{}}"));
                }
                sorted.add(tool);
            } else {
                others.add(tool);
            }
        }
        sorted.addAll(others);
    }

    private static Set<String> names(ObjectNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        if (one.isContainerNode() && one.size() == other.size() && one.getNodeType() == other.getNodeType()) {
            return difference(one, other, "$").isEmpty();
        }
        return one.equals(other);
    }

    /** Where two values differ first, or an empty text. */
    private static String difference(JsonNode one, JsonNode other, String at) {
        if (one instanceof ObjectNode object && other.isObject()) {
            Set<String> names = names(object);
            names.addAll(names((ObjectNode) other));
            for (String name : names) {
                String found = difference(one.path(name), other.path(name), at + "." + name);
                if (!found.isEmpty()) {
                    return found;
                }
            }
            return "";
        }
        if (one.isArray() && other.isArray() && one.size() == other.size()) {
            for (int i = 0; i < one.size(); i++) {
                String found = difference(one.get(i), other.get(i), at + "[" + i + "]");
                if (!found.isEmpty()) {
                    return found;
                }
            }
            return "";
        }
        return same(one, other) ? "" : at + ": " + cut(one) + " is now " + cut(other);
    }

    private static String cut(JsonNode node) {
        String text = node.toString();
        return text.length() < 300 ? text : text.substring(0, 300) + "...";
    }
}
