package dev.portolan.simulator.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.bedrock.Client.Answer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formats of models that take and give text, as InvokeModel carries them. */
class InvokeTextModelsTest {

    private static final String LLAMA = "meta.llama3-1-8b-instruct-v1:0";
    private static final String LLAMA_PROMPT =
            "{'prompt':'<|begin_of_text|><|start_header_id|>system<|end_header_id|>\\n\\nBe brief.<|eot_id|>"
                    + "<|start_header_id|>user<|end_header_id|>\\n\\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\\n\\n"
                    + "Yes?<|eot_id|><|start_header_id|>user<|end_header_id|>\\n\\nhi there<|eot_id|>"
                    + "<|start_header_id|>assistant<|end_header_id|>\\n\\n','max_gen_len':20,'temperature':0.5}";
    private static final String MISTRAL = "mistral.mistral-7b-instruct-v0:2";
    private static final String MISTRAL_PROMPT =
            "{'prompt':'<s>[INST] Hi [/INST] Yes?</s>[INST] hi there [/INST]','max_tokens':20,'stop':['there']}";

    private final BedrockSimulator simulator = BedrockSimulator.start(Responder.echo());
    private final Client client = new Client(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    private ChatRequest asked() {
        List<Prompt> prompts = simulator.requests().stream()
                .map(request -> Objects.requireNonNull(request.prompt()))
                .toList();
        return prompts.get(prompts.size() - 1).request();
    }

    private JsonNode whole(String model, String body) {
        Answer answer = client.post(model, "invoke", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return Client.json(answer.text());
    }

    private List<JsonNode> chunks(String model, String body) {
        Answer answer = client.post(model, "invoke-with-response-stream", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.chunks();
    }

    private static String text(List<JsonNode> chunks, String pointer) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.at(pointer).asText("")));
        return text.toString();
    }

    @Test
    void llamaReadsTurnsByTheirHeaders() {
        JsonNode answer = whole(LLAMA, LLAMA_PROMPT);

        assertThat(answer.path("generation").asText()).isEqualTo("hi there");
        assertThat(answer.path("stop_reason").asText()).isEqualTo("stop");
        assertThat(answer.path("prompt_token_count").asInt()).isPositive();
        assertThat(asked().messages())
                .containsExactly(
                        Message.system("Be brief."),
                        Message.user("Hi"),
                        Message.assistant("Yes?"),
                        Message.user("hi there"));
        assertThat(asked().maxOutputTokens()).isEqualTo(20);
    }

    @Test
    void llamaStreamsPiecesAndTellsTheReasonInTheLast() {
        List<JsonNode> chunks = chunks(LLAMA, LLAMA_PROMPT);
        JsonNode last = chunks.get(chunks.size() - 1);

        assertThat(text(chunks, "/generation")).isEqualTo("hi there");
        assertThat(chunks.get(0).path("stop_reason").isNull()).isTrue();
        assertThat(last.path("stop_reason").asText()).isEqualTo("stop");
        assertThat(last.path("amazon-bedrock-invocationMetrics").has("inputTokenCount"))
                .isTrue();
    }

    @Test
    void mistralReadsInstructionsAndStopsAtItsSequences() {
        JsonNode answer = whole(MISTRAL, MISTRAL_PROMPT);

        assertThat(answer.at("/outputs/0/text").asText()).isEqualTo("hi ");
        assertThat(answer.at("/outputs/0/stop_reason").asText()).isEqualTo("stop");
        assertThat(asked().messages())
                .containsExactly(Message.user("Hi"), Message.assistant("Yes?"), Message.user("hi there"));
        assertThat(text(chunks(MISTRAL, MISTRAL_PROMPT), "/outputs/0/text")).isEqualTo("hi ");
    }

    @Test
    void titanNestsItsSettings() {
        String body = "{'inputText':'User: Hi\\nBot: Yes?\\nUser: hi there\\nBot:',"
                + "'textGenerationConfig':{'maxTokenCount':1,'topP':0.5}}";
        JsonNode answer = whole("amazon.titan-text-express-v1", body);

        assertThat(answer.at("/results/0/outputText").asText()).isEqualTo("hi");
        assertThat(answer.at("/results/0/completionReason").asText()).isEqualTo("LENGTH");
        assertThat(asked().messages()).hasSize(3);
        assertThat(text(chunks("amazon.titan-text-express-v1", body), "/outputText"))
                .isEqualTo("hi");
    }

    @Test
    void cohereHasAFormatForPromptsAndOneForConversations() {
        assertThat(whole("cohere.command-text-v14", "{'prompt':'hi there'}")
                        .at("/generations/0/text")
                        .asText())
                .isEqualTo("hi there");
        List<JsonNode> chunks = chunks("cohere.command-text-v14", "{'prompt':'hi there','stream':true}");
        assertThat(text(chunks, "/text")).isEqualTo("hi there");
        assertThat(chunks.get(chunks.size() - 1).path("finish_reason").asText()).isEqualTo("COMPLETE");

        String chat = "{'message':'hi there','chat_history':[{'role':'USER','message':'Hi'},"
                + "{'role':'CHATBOT','message':'Yes?'}],'preamble':'Be brief.'}";
        assertThat(whole("cohere.command-r-v1:0", chat).path("text").asText()).isEqualTo("hi there");
        assertThat(asked().messages()).hasSize(4);
        assertThat(text(chunks("cohere.command-r-v1:0", chat), "/text")).isEqualTo("hi there");
    }

    @Test
    void jurassicAnswersInOnePieceOnly() {
        assertThat(whole("ai21.j2-mid-v1", "{'prompt':'hi there','maxTokens':5}")
                        .at("/completions/0/data/text")
                        .asText())
                .isEqualTo("hi there");
        assertThat(client.post("ai21.j2-mid-v1", "invoke-with-response-stream", "{'prompt':'hi there'}")
                        .message())
                .isEqualTo("The model is unsupported for streaming.");
    }

    @ParameterizedTest
    @CsvSource({
        "ai21.jamba-1-5-mini-v1:0",
        "deepseek.r1-v1:0",
        "qwen.qwen3-32b-v1:0",
        "openai.gpt-oss-20b-1:0",
        "mistral.mistral-large-2407-v1:0"
    })
    void mostOthersSpeakChatCompletions(String model) {
        String body =
                "{'messages':[{'role':'system','content':'Be brief.'},{'role':'user','content':'hi there'}],'max_tokens':9}";
        JsonNode answer = whole(model, body);

        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("hi there");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(2);
        assertThat(text(chunks(model, body), "/choices/0/delta/content")).isEqualTo("hi there");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                LLAMA + "|{'prompt':'x','stop':['y']}|#: extraneous key [stop] is not permitted",
                LLAMA + "|{'messages':[]}|#: required key [prompt] not found",
                "ai21.jamba-1-5-mini-v1:0|{'prompt':'x'}|#: required key [messages] not found"
            })
    void whatAFormatDoesNotKnowIsRefused(String model, String body, String why) {
        Answer answer = client.post(model, "invoke", body.replace('\'', '"'));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message())
                .isEqualTo("Malformed input request: " + why + ", please reformat your input and try again.");
    }

    @Test
    void anAnswerThatWasFilteredSaysSoInTheFormatsOwnPlace() {
        simulator.respond(prompt -> Reply.text("No.").withFinish(FinishReason.Kind.CONTENT_FILTER));

        assertThat(whole(LLAMA, LLAMA_PROMPT).path("stop_reason").asText()).isEqualTo("content_filtered");
    }
}
