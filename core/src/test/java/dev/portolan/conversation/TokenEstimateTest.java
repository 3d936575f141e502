package dev.portolan.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.schema.JsonSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenEstimateTest {

    private static final String SCHEMA = "{\"type\":\"object\"}";

    private static final ChatRequest REQUEST = ChatRequest.builder()
            .system("Be brief.")
            .user("What is a rhumb line?")
            .tools(List.of(Tool.of("look_up", "Looks a word up", SCHEMA)))
            .outputFormat(OutputFormat.schema("answer", JsonSchema.of(SCHEMA)))
            .build();

    @Test
    void aRequestIsItsMessagesItsToolsAndTheSchemaOfItsAnswer() {
        // Four for each, and a quarter of 9, 21, 7 + 15 + 17 and 17 characters, rounded up.
        assertThat(TokenEstimate.input(REQUEST, TokenEstimate.CHARACTERS)).isEqualTo(4 + 3 + 4 + 6 + 4 + 10 + 4 + 5);
    }

    @Test
    void aCountOfTextsCountsToolsAndSchemasToo() {
        assertThat(TokenEstimate.input(REQUEST, TokenEstimate.of(text -> 100))).isEqualTo(4 * 104);
    }
}
