package dev.portolan.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingTest {

    @Test
    void anAnswerThatSaysWhatItMustHasNoDifference() throws IOException {
        assertThat(Reading.of("a", answer()).differenceFrom(json("""
                {"text": "Hello", "reasoning": false, "finish": ["tool_calls"],
                 "tool_calls": [{"name": "now", "arguments": {"zone": 1.0}}], "usage": {"input": 7}}"""))).isNull();
    }

    @Test
    void eachThingThatDiffersIsNamed() throws IOException {
        assertThat(Reading.of("a", answer()).differenceFrom(json("""
                {"text": "Hallo", "reasoning": true, "finish": ["stop"],
                 "tool_calls": [], "usage": {"input": 8, "output": 1}}""")))
                .contains("text", "reasoning", "finish", "tool_calls", "usage.input", "usage.output");
    }

    @Test
    void anErrorIsJudgedByItsStatusAndKind() throws IOException {
        Reading reading = Reading.of(
                "a", ErrorDetails.builder("Too many requests").status(429).toException(ErrorKind.RATE_LIMITED));
        assertThat(reading.differenceFrom(json("{\"error\": {\"status\": 429, \"kinds\": [\"rate-limited\"]}}")))
                .isNull();
        assertThat(reading.differenceFrom(json("{\"error\": {\"status\": 429, \"kinds\": [\"unavailable\"]}}")))
                .contains("kind");
    }

    @Test
    void anErrorInPlaceOfAnAnswerIsADifference() throws IOException {
        Reading reading = Reading.of(
                "a", ErrorDetails.builder("Too many requests").status(429).toException(ErrorKind.RATE_LIMITED));
        assertThat(reading.differenceFrom(json("{\"text\": \"Hello\"}"))).isEqualTo("failed with rate-limited");
    }

    private static ChatResponse answer() {
        return ChatResponse.builder()
                .provider("p")
                .model("m")
                .message(new AssistantMessage(List.of(new TextPart("Hello"), new ToolCall("1", "now", "{\"zone\":1}"))))
                .finishReason(FinishReason.of(FinishReason.Kind.TOOL_CALLS))
                .usage(Usage.builder().inputTokens(7L).build())
                .build();
    }

    private static JsonNode json(String text) throws IOException {
        return Recording.MAPPER.readTree(text);
    }
}
