package dev.portolan.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.ai.openai.OpenAIClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.ChatChoice;
import com.azure.ai.openai.models.ChatCompletions;
import com.azure.ai.openai.models.ChatCompletionsFunctionToolCall;
import com.azure.ai.openai.models.ChatCompletionsFunctionToolDefinition;
import com.azure.ai.openai.models.ChatCompletionsFunctionToolDefinitionFunction;
import com.azure.ai.openai.models.ChatCompletionsJsonSchemaResponseFormat;
import com.azure.ai.openai.models.ChatCompletionsJsonSchemaResponseFormatJsonSchema;
import com.azure.ai.openai.models.ChatCompletionsOptions;
import com.azure.ai.openai.models.ChatRequestSystemMessage;
import com.azure.ai.openai.models.ChatRequestUserMessage;
import com.azure.ai.openai.models.CompletionsFinishReason;
import com.azure.core.credential.AzureKeyCredential;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import dev.portolan.chat.OutputFormat;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.SimulatorTrust;
import dev.portolan.simulator.azure.AzureSimulator;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Azure's typed client reads in the simulator's answers. It refuses plain HTTP, so the simulator speaks TLS. */
@Tag("integration")
@Timeout(60)
class AzureClientTest {

    private static final String CITY =
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"],\"additionalProperties\":false}";

    private final AzureSimulator simulator = AzureSimulator.builder()
            .deployment("weather", "gpt-4o-mini")
            .apiKeys("right")
            .responder(AzureClientTest::reply)
            .tls()
            .start();

    private static Reply reply(Prompt prompt) {
        if (!prompt.request().tools().isEmpty()) {
            return Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}");
        }
        return prompt.request().outputFormat() instanceof OutputFormat.Schema
                ? Reply.text("{\"city\":\"Oslo\"}")
                : Reply.text("Seven degrees in Oslo.");
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    private OpenAIClient client(String key) {
        SimulatorTrust trust = SimulatorTrust.of(Objects.requireNonNull(simulator.certificate()));
        return new OpenAIClientBuilder()
                .endpoint(simulator.baseUrl().toString())
                .credential(new AzureKeyCredential(key))
                .httpClient(new JdkHttpClientBuilder(HttpClient.newBuilder().sslContext(trust.sslContext())).build())
                .buildClient();
    }

    private static ChatCompletionsOptions ask() {
        return new ChatCompletionsOptions(List.of(
                new ChatRequestSystemMessage("You know the weather."),
                new ChatRequestUserMessage("How warm is Oslo?")));
    }

    private static ChatCompletionsOptions askWithTool() {
        return ask().setTools(List.of(new ChatCompletionsFunctionToolDefinition(
                new ChatCompletionsFunctionToolDefinitionFunction("get_weather")
                        .setParameters(BinaryData.fromString(CITY)))));
    }

    @Test
    void aTextIsRead() {
        ChatCompletions answer = client("right").getChatCompletions("weather", ask());
        ChatChoice choice = answer.getChoices().get(0);
        assertThat(choice.getMessage().getContent()).isEqualTo("Seven degrees in Oslo.");
        assertThat(choice.getFinishReason()).isEqualTo(CompletionsFinishReason.STOPPED);
        assertThat(answer.getUsage().getCompletionTokens()).isPositive();
        assertThat(answer.getPromptFilterResults()).isNotEmpty();
    }

    @Test
    void aStreamIsReadToItsEnd() {
        StringBuilder text = new StringBuilder();
        boolean finished = false;
        for (ChatCompletions chunk : client("right").getChatCompletionsStream("weather", ask())) {
            for (ChatChoice choice : chunk.getChoices()) {
                if (choice.getDelta() != null && choice.getDelta().getContent() != null) {
                    text.append(choice.getDelta().getContent());
                }
                finished |= CompletionsFinishReason.STOPPED.equals(choice.getFinishReason());
            }
        }
        assertThat(text).hasToString("Seven degrees in Oslo.");
        assertThat(finished).isTrue();
    }

    @Test
    void aToolIsCalled() {
        ChatChoice choice = client("right")
                .getChatCompletions("weather", askWithTool())
                .getChoices()
                .get(0);
        assertThat(choice.getFinishReason()).isEqualTo(CompletionsFinishReason.TOOL_CALLS);
        ChatCompletionsFunctionToolCall call = (ChatCompletionsFunctionToolCall)
                choice.getMessage().getToolCalls().get(0);
        assertThat(call.getFunction().getName()).isEqualTo("get_weather");
        assertThat(call.getFunction().getArguments()).isEqualTo("{\"city\":\"Oslo\"}");
    }

    @Test
    void anAnswerHasTheFormOfItsSchema() {
        ChatCompletionsOptions options = ask().setResponseFormat(new ChatCompletionsJsonSchemaResponseFormat(
                new ChatCompletionsJsonSchemaResponseFormatJsonSchema("city")
                        .setStrict(true)
                        .setSchema(BinaryData.fromString(CITY))));
        assertThat(client("right")
                        .getChatCompletions("weather", options)
                        .getChoices()
                        .get(0)
                        .getMessage()
                        .getContent())
                .isEqualTo("{\"city\":\"Oslo\"}");
    }

    @Test
    void errorsHaveTheirClasses() {
        assertThat(catchThrowableOfType(
                                ClientAuthenticationException.class,
                                () -> client("wrong").getChatCompletions("weather", ask()))
                        .getResponse()
                        .getStatusCode())
                .isEqualTo(401);
        assertThat(catchThrowableOfType(
                        ResourceNotFoundException.class, () -> client("right").getChatCompletions("nowhere", ask())))
                .isNotNull();
    }
}
