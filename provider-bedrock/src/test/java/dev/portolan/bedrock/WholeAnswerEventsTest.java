package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.spi.support.ToolNames;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeAnswerEventsTest {

    private static final JsonNode ANSWER =
            WireJson.tree(("{'metrics':{'latencyMs':7},'output':{'message':{'role':'assistant','content':["
                            + "{'reasoningContent':{'reasoningText':{'text':'Hm.','signature':'c2ln'}}},"
                            + "{'reasoningContent':{'redactedContent':'ZW5j'}},"
                            + "{'text':'Let me see.'},"
                            + "{'toolUse':{'toolUseId':'t1','name':'ping','input':{'n':1}}},"
                            + "{'toolUse':{'toolUseId':'t2','name':'pong','input':{}}}]}},"
                            + "'stopReason':'tool_use','usage':{'inputTokens':5,'outputTokens':9,'totalTokens':14}}")
                    .replace('\'', '"'));

    private static Answer answer() {
        return new Answer("model-1", "any", new ToolNames(List.of()), true);
    }

    @Test
    void theEventsMakeTheSameResponseAsTheWhole() {
        List<ChatEvent> told = new ArrayList<>();
        StreamDecoder decoder = new StreamDecoder(answer());
        WholeAnswerEvents events = new WholeAnswerEvents(ANSWER);
        for (ConverseEvent event = events.next(); event != null; event = events.next()) {
            decoder.feed(event, told::add);
        }
        decoder.end(told::add);
        ChatResponse streamed = ((ChatEvent.Completed) told.get(told.size() - 1)).response();
        ChatResponse whole = ResponseMapper.read(answer(), ANSWER).build();

        assertThat(streamed.message()).isEqualTo(whole.message());
        assertThat(streamed.finishReason()).isEqualTo(whole.finishReason());
        assertThat(streamed.usage()).isEqualTo(whole.usage());
        assertThat(told).hasAtLeastOneElementOfType(ChatEvent.ToolCallCompleted.class);
    }

    @Test
    void afterClosingNothingComes() {
        WholeAnswerEvents events = new WholeAnswerEvents(ANSWER);
        events.close();

        assertThat(events.next()).isNull();
    }
}
