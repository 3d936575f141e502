package dev.portolan.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Warning;
import dev.portolan.error.LlmException;
import dev.portolan.error.UnsupportedFeature;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.chat.ChatCompletionsWire;
import dev.portolan.wire.openai.responses.ResponsesWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every place of an answer holds, one after the other, everything that it should not. */
class HostileAnswersTest {

    private static final List<String> VALUES = List.of(
            "null",
            "\"\"",
            "\" \"",
            "\"NaN\"",
            "12",
            "-7",
            "1.5",
            "1e400",
            "1e99999999999",
            "99999999999999999999",
            "true",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "[{}]",
            "\"SECRET\"",
            "[\"SECRET\"]",
            "{\"type\":\"SECRET\"}",
            "\"\\ud83d\"",
            "\"=\"");

    private static final String CHAT = """
            {"id":"c","model":"m","choices":[{"index":0,"finish_reason":"stop","content_filter_results":{"a":1.5},
            "logprobs":{"content":[{"token":"a","logprob":-0.1,"top_logprobs":[{"token":"b","logprob":-1}]}]},
            "message":{"role":"assistant","content":[{"type":"text","text":"t"},{"type":"thinking","thinking":[{"text":"h"}]}],
            "reasoning_content":"r","reasoning_details":[{"type":"reasoning.text","index":0,"text":"x"}],"refusal":"no",
            "annotations":[{"type":"url_citation","url_citation":{"url":"http://a","start_index":1}}],
            "images":[{"image_url":{"url":"data:image/png;base64,AQID"}}],
            "audio":{"id":"a1","data":"AQID","transcript":"hi"},"extra_content":{"g":{"s":1.5}},
            "tool_calls":[{"index":0,"id":"c1","type":"function","extra_content":{"z":1},"function":{"name":"f","arguments":"{}"}},
            {"index":1,"id":"c2","type":"custom","custom":{"name":"g","input":"x"}}]}}],
            "usage":{"prompt_tokens":1,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":1}},
            "prompt_filter_results":[{"content_filter_results":{"hate":{"filtered":false}}}]}""";

    private static final String RESPONSES = """
            {"id":"r","status":"completed","model":"m","service_tier":{"a":[1.5]},"output":[
            {"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"s"}],"encrypted_content":"e"},
            {"type":"message","id":"m1","phase":"commentary","role":"assistant","content":[{"type":"output_text","text":"t"}]},
            {"type":"message","id":"m2","role":"assistant","content":[{"type":"output_text","text":"t",
            "annotations":[{"type":"url_citation","url":"u","start_index":1}],"logprobs":[{"token":"a","logprob":-0.1,
            "top_logprobs":[{"token":"b","logprob":-1}]}]},{"type":"refusal","refusal":"n"},{"type":"other","q":1.5}]},
            {"type":"function_call","id":"fc","call_id":"c","name":"f","arguments":"{}"},
            {"type":"custom_tool_call","id":"ct","call_id":"c2","name":"g","input":"x"},
            {"type":"web_search_call","id":"ws","action":{"q":1.5}}],
            "usage":{"input_tokens":1,"output_tokens":2,"input_tokens_details":{"cached_tokens":1}}}""";

    private final OpenAiWire chat =
            new ChatCompletionsWire(new WireProfile("acme", Set.of(Quirk.ECHO_REASONING, Quirk.THINK_TAGS)));
    private final OpenAiWire responses = new ResponsesWire(WireProfile.OPENAI);

    @Test
    void noValueAnywhereMakesAnotherExceptionThanAnLlmException() {
        everywhere(CHAT, body -> use(chat, chat.decode(body.getBytes(UTF_8)).build()));
        everywhere(CHAT, body -> stream(chat, body.replace("\"message\"", "\"delta\"")));
        everywhere(
                RESPONSES,
                body -> use(responses, responses.decode(body.getBytes(UTF_8)).build()));
        everywhere(RESPONSES, body -> stream(responses, "{\"type\":\"response.completed\",\"response\":" + body + "}"));
        everywhere(RESPONSES, body -> {
            StringBuilder items = new StringBuilder();
            JsonNode output = WireJson.mapper().createArrayNode();
            if (!body.contains("1e99999999999")) {
                output = WireJson.tree(body).path("output");
            }
            for (JsonNode item : output) {
                items.append("{\"type\":\"response.output_item.done\",\"item\":")
                        .append(item)
                        .append("}\n");
            }
            stream(responses, items + "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}");
        });
    }

    @Test
    void aLogprobThatIsNoNumberIsLeftOut() {
        assertThat(chat.decode(CHAT.replace("-0.1", "\"NaN\"").getBytes(UTF_8))
                        .build()
                        .logprobs())
                .isEmpty();
        assertThat(responses
                        .decode(RESPONSES.replace("-0.1", "\"NaN\"").getBytes(UTF_8))
                        .build()
                        .logprobs())
                .isEmpty();
        assertThat(responses
                        .decode(RESPONSES
                                .replace("\"logprob\":-1", "\"logprob\":1e400")
                                .getBytes(UTF_8))
                        .build()
                        .logprobs())
                .singleElement()
                .satisfies(token -> assertThat(token.alternatives()).isEmpty());
    }

    @Test
    void aCallWithoutANameIsNeverOneToRun() {
        ChatResponse of = chat.decode(
                        CHAT.replace("\"name\":\"f\"", "\"name\":\" \"").getBytes(UTF_8))
                .build();
        assertThat(of.toolCalls()).extracting(ToolCall::name).containsExactly("g");
        assertThat(of.warnings()).extracting(Warning::field).containsExactly("tool_calls");

        ChatResponse other = responses
                .decode(RESPONSES.replace("\"name\":\"f\"", "\"name\":null").getBytes(UTF_8))
                .build();
        assertThat(other.toolCalls()).extracting(ToolCall::name).containsExactly("g");
        assertThat(other.message().parts())
                .filteredOn(OtherPart.class::isInstance)
                .extracting(part -> ((OtherPart) part).type())
                .contains("function_call");
    }

    @Test
    void aBlankIdIsNone() {
        assertThat(chat.decode(CHAT.replace("\"c1\"", "\" \"").getBytes(UTF_8))
                        .build()
                        .toolCalls()
                        .get(0))
                .matches(ToolCall::syntheticId)
                .matches(call -> !call.id().isBlank());
        assertThat(responses
                        .decode(RESPONSES.replace("\"c\"", "\" \"").getBytes(UTF_8))
                        .build()
                        .toolCalls()
                        .get(0)
                        .id())
                .isEqualTo("fc");
    }

    private static void everywhere(String body, Consumer<String> read) {
        JsonNode root = WireJson.tree(body);
        places(root, "")
                .forEach(place -> VALUES.forEach(value -> {
                    String hostile = with(root, place, value);
                    assertThatCode(() -> onlyLlmExceptions(hostile, read))
                            .as(place + " = " + value)
                            .doesNotThrowAnyException();
                }));
    }

    private static void onlyLlmExceptions(String body, Consumer<String> read) {
        try {
            read.accept(body);
        } catch (LlmException e) {
            assertThat(String.valueOf(e.getMessage())).doesNotContain("SECRET");
            assertThat(e.getCause()).isNull();
        }
    }

    private static List<String> places(JsonNode node, String at) {
        List<String> places = new ArrayList<>();
        node.properties().forEach(field -> {
            places.add(at + "/" + field.getKey());
            places.addAll(places(field.getValue(), at + "/" + field.getKey()));
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(at + "/" + i);
            places.addAll(places(node.get(i), at + "/" + i));
        }
        return places;
    }

    private static String with(JsonNode root, String place, String value) {
        JsonNode copy = root.deepCopy();
        String last = place.substring(place.lastIndexOf('/') + 1);
        JsonNode parent = copy.at(place.substring(0, place.lastIndexOf('/')));
        if (parent instanceof ObjectNode object) {
            object.put(last, "@");
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(last), "@");
        }
        return copy.toString().replace("\"@\"", value);
    }

    private static void stream(OpenAiWire wire, String lines) {
        StreamDecoder decoder = wire.streamDecoder();
        byte[] bytes = ("data: " + lines.strip().replace("\n", "\n\ndata: ") + "\n\ndata: [DONE]\n\n").getBytes(UTF_8);
        List<ChatResponse> answers = new ArrayList<>();
        Consumer<ChatEvent> out = event -> {
            if (event instanceof ChatEvent.Completed completed) {
                answers.add(completed.response());
            }
        };
        decoder.feed(bytes, 0, bytes.length, out);
        decoder.end(out);
        answers.forEach(answer -> use(wire, answer));
    }

    /** All that is worked out late, and the answer's way back. */
    private static void use(OpenAiWire wire, ChatResponse answer) {
        assertThat(answer.vendorMetadata()).isNotNull();
        assertThat(answer.toolCalls())
                .noneMatch(call -> call.id().isBlank() || call.name().isBlank());
        try {
            byte[] body = wire.encode(
                            ChatRequest.builder()
                                    .user("q")
                                    .add(answer.message())
                                    .build(),
                            "m",
                            false)
                    .body();
            assertThat(WireJson.isObject(new String(body, UTF_8))).isTrue();
        } catch (UnsupportedFeature e) {
            assertThat(e.getMessage()).doesNotContain("SECRET");
        }
    }
}
