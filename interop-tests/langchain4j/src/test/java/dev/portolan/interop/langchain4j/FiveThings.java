package dev.portolan.interop.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.portolan.chat.OutputFormat;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Text, stream, tool call, structured output and error, the same for each of LangChain4j's modules. */
@Tag("integration")
@Timeout(60)
abstract class FiveThings {

    /** Calls the tool there is, then tells its result; fills the schema there is; else tells a text. */
    static final Responder WEATHER = FiveThings::reply;

    private static final JsonObjectSchema CITY = JsonObjectSchema.builder()
            .addStringProperty("city")
            .required("city")
            .build();

    private static Reply reply(Prompt prompt) {
        if (!prompt.toolResults().isEmpty()) {
            return Reply.text("It is " + prompt.toolResults().get(0).text() + " degrees.");
        }
        if (!prompt.request().tools().isEmpty()) {
            return Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}");
        }
        return prompt.request().outputFormat() instanceof OutputFormat.Schema
                ? Reply.text("{\"city\":\"Oslo\"}")
                : Reply.text("Seven degrees in Oslo.");
    }

    abstract ChatModel model();

    abstract StreamingChatModel streamingModel();

    /** A model that the service refuses. */
    abstract ChatModel refusedModel();

    abstract Class<? extends Exception> refusal();

    /** What the simulator understood last. */
    abstract Prompt lastPrompt();

    private static List<ChatMessage> question() {
        return List.of(SystemMessage.from("You know the weather."), UserMessage.from("How warm is Oslo?"));
    }

    private static ToolSpecification tool() {
        return ToolSpecification.builder()
                .name("get_weather")
                .description("How warm a city is.")
                .parameters(CITY)
                .build();
    }

    private static ChatRequest plain() {
        return ChatRequest.builder().messages(question()).build();
    }

    private static ChatRequest withTool() {
        return ChatRequest.builder()
                .messages(question())
                .toolSpecifications(tool())
                .build();
    }

    @Test
    void aTextIsRead() {
        ChatResponse answer = model().chat(plain());
        assertThat(answer.aiMessage().text()).isEqualTo("Seven degrees in Oslo.");
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.tokenUsage().inputTokenCount()).isPositive();
        assertThat(answer.tokenUsage().outputTokenCount()).isPositive();
        assertThat(lastPrompt().request().messages()).hasSize(2);
        assertThat(lastPrompt().userText()).isEqualTo("How warm is Oslo?");
    }

    @Test
    void aStreamIsReadPieceByPiece() throws Exception {
        Streamed stream = Streamed.of(streamingModel(), plain());
        assertThat(String.join("", stream.pieces())).isEqualTo("Seven degrees in Oslo.");
        assertThat(stream.pieces()).hasSizeGreaterThan(2);
        assertThat(stream.response().aiMessage().text()).isEqualTo("Seven degrees in Oslo.");
        assertThat(stream.response().finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(stream.response().tokenUsage().outputTokenCount()).isPositive();
        assertThat(lastPrompt().streaming()).isTrue();
    }

    @Test
    void aToolIsCalledAndItsResultTakenBack() {
        ChatResponse first = model().chat(withTool());
        assertThat(first.aiMessage().toolExecutionRequests()).hasSize(1);
        ToolExecutionRequest call = first.aiMessage().toolExecutionRequests().get(0);
        assertThat(call.name()).isEqualTo("get_weather");
        assertThat(call.arguments().replace(" ", "")).isEqualTo("{\"city\":\"Oslo\"}");

        List<ChatMessage> conversation = new ArrayList<>(question());
        conversation.add(first.aiMessage());
        conversation.add(ToolExecutionResultMessage.from(call, "7"));
        ChatResponse second = model().chat(ChatRequest.builder()
                .messages(conversation)
                .toolSpecifications(tool())
                .build());
        assertThat(second.aiMessage().text()).isEqualTo("It is 7 degrees.");
    }

    @Test
    void aToolCallIsReadFromAStream() throws Exception {
        ChatResponse answer = Streamed.of(streamingModel(), withTool()).response();
        assertThat(answer.aiMessage().toolExecutionRequests()).hasSize(1);
        ToolExecutionRequest call = answer.aiMessage().toolExecutionRequests().get(0);
        assertThat(call.arguments().replace(" ", "")).isEqualTo("{\"city\":\"Oslo\"}");
    }

    @Test
    void anAnswerHasTheFormOfItsSchema() {
        ChatRequest request = ChatRequest.builder()
                .messages(question())
                .responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name("city")
                                .rootElement(CITY)
                                .build())
                        .build())
                .build();
        assertThat(model().chat(request).aiMessage().text()).matches("\\{\"city\":\"[^\"]+\"}");
        assertThat(lastPrompt().request().outputFormat()).isInstanceOf(OutputFormat.Schema.class);
    }

    @Test
    void aRefusalHasItsClass() {
        assertThatThrownBy(() -> refusedModel().chat(plain())).isInstanceOf(refusal());
        assertThat(catchThrowable(() -> refusedModel().chat(plain()))).hasMessageNotContaining("How warm");
    }
}
