package dev.portolan.wire.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ToolCall;
import dev.portolan.error.LlmException;
import dev.portolan.recorded.Reading;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.Recording;
import dev.portolan.spi.support.DecodedRequest;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.ErrorMapper;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Decodes what the services really sent, and reads and writes again what clients really asked. Skipped
 * without the recordings.
 */
class RecordedResponsesTest {

    private static final Set<String> APIS =
            Set.of("responses", "responses_other", "responses_input_tokens", "responses_compact");
    private static final int[] SLICES = {1, 7, 4096, 0};

    /** Whoever kept this stream took out most of its deltas. */
    private static final Set<String> SHORTENED = Set.of("openai-ai-4aec7944e70c");

    private final Map<String, String> failures = new TreeMap<>();
    private int judged;

    @ParameterizedTest
    @ValueSource(strings = {"openai", "deepseek", "openrouter", "xai", "other", "azure", "bedrock"})
    void everyRecordedAnswerIsDecodedAsExpected(String provider) {
        RecordedTraffic traffic = RecordedTraffic.of(provider);
        traffic.each(Set.of("responses"), recording -> {
            if (recording.expected() != null) {
                judged++;
                judge(recording, recording.expected());
            }
        });
        failures.keySet().removeAll(traffic.exceptions().keySet());
        System.out.println(provider + ": " + judged + " judged, " + failures.size() + " failed");
        assertThat(judged).isPositive();
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "deepseek", "openrouter", "xai", "other", "azure", "bedrock"})
    void everyRecordedRequestIsTheSameWhenReadAndWrittenAgain(String provider) {
        // Without quirks: what a quirk leaves out is told by a warning, and is not the matter here.
        ResponsesWire wire = new ResponsesWire(new WireProfile(provider, Set.of()));
        RecordedTraffic traffic = RecordedTraffic.of(provider);
        traffic.each(APIS, recording -> {
            if (recording.requestBody().has("model")
                    && recording.json().path("request").path("method").asText().equals("POST")) {
                judged++;
                roundTrip(wire, recording);
            }
        });
        System.out.println(provider + ": " + judged + " requests judged, " + failures.size() + " failed");
        assertThat(judged).isPositive();
        failures.keySet().removeAll(traffic.exceptions().keySet());
        assertThat(failures).isEmpty();
    }

    private static WireProfile profile(String provider) {
        return WireProfile.forServer(provider, WireProfile.servers().contains(provider) ? provider : "openai");
    }

    private void judge(Recording recording, JsonNode expected) {
        String id = recording.id();
        WireProfile profile = profile(recording.json().path("provider").asText());
        byte[] body = Objects.requireNonNull(recording.body());
        if (expected.has("error")) {
            LlmException error =
                    new ErrorMapper(profile.provider()).map(null, recording.status(), header -> null, body);
            compare(id, Reading.of(id, error).differenceFrom(expected));
            return;
        }
        ResponsesWire wire = new ResponsesWire(profile);
        try {
            if (!recording.streamed()) {
                compare(id, Reading.of(id, wire.decode(body).build()).differenceFrom(expected));
            } else {
                for (int slice : SLICES) {
                    boolean byHand = expected.path("fidelity").asText().equals("fixture") || SHORTENED.contains(id);
                    ChatResponse response = streamed(wire, body, slice, byHand ? null : id);
                    compare(id, Reading.of(id, response).differenceFrom(expected));
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
        compare(id, response.text().equals(text.toString()) ? null : "streamed text: found " + text);
        List<ToolCall> valid =
                response.toolCalls().stream().filter(ToolCall::argumentsValid).toList();
        compare(id, calls.equals(valid) ? null : "streamed calls: found " + calls);
        return response;
    }

    private void compare(String id, @Nullable String wrong) {
        if (wrong != null) {
            failures.put(id, wrong);
        }
    }

    private void roundTrip(ResponsesWire wire, Recording recording) {
        String id = recording.id();
        JsonNode sent = recording.requestBody();
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
