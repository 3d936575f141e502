package dev.portolan.interop.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStreamEvent;
import dev.portolan.chat.OutputFormat;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.openai.OpenAiSimulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What OpenAI's own client reads in the simulator's answers, and what the simulator reads in its requests. */
@Tag("integration")
@Timeout(60)
class OpenAiClientTest {

    /** A class as the client's users write them: it makes a schema of it and reads the answer into it. */
    public static final class Weather {
        /** Where. */
        public String city = "";

        /** How warm. */
        public int degrees;
    }

    private final OpenAiSimulator simulator = OpenAiSimulator.builder()
            .apiKeys("sk-right")
            .models("gpt-4o-mini", "text-embedding-3-small")
            .responder(OpenAiClientTest::reply)
            .rateLimit(1_000, 100_000)
            .start();
    private final OpenAIClient client = client("sk-right");

    /** Calls the tool there is, then tells its result; fills the schema there is; else tells a text. */
    private static Reply reply(Prompt prompt) {
        if (!prompt.toolResults().isEmpty()) {
            return Reply.text("It is " + prompt.toolResults().get(0).text() + " degrees.");
        }
        if (!prompt.request().tools().isEmpty()) {
            return Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}");
        }
        return prompt.request().outputFormat() instanceof OutputFormat.Schema
                ? Reply.text("{\"city\":\"Oslo\",\"degrees\":7}")
                : Reply.text("Seven degrees in Oslo.");
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .apiKey(key)
                .baseUrl(simulator.baseUrl().toString())
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    private static ChatCompletionCreateParams.Builder ask(String text) {
        return ChatCompletionCreateParams.builder()
                .model("gpt-4o-mini")
                .addSystemMessage("You know the weather.")
                .addUserMessage(text);
    }

    private static ResponseCreateParams.Builder askResponses(String text) {
        return ResponseCreateParams.builder().model("gpt-4o-mini").input(text);
    }

    @Test
    void aTextIsReadWithItsFinishReasonAndUsage() {
        ChatCompletion answer =
                client.chat().completions().create(ask("How warm is Oslo?").build());
        ChatCompletion.Choice choice = answer.validate().choices().get(0);
        assertThat(choice.message().content()).contains("Seven degrees in Oslo.");
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.usage().orElseThrow().completionTokens()).isPositive();
        assertThat(answer.usage().orElseThrow().promptTokens()).isPositive();
        assertThat(simulator.requests()).hasSize(1);
    }

    @Test
    void aStreamIsReadPieceByPieceToItsEnd() {
        ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
        List<String> pieces = new ArrayList<>();
        ChatCompletionCreateParams params = ask("How warm is Oslo?")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            stream.stream()
                    .peek(chunk -> all.accumulate(chunk.validate()))
                    .flatMap(chunk -> chunk.choices().stream())
                    .forEach(choice -> choice.delta().content().ifPresent(pieces::add));
        }
        assertThat(String.join("", pieces)).isEqualTo("Seven degrees in Oslo.");
        assertThat(pieces).hasSizeGreaterThan(2);
        assertThat(all.chatCompletion().usage().orElseThrow().completionTokens())
                .isPositive();
        assertThat(all.chatCompletion().choices().get(0).finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    }

    private static ChatCompletionFunctionTool tool() {
        return ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name("get_weather")
                        .description("How warm a city is.")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                                .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                                .build())
                        .strict(true)
                        .build())
                .build();
    }

    @Test
    void aToolIsCalledAndItsResultTakenBack() {
        ChatCompletionCreateParams.Builder conversation =
                ask("How warm is Oslo?").addTool(tool());
        ChatCompletion first = client.chat().completions().create(conversation.build());
        assertThat(first.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        ChatCompletionMessageFunctionToolCall call = first.choices()
                .get(0)
                .message()
                .toolCalls()
                .orElseThrow()
                .get(0)
                .asFunction();
        assertThat(call.function().name()).isEqualTo("get_weather");
        assertThat(call.function().arguments()).isEqualTo("{\"city\":\"Oslo\"}");

        ChatCompletion second = client.chat()
                .completions()
                .create(conversation
                        .addMessage(first.choices().get(0).message())
                        .addMessage(ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.id())
                                .content("7")
                                .build())
                        .build());
        assertThat(second.choices().get(0).message().content()).contains("It is 7 degrees.");
    }

    @Test
    void aToolCallIsPutTogetherFromAStream() {
        ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream = client.chat()
                .completions()
                .createStreaming(ask("How warm is Oslo?").addTool(tool()).build())) {
            stream.stream().forEach(all::accumulate);
        }
        ChatCompletionMessageFunctionToolCall call = all.chatCompletion()
                .choices()
                .get(0)
                .message()
                .toolCalls()
                .orElseThrow()
                .get(0)
                .asFunction();
        assertThat(call.function().arguments()).isEqualTo("{\"city\":\"Oslo\"}");
        assertThat(call.id()).startsWith("call_");
    }

    @Test
    void anAnswerIsReadIntoTheClassItsSchemaWasMadeOf() {
        Weather weather = client.chat()
                .completions()
                .create(ask("How warm is Oslo?").responseFormat(Weather.class).build())
                .choices()
                .get(0)
                .message()
                .content()
                .orElseThrow();
        assertThat(weather.city).isEqualTo("Oslo");
        assertThat(weather.degrees).isEqualTo(7);
        assertThat(simulator.requests().get(0).body()).contains("\"json_schema\"");
    }

    @Test
    void errorsHaveTheirClassesAndCodes() {
        try (Handle stranger = new Handle(client("sk-wrong"))) {
            UnauthorizedException key = catchThrowableOfType(
                    UnauthorizedException.class,
                    () -> stranger.client()
                            .chat()
                            .completions()
                            .create(ask("Hello").build()));
            assertThat(key.code()).contains("invalid_api_key");
        }
        NotFoundException model = catchThrowableOfType(
                NotFoundException.class,
                () -> client.chat()
                        .completions()
                        .create(ask("Hello").model("gpt-none").build()));
        assertThat(model.code()).contains("model_not_found");
        BadRequestException value = catchThrowableOfType(
                BadRequestException.class,
                () -> client.chat()
                        .completions()
                        .create(ask("Hello").temperature(3).build()));
        assertThat(value.param()).contains("temperature");
    }

    @Test
    void aRateLimitTellsHowLongToWait() {
        try (OpenAiSimulator narrow =
                        OpenAiSimulator.builder().rateLimit(1, 1_000_000).start();
                Handle handle = new Handle(OpenAIOkHttpClient.builder()
                        .apiKey("sk-any")
                        .baseUrl(narrow.baseUrl().toString())
                        .maxRetries(0)
                        .build())) {
            handle.client().chat().completions().create(ask("One").build());
            RateLimitException limited = catchThrowableOfType(
                    RateLimitException.class,
                    () -> handle.client().chat().completions().create(ask("Two").build()));
            assertThat(limited.code()).contains("rate_limit_exceeded");
            assertThat(limited.headers().values("retry-after")).isNotEmpty();
        }
    }

    @Test
    void theResponsesApiAnswersWholeAndStreamed() {
        Response whole =
                client.responses().create(askResponses("How warm is Oslo?").build());
        assertThat(text(whole)).isEqualTo("Seven degrees in Oslo.");
        assertThat(whole.validate().usage().orElseThrow().outputTokens()).isPositive();

        ResponseAccumulator all = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> stream = client.responses()
                .createStreaming(askResponses("How warm is Oslo?").build())) {
            stream.stream().forEach(all::accumulate);
        }
        assertThat(text(all.response())).isEqualTo("Seven degrees in Oslo.");
    }

    private static String text(Response response) {
        return response.output()
                .get(0)
                .asMessage()
                .content()
                .get(0)
                .asOutputText()
                .text();
    }

    @Test
    void theResponsesApiCallsToolsAndGoesOnFromThePreviousResponse() {
        FunctionTool tool = FunctionTool.builder()
                .name("get_weather")
                .parameters(FunctionTool.Parameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                        .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                        .build())
                .strict(true)
                .build();
        Response first = client.responses()
                .create(askResponses("How warm is Oslo?").addTool(tool).build());
        ResponseFunctionToolCall call = first.output().get(0).asFunctionCall();
        assertThat(call.arguments()).isEqualTo("{\"city\":\"Oslo\"}");

        Response second = client.responses()
                .create(ResponseCreateParams.builder()
                        .model("gpt-4o-mini")
                        .previousResponseId(first.id())
                        .addTool(tool)
                        .inputOfResponse(List.of(
                                ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                                        .callId(call.callId())
                                        .output("7")
                                        .build())))
                        .build());
        assertThat(text(second)).isEqualTo("It is 7 degrees.");
    }

    @Test
    void theResponsesApiFillsASchema() {
        Weather weather = client.responses()
                .create(askResponses("How warm is Oslo?").text(Weather.class).build())
                .output()
                .get(0)
                .asMessage()
                .content()
                .get(0)
                .asOutputText();
        assertThat(weather.degrees).isEqualTo(7);
    }

    @Test
    void embeddingsComeAsTheClientAsksForThem() {
        CreateEmbeddingResponse answer = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("text-embedding-3-small")
                        .input("Oslo")
                        .build());
        assertThat(answer.validate().data().get(0).embedding()).hasSize(1536);
    }

    /** For try. */
    private record Handle(OpenAIClient client) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }
}
