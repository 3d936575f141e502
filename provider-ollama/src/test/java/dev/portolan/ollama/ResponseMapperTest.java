package dev.portolan.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.FinishReason.Kind;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseMapperTest {

    private static ChatResponse read(String body) {
        return ResponseMapper.read(body.getBytes(StandardCharsets.UTF_8), new ErrorMapper(Wire.MODEL))
                .build();
    }

    private static ErrorKind failure(String body) {
        return catchThrowableOfType(LlmException.class, () -> read(body)).kind();
    }

    @Test
    void aWholeAnswerIsRead() {
        ChatResponse response = read(Wire.whole("Hello"));
        assertThat(response.text()).isEqualTo("Hello");
        assertThat(response.finishReason()).isEqualTo(new FinishReason(Kind.STOP, "stop"));
    }

    @Test
    void aServerThatStreamsWhateverItWasAskedIsReadToo() {
        assertThat(read(Wire.text("Hel") + Wire.text("lo") + Wire.end("stop")).text())
                .isEqualTo("Hello");
    }

    @Test
    void anErrorWithAStatusOfSuccessIsThatError() {
        assertThat(failure("{\"error\":\"model requires more system memory (5.6 GiB) than is available (3.1 GiB)\"}"))
                .isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(failure("{\"error\":{\"message\":\"model 'x' not found\"}}")).isEqualTo(ErrorKind.MODEL_NOT_FOUND);
    }

    @Test
    void whatIsNotWholeIsNoAnswer() {
        assertThat(failure(Wire.text("Hel"))).isEqualTo(ErrorKind.INVALID_RESPONSE);
        assertThat(failure("")).isEqualTo(ErrorKind.INVALID_RESPONSE);
        assertThat(failure("[]")).isEqualTo(ErrorKind.INVALID_RESPONSE);
        assertThat(failure(Wire.whole("Hello").substring(0, 60))).isEqualTo(ErrorKind.INVALID_RESPONSE);
    }

    @ParameterizedTest
    @CsvSource({
        "stop, false, STOP",
        "stop, true, TOOL_CALLS",
        "length, true, LENGTH",
        "length, false, LENGTH",
        "load, false, STOP",
        "content_filter, false, CONTENT_FILTER",
        "something_new, false, OTHER",
        ", false, STOP",
        ", true, TOOL_CALLS"
    })
    void theReasonIsTheServersUnlessThereAreCalls(String raw, boolean calls, Kind kind) {
        assertThat(FinishReasons.of(raw, calls)).isEqualTo(new FinishReason(kind, raw));
    }
}
