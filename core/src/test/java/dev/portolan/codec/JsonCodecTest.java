package dev.portolan.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Credentials;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Timings;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.Usage;
import dev.portolan.chat.VendorState;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.RateLimited;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {

    private static final String SECRET = "ultramarine-4711";

    @Test
    void aRequestReadsAsDocumented() {
        ChatRequest request = ChatRequest.builder()
                .system("Answer in one sentence.")
                .user("What is a portolan?")
                .temperature(0.2)
                .maxOutputTokens(200)
                .tools(List.of(Tool.of("look_up", "Looks a word up", "{\"type\": \"object\"}")))
                .vendorOptions("openai", "{\"store\": true}")
                .build();

        assertThat(JsonCodec.CHAT_REQUEST.toJson(request))
                .isEqualTo("{\"portolan\":1,\"type\":\"chat-request\",\"messages\":["
                        + "{\"role\":\"system\",\"parts\":[{\"type\":\"text\",\"text\":\"Answer in one sentence.\"}]},"
                        + "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"What is a portolan?\"}]}],"
                        + "\"temperature\":0.2,\"maxOutputTokens\":200,"
                        + "\"tools\":[{\"name\":\"look_up\",\"description\":\"Looks a word up\","
                        + "\"parameters\":\"{\\\"type\\\": \\\"object\\\"}\"}],"
                        + "\"vendorOptions\":{\"openai\":\"{\\\"store\\\": true}\"}}");
    }

    @Test
    void aResponseReadsAsDocumented() {
        ChatResponse response = ChatResponse.builder()
                .provider("openai")
                .model("gpt-4o-mini-2024-07-18")
                .message(Message.assistant("A sea chart."))
                .finishReason(new FinishReason(FinishReason.Kind.STOP, "stop"))
                .usage(Usage.of(21, 4))
                .timings(new Timings(Duration.ofMillis(1500), Duration.ofMillis(300)))
                .build();

        assertThat(JsonCodec.CHAT_RESPONSE.toJson(response))
                .isEqualTo("{\"portolan\":1,\"type\":\"chat-response\",\"provider\":\"openai\","
                        + "\"model\":\"gpt-4o-mini-2024-07-18\",\"message\":{\"role\":\"assistant\",\"parts\":"
                        + "[{\"type\":\"text\",\"text\":\"A sea chart.\"}]},"
                        + "\"finishReason\":{\"kind\":\"stop\",\"raw\":\"stop\"},"
                        + "\"usage\":{\"inputTokens\":21,\"outputTokens\":4},"
                        + "\"timings\":{\"total\":\"PT1.5S\",\"firstToken\":\"PT0.3S\"}}");
    }

    @Test
    void anyOrderAndSpaceIsReadAndWrittenCanonically() {
        String spaced = " { \"messages\" : [ { \"parts\" : [ { \"text\" : \"\\u0068i\\/\", \"type\" : \"text\" } ] , "
                + "\"role\" : \"user\" } ],\n \"type\":\"messages\" , \"portolan\":1 } ";

        List<Message> messages = JsonCodec.MESSAGES.fromJson(spaced);

        assertThat(messages).containsExactly(Message.user("hi/"));
        assertThat(JsonCodec.MESSAGES.toJson(messages))
                .isEqualTo("{\"portolan\":1,\"type\":\"messages\",\"messages\":"
                        + "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"hi/\"}]}]}");
    }

    @Test
    void aConversationThatWasReadCannotBeChanged() {
        List<Message> messages = JsonCodec.MESSAGES.fromJson("{\"portolan\":1,\"type\":\"messages\",\"messages\":[]}");

        assertThatThrownBy(() -> messages.add(Message.user("more"))).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void halfASurrogatePairFromACutStreamSurvivesUtf8() {
        ChatEvent half = new ChatEvent.TextDelta("\uD83D", 0);

        byte[] bytes = JsonCodec.CHAT_EVENT.toBytes(half);

        assertThat(new String(bytes, StandardCharsets.US_ASCII)).contains("\"text\":\"\\ud83d\"");
        assertThat(JsonCodec.CHAT_EVENT.fromBytes(bytes)).isEqualTo(half);
    }

    @Test
    void whatIsNotKnownIsNotWritten() {
        assertThat(JsonCodec.USAGE.toJson(Usage.UNKNOWN)).isEqualTo("{\"portolan\":1,\"type\":\"usage\"}");
        Usage usage = JsonCodec.USAGE.fromJson("{\"portolan\":1,\"type\":\"usage\",\"inputTokens\":null}");

        assertThat(usage).isEqualTo(Usage.UNKNOWN);
        assertThat(usage.inputTokens()).isNull();
    }

    @Test
    void fieldsOfLaterVersionsArePassedOver() {
        Usage usage = JsonCodec.USAGE.fromJson(
                "{\"portolan\":1,\"type\":\"usage\",\"inputTokens\":3,\"carbonGrams\":{\"a\":[1]}}");

        assertThat(usage.inputTokens()).isEqualTo(3);
    }

    @Test
    void aPartOfALaterVersionIsKeptWholeAndWrittenAgain() {
        String later = "{\"portolan\":1,\"type\":\"part\",\"part\":{\"type\":\"hologram\",\"depth\":1.50,"
                + "\"big\":123456789012345678901234567890,\"layers\":[null,true,false,\"\\ud83d\",{}]}}";

        Part part = JsonCodec.PART.fromJson(later);

        assertThat(part).isInstanceOfSatisfying(OtherPart.class, other -> {
            assertThat(other.type()).isEqualTo("hologram");
            assertThat(other.vendorState().json()).contains("\"depth\":1.50");
        });
        assertThat(JsonCodec.PART.toJson(part)).isEqualTo(later);
    }

    @Test
    void anEventOfALaterVersionIsKeptWholeAndWrittenAgain() {
        String later = "{\"portolan\":1,\"type\":\"chat-event\",\"event\":{\"type\":\"mood\",\"value\":-0.0}}";

        ChatEvent event = JsonCodec.CHAT_EVENT.fromJson(later);

        assertThat(event).isEqualTo(new ChatEvent.Other("portolan/mood", "{\"type\":\"mood\",\"value\":-0.0}"));
        assertThat(JsonCodec.CHAT_EVENT.toJson(event)).isEqualTo(later);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "{\"type\":\"text\",\"text\":\"x\"}", "{ \"type\":\"hologram\"}", "[]", "{}"})
    void anOtherPartThatOnlyClaimsToBeOfALaterVersionIsNoPartOfTheDocument(String json) {
        for (String type : List.of("hologram", "text")) {
            OtherPart part = new OtherPart(type, new VendorState("portolan", json));

            assertThat(JsonCodec.PART.toJson(part)).contains("\"part\":{\"type\":\"other\"");
            assertThat(JsonCodec.PART.fromJson(JsonCodec.PART.toJson(part))).isEqualTo(part);
        }
    }

    @Test
    void anOtherEventThatOnlyClaimsToBeOfALaterVersionIsNoEventOfOurs() {
        ChatEvent event =
                new ChatEvent.Other("portolan/text-delta", "{\"type\":\"text-delta\",\"text\":\"x\",\"block\":0}");

        assertThat(JsonCodec.CHAT_EVENT.toJson(event)).contains("\"event\":{\"type\":\"other\"");
        assertThat(JsonCodec.CHAT_EVENT.fromJson(JsonCodec.CHAT_EVENT.toJson(event)))
                .isEqualTo(event);
    }

    @Test
    void opaqueTextComesBackByteForByte() {
        VendorState state = new VendorState("openai/responses", "{ \"b\":1.0,\"a\" : \"\\u0041\" }");
        ToolCall call = new ToolCall("call_1", "f", " {\"x\" : 1.10}", false, false, state);

        Part again = JsonCodec.PART.fromJson(JsonCodec.PART.toJson(call));

        assertThat(again).isEqualTo(call);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"portolan":2,"type":"usage"}                | $.portolan | version 2
                    {"portolan":0,"type":"usage"}                | $.portolan | at least 1
                    {"portolan":"1","type":"usage"}              | $.portolan | whole number
                    {"type":"usage"}                             | $.portolan | missing
                    {"portolan":1}                               | $.type     | missing
                    {"portolan":1,"type":"chat-request"}         | $.type     | must be usage, not chat-request
                    {"portolan":1,"type":"ultramarine-4711"}     | $.type     | must be usage
                    {"portolan":1,"type":"usage","inputTokens":1.5}  | $.inputTokens | whole number of at most 64 bits
                    {"portolan":1,"type":"usage","inputTokens":"5"}  | $.inputTokens | whole number
                    {"portolan":1,"type":"usage","inputTokens":99999999999999999999} | $.inputTokens | 64 bits
                    ["ultramarine-4711"]                         | $          | must be an object
                    "ultramarine-4711"                           | $          | must be an object
                    {"portolan":1,"type":"usage"} ultramarine    | $          | no JSON
                    {"portolan":1,"type":"usage"} {}             | $          | followed
                    {"portolan":1,"portolan":1,"type":"usage"}   | $          | no JSON
                    {"portolan":1,"type":"ultramarine-4711       | $          | line 1, column
                    ''                                           | $          | empty
                    """)
    void aDocumentThatIsNoneIsRefusedWithItsPlaceAndWithoutItsContent(String json, String path, String rule) {
        JsonFormatException e = catchThrowableOfType(
                JsonFormatException.class, () -> JsonCodec.USAGE.fromJson(json.equals("''") ? "" : json));

        assertThat(e.path()).isEqualTo(path);
        assertThat(e).hasMessageStartingWith(path + ": ").hasMessageContaining(rule);
        assertThat(e.getMessage()).doesNotContain("ultramarine");
        assertThat(e.getCause()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                                  | $.messages                     | is missing
                    {"messages":[]}                                                     | $                              | messages: a request needs at least one message
                    {"messages":"ultramarine"}                                          | $.messages                     | must be an array
                    {"messages":[1]}                                                    | $.messages[0]                  | must be an object
                    {"messages":[{"parts":[]}]}                                         | $.messages[0].role             | is missing
                    {"messages":[{"role":"ultramarine","parts":[]}]}                    | $.messages[0].role             | must be one of system, user, assistant, tool
                    {"messages":[{"role":"user"}]}                                      | $.messages[0].parts            | is missing
                    {"messages":[M,M,{"role":"user","parts":[{"type":"text"}]}]}        | $.messages[2].parts[0].text    | is missing
                    {"messages":[{"role":"user","parts":[{"text":"ultramarine"}]}]}     | $.messages[0].parts[0].type    | is missing
                    {"messages":[{"role":"user","parts":[{"type":"text","text":1}]}]}   | $.messages[0].parts[0].text    | must be a string
                    {"messages":[{"role":"user","parts":[{"type":"text","text":"","vendorState":{"origin":"o"}}]}]} | $.messages[0].parts[0].vendorState.json | is missing
                    {"messages":[M],"temperature":"warm"}                               | $.temperature                  | must be a number
                    {"messages":[M],"temperature":1e999}                                | $.temperature                  | must be a number of at most 64 bits
                    {"messages":[M],"temperature":-1}                                   | $                              | temperature: must be at least 0
                    {"messages":[M],"topK":3000000000}                                  | $.topK                         | 32 bits
                    {"messages":[M],"reasoningEffort":"ultramarine"}                    | $.reasoningEffort              | must be one of none, minimal, low, medium, high, xhigh, max
                    {"messages":[M],"parallelToolCalls":"yes"}                          | $.parallelToolCalls            | must be true or false
                    {"messages":[M],"stop":[""]}                                        | $                              | stop:
                    {"messages":[M],"tools":[{"name":"f","description":""}]}            | $.tools[0].parameters          | is missing
                    {"messages":[M],"tools":[{"name":"f","description":"","parameters":"ultramarine"}]} | $.tools[0].parameters | must be JSON
                    {"messages":[M],"tools":[{"name":"","description":"","parameters":"{}"}]} | $.tools[0]               | a tool must have a name
                    {"messages":[M],"toolChoice":{"mode":"named"}}                      | $.toolChoice                   | a tool name goes with mode NAMED
                    {"messages":[M],"outputFormat":{"type":"ultramarine"}}              | $.outputFormat.type            | must be one of text, json, json-schema
                    {"messages":[M],"outputFormat":{"type":"json-schema","name":"n","schema":"[]"}} | $.outputFormat.schema | must be a JSON object
                    {"messages":[M],"vendorOptions":[]}                                 | $.vendorOptions                | must be an object
                    {"messages":[M],"vendorOptions":{"openai":{}}}                      | $.vendorOptions.openai         | must be a string
                    {"messages":[M],"vendorOptions":{"openai":"ultramarine"}}           | $                              | vendorOptions: those for openai are no JSON object
                    """)
    void aMistakeInARequestIsToldWithItsPlace(String body, String path, String rule) {
        String message = "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"ultramarine\"}]}";
        String json = "{\"portolan\":1,\"type\":\"chat-request\","
                + body.replaceAll("(?<=[\\[,])M", message).substring(1);

        JsonFormatException e = catchThrowableOfType(
                JsonFormatException.class, () -> JsonCodec.CHAT_REQUEST.fromJson(json.replace(",}", "}")));

        assertThat(e.path()).isEqualTo(path);
        assertThat(e).hasMessageContaining(rule);
        assertThat(e.getMessage()).doesNotContain("ultramarine");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"type":"inline","mediaType":"image/png","base64":"ultra marine!"} | $.part.media.base64 | not base64
                    {"type":"inline","mediaType":"image/png","base64":""}              | $.part.media.base64 | no bytes
                    {"type":"inline","base64":"AAAA"}                                  | $.part.media.mediaType | is missing
                    {"type":"url","url":"ultra marine"}                                | $.part.media.url    | must be an address
                    {"type":"url","url":"/ultramarine"}                                | $.part.media        | absolute
                    {"type":"file","id":" "}                                           | $.part.media        | must not be blank
                    {"type":"fax"}                                                     | $.part.media.type   | must be one of inline, url, file
                    """)
    void aMistakeInMediaIsToldWithItsPlace(String media, String path, String rule) {
        JsonFormatException e = catchThrowableOfType(
                JsonFormatException.class,
                () -> JsonCodec.PART.fromJson(
                        "{\"portolan\":1,\"type\":\"part\",\"part\":{\"type\":\"image\",\"media\":" + media + "}}"));

        assertThat(e.path()).isEqualTo(path);
        assertThat(e).hasMessageContaining(rule);
        assertThat(e.getMessage()).doesNotContain("marine");
    }

    @Test
    void aMistakeInATimeIsToldWithItsPlace() {
        String attempt = "{\"portolan\":1,\"type\":\"attempt\",\"provider\":\"p\",\"model\":\"m\",\"outcome\":\"ok\",";

        assertThatThrownBy(() ->
                        JsonCodec.ATTEMPT.fromJson(attempt + "\"startedAt\":\"" + SECRET + "\",\"duration\":\"PT1S\"}"))
                .hasMessage("$.startedAt: must be a moment such as 2026-01-31T12:00:00Z");
        assertThatThrownBy(() -> JsonCodec.ATTEMPT.fromJson(
                        attempt + "\"startedAt\":\"2026-01-31T12:00:00Z\",\"duration\":\"" + SECRET + "\"}"))
                .hasMessage("$.duration: must be a time such as PT1.5S");
    }

    @Test
    void aMistakeInAVectorIsToldWithItsPlace() {
        String start =
                "{\"portolan\":1,\"type\":\"embedding-response\",\"provider\":\"p\",\"model\":\"m\",\"vectors\":";

        assertThatThrownBy(() -> JsonCodec.EMBEDDING_RESPONSE.fromJson(start + "[\"AAAAAA==\",\"%\"]}"))
                .hasMessage("$.vectors[1]: must be base64");
        assertThatThrownBy(() -> JsonCodec.EMBEDDING_RESPONSE.fromJson(start + "[\"AAAA\"]}"))
                .hasMessage("$.vectors[0]: must hold numbers of 4 bytes each");
        assertThatThrownBy(() -> JsonCodec.EMBEDDING_RESPONSE.fromJson(start + "[]}"))
                .hasMessage("$: vectors: there must be at least one");
    }

    @Test
    void aVectorIsItsBitsInBase64() {
        EmbeddingResponse response = new EmbeddingResponse(
                List.of(new float[] {1f, -0.5f}), Usage.UNKNOWN, "openai", "text-embedding-3-small", null, List.of());

        assertThat(JsonCodec.EMBEDDING_RESPONSE.toJson(response)).contains("\"vectors\":[\"AACAPwAAAL8=\"]");
    }

    @Test
    void anErrorKeepsItsKindAlsoWhenThisVersionHasNoClassForIt() {
        LlmException known = ErrorDetails.builder("Too many requests")
                .provider("openai")
                .status(429)
                .retryAfter(Duration.ofSeconds(2))
                .toException(ErrorKind.RATE_LIMITED);
        LlmException foreign = ErrorDetails.builder("Moved").toException(new ErrorKind("model-retired", false, true));

        assertThat(JsonCodec.ERROR.toJson(known))
                .isEqualTo("{\"portolan\":1,\"type\":\"error\",\"kind\":{\"id\":\"rate-limited\",\"retryable\":true,"
                        + "\"failoverWorthy\":true},\"summary\":\"Too many requests\",\"provider\":\"openai\","
                        + "\"status\":429,\"retryAfter\":\"PT2S\"}");
        assertThat(JsonCodec.ERROR.fromJson(JsonCodec.ERROR.toJson(known))).isInstanceOf(RateLimited.class);
        assertThat(JsonCodec.ERROR.fromJson(JsonCodec.ERROR.toJson(foreign)))
                .isExactlyInstanceOf(LlmException.class)
                .satisfies(again -> assertThat(again.kind()).isEqualTo(foreign.kind()));
        assertThatThrownBy(() -> JsonCodec.ERROR.fromJson("{\"portolan\":1,\"type\":\"error\",\"summary\":\"s\","
                        + "\"kind\":{\"id\":\"Not Kebab\",\"retryable\":true,\"failoverWorthy\":true}}"))
                .hasMessageStartingWith("$.kind.id: ");
    }

    @Test
    void aContextIsWrittenWithoutAnythingThatRunsOrIsSecret() {
        CallContext context = CallContext.builder()
                .tenant("acme")
                .tag("b", "2")
                .tag("a", "1")
                .credentials(Credentials.apiKey(SECRET))
                .idempotencyKey(SECRET)
                .traceHeader("traceparent", SECRET)
                .timeout(Duration.ofSeconds(1))
                .build();

        assertThat(JsonCodec.CALL_CONTEXT.toJson(context))
                .isEqualTo("{\"portolan\":1,\"type\":\"call-context\",\"tenant\":\"acme\","
                        + "\"tags\":{\"a\":\"1\",\"b\":\"2\"}}");
    }

    @Test
    void aWriterAndAStreamGetTheDocumentAndStayOpen() throws IOException {
        StringWriter text = new StringWriter();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Message message = Message.user("\u4f60 \uD83D\uDE00");

        JsonCodec.MESSAGE.write(message, text);
        JsonCodec.MESSAGE.write(message, bytes);

        assertThat(text).hasToString(JsonCodec.MESSAGE.toJson(message));
        assertThat(bytes.toByteArray()).isEqualTo(JsonCodec.MESSAGE.toBytes(message));
    }

    @Test
    void aStreamIsReadToItsEndAndNotClosed() throws IOException {
        boolean[] closed = {false};
        InputStream in = new ByteArrayInputStream(JsonCodec.USAGE.toBytes(Usage.of(1, 2))) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        assertThat(JsonCodec.USAGE.read(in)).isEqualTo(Usage.of(1, 2));
        assertThat(in.read()).isEqualTo(-1);
        assertThat(closed[0]).isFalse();
    }

    @Test
    void aStreamThatFailsGivesItsOwnException() {
        IOException broken = new IOException("disk");

        assertThatThrownBy(() -> JsonCodec.USAGE.read(new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw broken;
                    }
                }))
                .isSameAs(broken);
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] latin1 = "{\"portolan\":1,\"type\":\"part\",\"part\":{\"type\":\"text\",\"text\":\"\u00e9\"}}"
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf32 = {0, 0, 0, '{', 0, 0x11, 0, 0, 1, 1, 1, 1};

        assertThatThrownBy(() -> JsonCodec.PART.fromBytes(latin1)).isInstanceOf(JsonFormatException.class);
        assertThatThrownBy(() -> JsonCodec.PART.fromBytes(utf32)).isInstanceOf(JsonFormatException.class);
        assertThatThrownBy(() -> JsonCodec.PART.read(new ByteArrayInputStream(utf32)))
                .isInstanceOf(JsonFormatException.class);
    }

    @Test
    void deepNestingIsNeitherReadNorWritten() {
        Part part = new TextPart("core");
        for (int i = 0; i < 120; i++) {
            part = new ToolResult("c", "f", List.of(part), false, null);
        }
        Message deep = new ToolMessage(List.of(part));

        assertThatThrownBy(() -> JsonCodec.MESSAGE.toJson(deep))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("200 levels");
        assertThatThrownBy(() -> JsonCodec.MESSAGE.fromJson("[".repeat(100_000)))
                .isInstanceOf(JsonFormatException.class)
                .hasMessageContaining("200 levels");
    }

    @Test
    void sizesAreBoundedOnBothWays() {
        Limits small = new Limits(5, 10, 40);
        JsonReader reader = new JsonReader(small);

        assertThat(reader.read("\"0123456789\"")).isEqualTo(new Json.Text("0123456789"));
        assertThatThrownBy(() -> reader.read("\"0123456789a\"")).hasMessageContaining("a string over 10");
        assertThatThrownBy(() -> reader.read("[" + "1,".repeat(20) + "1]")).hasMessageContaining("a document over 40");
        assertThatThrownBy(() -> reader.read(
                        new ByteArrayInputStream(("[" + "1,".repeat(20_000) + "1]").getBytes(StandardCharsets.UTF_8))))
                .hasMessageContaining("a document over 40");
        assertThatThrownBy(() -> reader.read("1".repeat(2000))).isInstanceOf(JsonFormatException.class);
        assertThatThrownBy(() -> new JsonWriter(small).string("0123456789a")).hasMessageContaining("10 characters");
        JsonWriter out = new JsonWriter(small).array();
        for (int i = 0; i < 20; i++) {
            out.number(i);
        }
        assertThatThrownBy(out.endArray()::text).hasMessageContaining("40 characters");
    }

    @Test
    void namesThatCouldNotBeReadAreNotWritten() {
        CallContext half = CallContext.builder().tag("\uD83D", "x").build();
        CallContext endless = CallContext.builder().tag("n".repeat(10_001), "x").build();

        assertThatThrownBy(() -> JsonCodec.CALL_CONTEXT.toJson(half)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonCodec.CALL_CONTEXT.toJson(endless)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbersThatJsonDoesNotHaveAreNotWritten() {
        assertThatThrownBy(() -> new JsonWriter(Limits.DEFAULT).number(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenLogprob("a", Double.NEGATIVE_INFINITY, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("logprob");
    }

    @Test
    void mediaIsWrittenByKind() {
        Message message =
                Message.user(new dev.portolan.chat.ImagePart(Media.of(new byte[] {1, 2, 3}, "image/png"), "low", null));

        assertThat(JsonCodec.MESSAGE.toJson(message))
                .contains("{\"type\":\"image\",\"media\":{\"type\":\"inline\",\"mediaType\":\"image/png\","
                        + "\"base64\":\"AQID\"},\"detail\":\"low\"}");
    }

    @Test
    void anAssistantMessageIsOneAlsoInsideAResponse() {
        ChatResponse response = JsonCodec.CHAT_RESPONSE.fromJson(
                "{\"portolan\":1,\"type\":\"chat-response\",\"provider\":\"p\",\"model\":\"m\",\"message\":"
                        + "{\"parts\":[]},\"finishReason\":{\"kind\":\"other\"},\"timings\":{\"total\":\"PT0S\"}}");

        assertThat(response.message()).isEqualTo(new AssistantMessage(List.of()));
        assertThat(response.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(response.vendorMetadata()).isEqualTo("{}");
    }

    @Test
    void theExampleInTheDocumentationIsRead() throws IOException {
        Path page = Path.of("..", "docs", "json-format.md");
        Assumptions.assumeTrue(Files.exists(page), "docs/json-format.md is not beside this module");
        String text = Files.readString(page);
        int start = text.indexOf("```json\n") + 8;

        ChatRequest request = JsonCodec.CHAT_REQUEST.fromJson(text.substring(start, text.indexOf("```", start)));

        assertThat(request.messages()).hasSize(2);
        assertThat(request.vendorOptions()).containsEntry("openai", "{\"store\": true}");
    }

    @Test
    void aCodecTellsItsType() {
        assertThat(JsonCodec.CHAT_REQUEST.type()).isEqualTo("chat-request");
        assertThat(JsonCodec.CHAT_REQUEST).hasToString("JsonCodec[chat-request]");
        assertThat(new Place(new Json.Text(SECRET), "$.a")).hasToString("Place[$.a]");
    }
}
