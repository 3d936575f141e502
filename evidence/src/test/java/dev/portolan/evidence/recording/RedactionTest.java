package dev.portolan.evidence.recording;

import static dev.portolan.evidence.recording.ScriptedModel.answer;
import static dev.portolan.evidence.recording.ScriptedModel.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.VideoPart;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.support.PatternRedactor;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactionTest {

    private static final String MAIL = "ann.lee@example.org";
    private static final String CARD = "4111 1111 1111 1111";
    private static final String PHONE = "+49 171 2345678";
    private static final String KEY = "sk-proj-abcdefghijklmnopqrstuvwx";
    private static final String AWS = "AKIAIOSFODNN7EXAMPLE";
    private static final String ALL = " " + MAIL + " / " + CARD + " / " + PHONE + " / " + KEY + " / " + AWS + " ";
    private static final String STATE = "{\"note\":\"" + ALL + "\"}";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("calls.jsonl");
    }

    private ChatModel recording(Object... answers) {
        return new RecordingChatModel(
                ScriptedModel.inTurn(answers), null, Recorder.builder(file).build());
    }

    private String written() throws IOException {
        return Files.readString(file);
    }

    /** Times are left out: their digits may be anything, "1111" too. */
    private void nothingIsLeft() throws IOException {
        assertThat(written()
                        .replaceAll(
                                "\"(at|took|after|startedAt|duration|total|firstToken)\":\"[^\"]*\"", "\"$1\":\"\""))
                .isNotEmpty()
                .doesNotContain("ann.lee", "4111", "1111", "2345678", "abcdefgh", "IOSFODNN", "open sesame");
    }

    private static VendorState state() {
        return new VendorState("openai/responses", STATE);
    }

    private static ChatRequest planted() {
        String schema = "{\"type\":\"object\",\"description\":\"" + ALL
                + "\",\"properties\":{\"a\":{\"type\":\"string\",\"default\":\"" + MAIL + "\"}}}";
        ToolCall call = new ToolCall(
                "call_1",
                "mail",
                "{\"to\":\"ann.lee\\u0040example.org\",\"card\":4111111111111111,\"password\":\"open sesame\",\"ann.lee@example.org\":[1,true,null]}",
                false,
                false,
                state());
        return ChatRequest.builder()
                .messages(List.of(
                        Message.system("Call" + ALL),
                        Message.user(
                                new TextPart(ALL, state()),
                                new ImagePart(
                                        Media.of(
                                                URI.create(
                                                        "https://bob:open%20sesame@cdn.example.org/a.png?x=1&X-Amz-Signature=abcdefgh&sig=abcdefgh"))),
                                new DocumentPart(
                                        Media.of(ALL.getBytes(StandardCharsets.UTF_8), "text/plain"), ALL + ".txt"),
                                new AudioPart(
                                        Media.of(URI.create("https://example.org/" + MAIL + "/a.mp3")), ALL, state()),
                                new VideoPart(new Media.FileReference("file-1", "video/mp4"))),
                        new AssistantMessage(
                                List.of(
                                        new ReasoningPart(ALL, state()),
                                        new RefusalPart(ALL),
                                        call,
                                        new CitationPart("https://example.org/" + MAIL, ALL, 1, 2, state()),
                                        new OtherPart("web_search_call", state())),
                                state()),
                        Message.toolResults(ToolResult.of(call, ALL))))
                .stop(List.of(MAIL))
                .tools(List.of(new Tool("mail", ALL, JsonSchema.of(schema), true)))
                .outputFormat(new OutputFormat.Schema("answer", JsonSchema.of(schema), ALL, null))
                .vendorOptions("openai", "{\"user\":\"" + MAIL + "\",\"api_key\":\"open sesame\"}")
                .build();
    }

    private static ChatResponse plantedAnswer() {
        return answer(new TextPart(ALL), new ReasoningPart(ALL), new ToolCall("c", "mail", "{\"to\":\"" + MAIL + "\""))
                .toBuilder()
                .warnings(List.of(new Warning("left-out", "user", ALL)))
                .attempts(List.of(
                        new Attempt("openai", "m", Instant.EPOCH, Duration.ZERO, Attempt.OK, 200, "req_1", ALL)))
                .logprobs(List.of(
                        new TokenLogprob("ann.lee", -0.1, List.of()),
                        new TokenLogprob("@example", -0.1, List.of()),
                        new TokenLogprob(".org", -0.1, List.of())))
                .vendorMetadata(() -> STATE)
                .build();
    }

    @Test
    void nothingPlantedInARequestOrAnAnswerIsWritten() throws IOException {
        CallContext context = CallContext.builder()
                .tenant(MAIL)
                .feature(ALL)
                .taskKey(ALL)
                .stickinessKey(MAIL)
                .tag("who", MAIL)
                .build();

        recording(plantedAnswer()).chat(planted(), context);

        nothingIsLeft();
        assertThat(written()).contains("[e-mail]", "[card]", "[phone]", "[key]");
        Recording made = Recordings.read(file).list().get(0);
        ToolCall call = (ToolCall) made.request().messages().get(2).parts().get(2);
        assertThat(call.arguments())
                .isEqualTo(
                        "{\"to\":\"[e-mail]\",\"card\":\"[card]\",\"password\":\"[secret]\",\"[e-mail]\":[1,true,null]}");
        assertThat(made.response()).isNotNull();
        assertThat(made.response().logprobs()).isEmpty();
        assertThat(made.response().toolCalls().get(0).argumentsValid()).isFalse();
    }

    @Test
    void nothingPlantedInAFailureIsWritten() throws IOException {
        ChatModel model = recording(ErrorDetails.builder("Refused for" + ALL)
                .remedy("Ask" + MAIL)
                .vendorMessage("Incorrect API key provided: " + KEY + " for " + MAIL)
                .vendorMetadata(STATE)
                .partialResponse(plantedAnswer())
                .toException(ErrorKind.AUTHENTICATION));

        assertThatThrownBy(() -> model.chat(planted())).hasMessageContaining(MAIL);

        nothingIsLeft();
    }

    @Test
    void whatLiesAcrossDeltasIsFoundAndTheStreamStaysInPieces() throws IOException {
        String whole = "Write to " + MAIL + " or call " + PHONE + " soon.";
        ChatStream stream = recording(events(
                        new ChatEvent.TextDelta("Write ", 0),
                        new ChatEvent.TextDelta("to ann.l", 0),
                        new ChatEvent.ReasoningDelta("Her card is 4111 1111", 1),
                        new ChatEvent.TextDelta("ee@exam", 0),
                        new ChatEvent.ReasoningDelta(" 1111 1111", 1),
                        new ChatEvent.TextDelta("ple.o", 0),
                        new ChatEvent.ToolCallDelta(2, "call_1", "mail", "{\"to\":\"ann.l"),
                        new ChatEvent.ToolCallDelta(2, null, null, "ee@example.org\"}"),
                        new ChatEvent.RefusalDelta("Not for ann.l", 3),
                        new ChatEvent.RefusalDelta("ee@example.org", 3),
                        new ChatEvent.Other("note", STATE),
                        new ChatEvent.TextDelta("rg or call +49 171", 0),
                        new ChatEvent.TextDelta(" 2345678", 0),
                        new ChatEvent.TextDelta(" soon.", 0),
                        new ChatEvent.ToolCallCompleted(new ToolCall("call_1", "mail", "{\"to\":\"" + MAIL + "\"}"), 2),
                        new ChatEvent.Completed(answer(whole))))
                .stream(planted());
        stream.response();

        nothingIsLeft();
        List<ChatEvent> events = Recordings.read(file).list().get(0).events().stream()
                .map(TimedEvent::event)
                .toList();
        assertThat(events.get(0)).isEqualTo(new ChatEvent.TextDelta("Write ", 0));
        assertThat(text(events)).isEqualTo("Write to [e-mail] or call [phone] soon.");
        assertThat(events)
                .contains(
                        new ChatEvent.TextDelta(" soon.", 0),
                        new ChatEvent.Completed(answer("Write to [e-mail] or call [phone] soon.")));
        assertThat(events.stream()
                        .filter(ChatEvent.ToolCallDelta.class::isInstance)
                        .map(delta -> ((ChatEvent.ToolCallDelta) delta).argumentsDelta())
                        .collect(Collectors.joining()))
                .isEqualTo("{\"to\":\"[e-mail]\"}");
        assertThat(events.stream()
                        .filter(ChatEvent.RefusalDelta.class::isInstance)
                        .map(delta -> ((ChatEvent.RefusalDelta) delta).text())
                        .collect(Collectors.joining()))
                .isEqualTo("Not for [e-mail]");
    }

    private static String text(List<ChatEvent> events) {
        return events.stream()
                .filter(ChatEvent.TextDelta.class::isInstance)
                .map(delta -> ((ChatEvent.TextDelta) delta).text())
                .collect(Collectors.joining());
    }

    @Test
    void redactedRecordingsAreFoundByTheUnredactedRequest() {
        recording(answer("done")).chat(planted());

        ReplayChatModel replay = ReplayChatModel.builder(Recordings.read(file)).build();

        assertThat(replay.chat(planted()).text()).isEqualTo("done");
    }

    @Test
    void anUnredactedRecordingIsFoundTooAndARedactedOneNotWithoutRedaction() {
        new RecordingChatModel(
                        ScriptedModel.inTurn(answer(MAIL)),
                        null,
                        Recorder.builder(file).redactor(null).build())
                .chat(ChatRequest.of(MAIL));

        Recordings recordings = Recordings.read(file);
        assertThat(recordings.list().get(0).request()).isEqualTo(ChatRequest.of(MAIL));
        assertThat(ReplayChatModel.builder(recordings)
                        .build()
                        .chat(ChatRequest.of(MAIL))
                        .text())
                .isEqualTo(MAIL);
        assertThat(ReplayChatModel.builder(recordings)
                        .redactor(null)
                        .build()
                        .chat(ChatRequest.of(MAIL))
                        .text())
                .isEqualTo(MAIL);
    }

    @Test
    void anOwnRedactorTakesTheStandardOnesPlace() throws IOException {
        new RecordingChatModel(
                        ScriptedModel.inTurn(answer("Order ON-778 is late")),
                        null,
                        Recorder.builder(file)
                                .redactor(PatternRedactor.of(Map.of("order", Pattern.compile("ON-\\d+"))))
                                .build())
                .chat(ChatRequest.of("Where is ON-778?"));

        assertThat(written()).doesNotContain("ON-778").contains("Where is [order]?", "Order [order] is late");
    }

    @Test
    void aRedactorThatFailsCostsTheRecordingAndNotTheCall() {
        Recorder recorder = Recorder.builder(file)
                .redactor(text -> {
                    throw new IllegalStateException("broken on " + text);
                })
                .build();
        ChatModel model = new RecordingChatModel(new ScriptedModel(request -> answer("Paris")), null, recorder);

        assertThat(model.chat(ChatRequest.of("a")).text()).isEqualTo("Paris");
        assertThat(model.chat(ChatRequest.of("a")).text()).isEqualTo("Paris");
        assertThat(recorder.dropped()).isEqualTo(2);
        assertThat(file).doesNotExist();
    }

    @Test
    void aPatternThatGoesTooDeepCostsTheRecordingAndNotTheCall() {
        Recorder recorder = Recorder.builder(file)
                .redactor(PatternRedactor.of(Map.of("deep", Pattern.compile("(?:a|b)*c"))))
                .build();

        ChatResponse response = new RecordingChatModel(new ScriptedModel(request -> answer("Paris")), null, recorder)
                .chat(ChatRequest.of("ab".repeat(500_000)));

        assertThat(response.text()).isEqualTo("Paris");
        assertThat(recorder.dropped()).isOne();
    }

    @Test
    void mediaLeaveAHashTheirBytesOrNothing() {
        byte[] pixels = new byte[] {1, 2, 3, 4, 5};
        ChatRequest asked = ChatRequest.builder()
                .add(Message.user(
                        new ImagePart(Media.of(pixels, "image/png")),
                        new ImagePart(Media.of(URI.create("data:image/png;base64,AQIDBAU=")))))
                .build();

        ChatRequest hashed = recordedWith(MediaRetention.HASH, asked);
        assertThat(hashed.messages().get(0).parts().get(0))
                .isEqualTo(new ImagePart(new Media.FileReference(
                        "sha256:74f81fe167d99b4cb41d6d0ccda82278caee9f3e2f25d5e5a3936ff3dcec60d0:5", "image/png")));
        assertThat(((ImagePart) hashed.messages().get(0).parts().get(1)).media())
                .isInstanceOf(Media.FileReference.class);
        assertThat(recordedWith(MediaRetention.KEEP, asked)).isEqualTo(asked);
        assertThat(recordedWith(MediaRetention.DROP, asked)
                        .messages()
                        .get(0)
                        .parts()
                        .get(0))
                .isEqualTo(new ImagePart(new Media.FileReference("dropped", "image/png")));
    }

    /** Each way it is found again; what differs in media is found only where they were dropped. */
    private ChatRequest recordedWith(MediaRetention retention, ChatRequest asked) {
        Path own = folder.resolve(retention + ".jsonl");
        new RecordingChatModel(
                        ScriptedModel.inTurn(answer("a cat")),
                        null,
                        Recorder.builder(own).media(retention).build())
                .chat(asked);
        Recordings recordings = Recordings.read(own);
        assertThat(ReplayChatModel.builder(recordings).build().chat(asked).text())
                .isEqualTo("a cat");
        ChatRequest others = ChatRequest.builder()
                .add(Message.user(
                        new ImagePart(Media.of(new byte[] {9}, "image/png")),
                        new ImagePart(Media.of(URI.create("data:image/png;base64,CQ==")))))
                .build();
        boolean dropped = retention == MediaRetention.DROP;
        assertThat(ReplayChatModel.builder(recordings).build().explain(others).repeats())
                .isEqualTo(dropped ? 1 : 0);
        return recordings.list().get(0).request();
    }
}
