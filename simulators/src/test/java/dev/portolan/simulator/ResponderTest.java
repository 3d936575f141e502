package dev.portolan.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolResult;
import dev.portolan.schema.JsonSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponderTest {

    private static final Tool CLOCK = Tool.of(
            "clock",
            "Tells the time.",
            "{\"type\":\"object\",\"properties\":{\"zone\":{\"type\":\"string\"}},\"required\":[\"zone\"]}");

    private static Prompt prompt(ChatRequest request) {
        return new Prompt("gpt-4o", false, request);
    }

    private static Prompt saying(String text) {
        return prompt(ChatRequest.of(text));
    }

    @Test
    void anEchoSaysWhatTheUserSaidLast() {
        ChatRequest request = ChatRequest.builder()
                .user("First")
                .add(Message.assistant("Well"))
                .user("Second")
                .build();

        assertThat(Responder.echo().reply(prompt(request)).text()).isEqualTo("Second");
        assertThat(Responder.echo()
                        .reply(prompt(ChatRequest.builder().system("Only rules").build()))
                        .text())
                .isEmpty();
    }

    @Test
    void aScriptGivesItsRepliesInOrderAndThenFails() {
        Responder script = Responder.script(Reply.text("one"), Reply.refusal("two"));

        assertThat(script.reply(saying("a")).text()).isEqualTo("one");
        assertThat(script.reply(saying("b")).refusal()).isEqualTo("two");
        assertThatThrownBy(() -> script.reply(saying("c")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The script has 2 replies; this is request 3");
        assertThatThrownBy(Responder::script).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aResponderWithNothingToSayLeavesItToTheNext() {
        Responder responder = ((Responder)
                        prompt -> prompt.userText().equals("hi") ? Reply.text("Hello.") : Reply.NOTHING)
                .or(Responder.text("Pardon?"));

        assertThat(responder.reply(saying("hi")).text()).isEqualTo("Hello.");
        assertThat(responder.reply(saying("ho")).text()).isEqualTo("Pardon?");
    }

    @Test
    void schemasDriveCallsAndAnswers() {
        Responder responder = Responder.schemaDriven();
        ChatRequest asked = ChatRequest.of("What time is it?");
        ChatRequest withTool = asked.toBuilder().tools(List.of(CLOCK)).build();
        ChatRequest answered = withTool.toBuilder()
                .add(Message.toolResults(ToolResult.of(new ToolCall("c", "clock", "{}"), "Noon.")))
                .build();
        ChatRequest withSchema = asked.toBuilder()
                .outputFormat(OutputFormat.schema(
                        "n",
                        JsonSchema.of("{\"type\":\"object\",\"properties\":{\"hour\":{" + "\"type\":\"integer\"}}}")))
                .build();

        assertThat(responder.reply(prompt(withTool)).toolCalls())
                .singleElement()
                .satisfies(call -> assertThat(call.arguments()).isEqualTo("{\"zone\":\"sample zone\"}"));
        assertThat(responder.reply(prompt(answered)).text()).isEqualTo("Noon.");
        assertThat(responder.reply(prompt(withSchema)).text()).isEqualTo("{\"hour\":1}");
        assertThat(responder
                        .reply(prompt(
                                withTool.toBuilder().toolChoice(ToolChoice.NONE).build()))
                        .text())
                .isEqualTo("What time is it?");
    }

    @Test
    void whatIsPrintedTellsNoContent() {
        assertThat(Reply.text("secret")
                        .withToolCall("clock", "{\"zone\":\"secret\"}")
                        .toString())
                .doesNotContain("secret");
        assertThat(saying("secret").toString()).doesNotContain("secret");
    }
}
