package dev.portolan.simulator.bedrock;

import static dev.portolan.simulator.bedrock.Client.CLAUDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.bedrock.Client.Answer;
import dev.portolan.simulator.bedrock.Client.Event;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/** What goes wrong on this wire. */
class FaultsTest {

    private static final String HI = "{'messages':[{'role':'user','content':[{'text':'one two three'}]}]}";

    private final BedrockSimulator simulator =
            BedrockSimulator.start(prompt -> Reply.text("one two three").withToolCall("ping", "{\"a\":1}"));
    private final Client client = new Client(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    private Answer streamed(Fault fault) {
        simulator.inject(Faults.always(fault));
        return client.stream(CLAUDE, HI);
    }

    private Answer whole(Fault fault) {
        simulator.inject(Faults.always(fault));
        return client.converse(CLAUDE, HI);
    }

    private static List<String> types(Answer answer) {
        return answer.events().stream().map(Event::type).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "rate-limited,throttlingException",
        "unavailable,serviceUnavailableException",
        "invalid-request,validationException",
        "context-length,validationException",
        "internal-server-exception,internalServerException",
        "model-stream-error-exception,modelStreamErrorException"
    })
    void anErrorInAStreamIsAnExceptionMessage(String kind, String type) {
        List<Event> events = streamed(Fault.errorInStream(3, new ErrorKind(kind, true, true)))
                .events();

        assertThat(events).hasSize(4);
        assertThat(events.get(2).messageType()).isEqualTo("event");
        Event last = events.get(3);
        assertThat(last.messageType()).isEqualTo("exception");
        assertThat(last.type()).isEqualTo(type);
        assertThat(last.payload().path("message").asText()).isNotBlank();
    }

    @Test
    void aSpoiledFrameHasAWrongChecksumAndTheRestFollows() {
        Answer answer = streamed(Fault.spoilFrame(2));

        assertThatThrownBy(answer::events).hasMessageContaining("checksum");
        assertThat(answer.text()).contains("messageStop");
    }

    @Test
    void aTruncatedStreamEndsInTheMiddleOfAFrameAndInOrder() {
        Answer answer = streamed(Fault.truncateAfter(2));
        List<Message> messages = new ArrayList<>();
        new MessageDecoder(messages::add).feed(ByteBuffer.wrap(answer.response().body()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(messages).hasSize(2);
        int whole = messages.stream()
                .mapToInt(message -> message.toByteBuffer().remaining())
                .sum();
        assertThat(answer.response().body()).hasSizeGreaterThan(whole + 20);
    }

    @Test
    void aStreamWithoutFinishHasNoMessageStop() {
        assertThat(types(streamed(Fault.noFinish())))
                .doesNotContain("messageStop")
                .contains("metadata");
        assertThat(whole(Fault.noFinish()).at("/stopReason").isMissingNode()).isTrue();
    }

    @Test
    void theFinishComesTwice() {
        assertThat(types(streamed(Fault.duplicateFinish())).stream().filter("messageStop"::equals))
                .hasSize(2);
    }

    @Test
    void theUsageIsNotTold() {
        assertThat(types(streamed(Fault.noUsage()))).doesNotContain("metadata").contains("messageStop");
        assertThat(whole(Fault.noUsage()).at("/usage").isMissingNode()).isTrue();
    }

    @Test
    void callsComeWithoutIds() {
        Answer whole = whole(Fault.missingIds());

        assertThat(whole.at("/output/message/content/1/toolUse/name").asText()).isEqualTo("ping");
        assertThat(whole.at("/output/message/content/1/toolUse").has("toolUseId"))
                .isFalse();
        JsonNode start = streamed(Fault.missingIds()).events().stream()
                .filter(event -> event.type().equals("contentBlockStart"))
                .findFirst()
                .orElseThrow()
                .payload();
        assertThat(start.at("/start/toolUse").has("toolUseId")).isFalse();
    }

    @Test
    void aGarbledPieceStandsInARightFrame() {
        assertThatThrownBy(() -> streamed(Fault.garble(1)).events()).hasRootCauseInstanceOf(JsonParseException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "authentication,403,UnrecognizedClientException",
        "permission,403,AccessDeniedException",
        "model-not-found,400,ValidationException",
        "invalid-request,400,ValidationException",
        "unsupported-feature,400,ValidationException",
        "context-length,400,ValidationException",
        "content-filtered,400,ValidationException",
        "rate-limited,429,ThrottlingException",
        "quota-exhausted,429,ThrottlingException",
        "unavailable,503,ServiceUnavailableException",
        "timeout,408,ModelTimeoutException",
        "internal-server-exception,500,InternalServerException",
        "model-stream-error-exception,424,ModelStreamErrorException",
        "model-not-ready-exception,429,ModelNotReadyException",
        "model-error-exception,424,ModelErrorException",
        "expired-token-exception,403,ExpiredTokenException"
    })
    void errorsAreWordedAsTheServiceDoes(String kind, int status, String error) {
        Answer answer = whole(Fault.error(new ErrorKind(kind, true, true)).retryAfter(Duration.ofMillis(1500)));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error()).isEqualTo(error);
        assertThat(answer.message()).isNotBlank();
        assertThat(answer.header("retry-after")).isEqualTo("2");
        assertThat(answer.header("x-amzn-requestid")).isNotEmpty();
    }

    @Test
    void aBareStatusHasTheVendorsForm() {
        assertThat(whole(Fault.status(429)).error()).isEqualTo("ThrottlingException");
        assertThat(whole(Fault.status(500)).error()).isEqualTo("InternalServerException");
        assertThat(whole(Fault.status(418)).error()).isEqualTo("ValidationException");
    }

    @Test
    void faultsMeetInvokeModelToo() {
        simulator.inject(Faults.always(Fault.errorInStream(2, ErrorKind.RATE_LIMITED)));
        List<Event> events = client.post(
                        CLAUDE,
                        "invoke-with-response-stream",
                        "{'anthropic_version':'bedrock-2023-05-31','max_tokens':9,'messages':[{'role':'user','content':'x'}]}")
                .events();

        assertThat(events.stream().map(Event::type)).containsExactly("chunk", "chunk", "throttlingException");
    }

    @Test
    void whatTheWireCannotHaveIsRefusedByName() {
        Fault wrong = Fault.errorInStream(1, ErrorKind.AUTHENTICATION);

        assertThat(simulator.supports(wrong)).isFalse();
        assertThat(simulator.supports(Fault.error(ErrorKind.CANCELLED))).isFalse();
        assertThat(simulator.supports(Fault.spoilFrame(1).and(Fault.slow(5)))).isTrue();
        assertThatThrownBy(() -> simulator.inject(Faults.always(wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bedrock")
                .hasMessageContaining("ErrorInStream");
    }
}
