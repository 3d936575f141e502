package dev.portolan.logging;

import static dev.portolan.spi.ScriptedModel.answer;
import static dev.portolan.spi.ScriptedModel.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Timings;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.Usage;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.VideoPart;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ScriptedModel;
import dev.portolan.spi.support.Redactor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoggingChatModelTest {

    private static final ChatRequest REQUEST = ChatRequest.of("What is a portolan?");

    private final CallLogCapture log = new CallLogCapture();
    private final AtomicLong millis = new AtomicLong();
    private final ScriptedModel inner = new ScriptedModel();

    @AfterEach
    void stopCapturing() {
        log.close();
    }

    private LoggingChatModel model(LogDetail detail, int maxLength) {
        return new LoggingChatModel(
                inner, "assistant", detail, Redactor.standard(), maxLength, () -> millis.get() * 1_000_000);
    }

    private LoggingChatModel model(LogDetail detail) {
        return model(detail, 2_000);
    }

    private Runnable later(long ms) {
        return () -> millis.addAndGet(ms);
    }

    @Test
    void aCallThatWentWellIsOneLineAtInfo() {
        Attempt attempt = new Attempt("acme", "large-1", Instant.EPOCH, Duration.ZERO, "ok", null, null, null);
        inner.then(answer("A sea chart").toBuilder()
                .usage(Usage.builder()
                        .inputTokens(12L)
                        .cachedInputTokens(4L)
                        .outputTokens(30L)
                        .reasoningTokens(20L)
                        .build())
                .attempts(List.of(attempt, attempt))
                .warnings(List.of(
                        new Warning("left-out", "temperature", "..."), new Warning("another-model", null, "...")))
                .timings(new Timings(Duration.ofMillis(900), Duration.ofMillis(250)))
                .build());
        model(LogDetail.METADATA).chat(REQUEST);
        assertThat(log.lines())
                .containsExactly("INFO name=assistant provider=acme model=large-1-0801 mode=chat outcome=ok finish=stop"
                        + " input-tokens=12 cached-tokens=4 output-tokens=30 reasoning-tokens=20 ms=0"
                        + " first-token-ms=250 attempts=2 request-id=req_7"
                        + " warnings=temperature:left-out,another-model");
    }

    @Test
    void whatIsUnknownIsLeftOut() {
        inner.then(answer("Hi").toBuilder().usage(Usage.UNKNOWN).requestId(null).build());
        model(LogDetail.METADATA).chat(REQUEST);
        assertThat(log.lines())
                .containsExactly("INFO name=assistant provider=acme model=large-1-0801 mode=chat outcome=ok finish=stop"
                        + " ms=0");
    }

    @Test
    void aFailureIsOneLineAtWarnWithoutItsMessage() {
        LlmException failure = ErrorDetails.builder("the answer was: 42")
                .provider("acme")
                .model("large-1")
                .status(429)
                .vendorCode("rate_limit_exceeded")
                .requestId("req_9")
                .vendorMessage("your prompt 'What is' was too much")
                .partialResponse(answer("A sea"))
                .attempts(List.of(
                        new Attempt("acme", "large-1", Instant.EPOCH, Duration.ZERO, "rate-limited", 429, null, null)))
                .toException(ErrorKind.RATE_LIMITED);
        inner.then(failure);
        assertThatThrownBy(() -> model(LogDetail.METADATA).chat(REQUEST)).isSameAs(failure);
        assertThat(log.lines())
                .containsExactly("WARN name=assistant provider=acme model=large-1 mode=chat outcome=rate-limited"
                        + " status=429 code=rate_limit_exceeded input-tokens=12 output-tokens=5 ms=0 attempts=1"
                        + " request-id=req_9");
    }

    @Test
    void aFailureBeforeAnyProviderWasChosenBearsTheModelsOwnName() {
        inner.then(ErrorDetails.builder("too dear").toException(ErrorKind.BUDGET_EXCEEDED));
        assertThatThrownBy(() -> model(LogDetail.METADATA).chat(REQUEST)).isInstanceOf(LlmException.class);
        assertThat(log.lines())
                .containsExactly(
                        "WARN name=assistant provider=acme model=large-1 mode=chat outcome=budget-exceeded ms=0");
    }

    @Test
    void aCancellationIsNoWarning() {
        inner.then(ErrorDetails.builder("cancelled").toException(ErrorKind.CANCELLED));
        assertThatThrownBy(() -> model(LogDetail.METADATA).chat(REQUEST)).isInstanceOf(LlmException.class);
        assertThat(log.lines()).singleElement().asString().startsWith("INFO").contains("outcome=cancelled");
    }

    @Test
    void aForeignExceptionIsToldByItsClassOnly() {
        inner.then(new IllegalStateException("key sk-0123456789abcdefghij"));
        assertThatThrownBy(() -> model(LogDetail.METADATA).chat(REQUEST)).isInstanceOf(IllegalStateException.class);
        assertThat(log.lines())
                .containsExactly("WARN name=assistant provider=acme model=large-1 mode=chat outcome=exception"
                        + " class=java.lang.IllegalStateException ms=0");
    }

    @Test
    void aStreamIsLoggedAtItsEndWithTheTimeToItsFirstEvent() {
        inner.thenStream(later(250), text("A sea"), later(500), text(" chart"), answer("A sea chart"));
        try (ChatStream stream = model(LogDetail.METADATA).stream(REQUEST)) {
            stream.next();
            assertThat(log.lines()).isEmpty();
            stream.response();
        }
        assertThat(log.lines())
                .singleElement()
                .asString()
                .contains("mode=stream outcome=ok finish=stop")
                .contains("ms=750 first-token-ms=250");
    }

    @Test
    void aBrokenStreamIsLoggedOnce() {
        LlmException broken = ErrorDetails.builder("broke off").toException(ErrorKind.STREAM_INTERRUPTED);
        inner.thenStream(text("A"), broken);
        ChatStream stream = model(LogDetail.METADATA).stream(REQUEST);
        assertThatThrownBy(stream::response).isSameAs(broken);
        assertThatThrownBy(stream::next).isSameAs(broken);
        stream.close();
        assertThat(log.lines()).singleElement().asString().contains("outcome=stream-interrupted");
    }

    @Test
    void aStreamLeftEarlyIsLoggedAsClosed() {
        inner.thenStream(text("A"), text("B"));
        ChatStream stream = model(LogDetail.METADATA).stream(REQUEST);
        stream.next();
        stream.close();
        stream.close();
        assertThat(log.lines())
                .containsExactly("INFO name=assistant provider=acme model=large-1 mode=stream outcome=closed ms=0"
                        + " first-token-ms=0");
        assertThat(inner.streams.get(0).aborts).isEqualTo(1);
    }

    @Test
    void aStreamThatCannotBeOpenedIsLogged() {
        inner.then(new IllegalArgumentException("no"));
        assertThatThrownBy(() -> model(LogDetail.METADATA).stream(REQUEST))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(log.lines()).singleElement().asString().contains("outcome=exception");
    }

    @Test
    void nothingIsLoggedWhenOffOrBelowTheLoggersLevel() {
        inner.then(answer("Hi")).thenStream(answer("Hi"));
        model(LogDetail.OFF).chat(REQUEST);
        model(LogDetail.OFF).stream(REQUEST).response();
        log.level(Level.WARN);
        inner.then(answer("Hi")).thenStream(text("a"), text("b"));
        model(LogDetail.METADATA).chat(REQUEST);
        ChatStream stream = model(LogDetail.METADATA).stream(REQUEST);
        stream.next();
        stream.close();
        log.level(Level.OFF);
        inner.then(new IllegalStateException("a bug"));
        assertThatThrownBy(() -> model(LogDetail.METADATA).chat(REQUEST)).isInstanceOf(IllegalStateException.class);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void anAnswerCannotForgeALine() {
        inner.then(answer("Hi").toBuilder()
                .requestId("x\nINFO name=forged \"" + "y".repeat(500))
                .build());
        model(LogDetail.METADATA).chat(REQUEST);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .contains("request-id=x_INFO_name=forged__y")
                .hasSizeLessThan(400);
    }

    @Test
    void bodiesShowWhatWasAskedAndAnsweredRedacted() {
        ToolCall call = new ToolCall("call_1", "mail", "{\"to\":\"jane@mail.example\"}");
        byte[] bytes = {1, 2, 3};
        ChatRequest request = ChatRequest.builder()
                .system("Be \"brief\"\\")
                .add(Message.user(
                        new TextPart("Mail jane@mail.example\nnow\u2028\t!"),
                        new ImagePart(Media.of(bytes, "image/png")),
                        new DocumentPart(Media.of(bytes, "application/pdf"), "salary.pdf"),
                        new AudioPart(Media.of(bytes, "audio/wav")),
                        new VideoPart(Media.of(bytes, "video/mp4"))))
                .add(new AssistantMessage(List.of(call)))
                .add(Message.toolResults(ToolResult.of(call, "sent")))
                .build();
        inner.then(answer("").toBuilder()
                .message(new AssistantMessage(List.of(
                        new ReasoningPart("hm"),
                        new TextPart("Done. Card 4111 1111 1111 1111"),
                        new CitationPart("https://secret.example", null, null, null, null),
                        new RefusalPart("No more"),
                        new OtherPart("widget", new VendorState("acme/chat", "{}")))))
                .build());
        model(LogDetail.BODIES).chat(request);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .contains("request=\"system: Be \\\"brief\\\"\\\\ user: Mail [e-mail]\\nnow  ![ImagePart[")
                .contains("assistant: [call mail] {\\\"to\\\":\\\"[e-mail]\\\"} tool: [result mail] sent\"")
                .contains("answer=\"[reasoning] hm [/reasoning] Done. Card [card][citation][refusal] No more[other]\"")
                .doesNotContain("jane")
                .doesNotContain("salary")
                .doesNotContain("secret.example");
    }

    @Test
    void longBodiesAreCutAfterTheyWereRedacted() {
        inner.then(answer("z".repeat(5_000)));
        ChatRequest request = ChatRequest.builder()
                .user("a".repeat(30) + " 4111 1111 1111 1111 " + "b".repeat(3_000))
                .user("never reached")
                .build();
        model(LogDetail.BODIES, 44).chat(request);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .contains("request=\"user: " + "a".repeat(30) + " [card] \"...")
                .contains("answer=\"" + "z".repeat(44) + "\"...")
                .doesNotContain("4111")
                .doesNotContain("never");
    }

    @Test
    void aBrokenStreamShowsThePartialAnswerInBodies() {
        inner.thenStream(
                text("A"),
                ErrorDetails.builder("broke off")
                        .partialResponse(answer("A sea"))
                        .toException(ErrorKind.STREAM_INTERRUPTED));
        assertThatThrownBy(model(LogDetail.BODIES).stream(REQUEST)::response).isInstanceOf(LlmException.class);
        assertThat(log.lines()).singleElement().asString().endsWith("answer=\"A sea\"");
    }

    @Test
    void aLengthThatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoggingChatModel(inner, "a", LogDetail.BODIES, text -> text, 0))
                .withMessageStartingWith("max-length");
    }

    @Test
    void theResponseIsHandedOnAsItIs() {
        ChatResponse response = answer("Hi");
        inner.then(response);
        assertThat(model(LogDetail.BODIES).chat(REQUEST)).isSameAs(response);
    }
}
