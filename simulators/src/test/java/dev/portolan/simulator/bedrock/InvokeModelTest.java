package dev.portolan.simulator.bedrock;

import static dev.portolan.simulator.bedrock.Client.CLAUDE;
import static dev.portolan.simulator.bedrock.Client.NOVA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.bedrock.Client.Answer;
import dev.portolan.simulator.bedrock.Client.Event;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The models' own formats through InvokeModel, and CountTokens. */
class InvokeModelTest {

    private static final String MESSAGES =
            "{'anthropic_version':'bedrock-2023-05-31','max_tokens':100,'messages':[{'role':'user','content':'hi there'}]";
    private static final String NOVA_BODY =
            "{'schemaVersion':'messages-v1','messages':[{'role':'user','content':[{'text':'hi there'}]}],"
                    + "'inferenceConfig':{'max_new_tokens':50,'top_k':20}}";

    private final BedrockSimulator simulator = BedrockSimulator.start(Responder.echo());
    private final Client client = new Client(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void claudeAnswersWithAMessageAndTheCountsAreInHeadersToo() {
        Answer answer = client.post(CLAUDE, "invoke", MESSAGES + "}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.at("/id").asText()).startsWith("msg_bdrk_01");
        assertThat(answer.at("/model").asText()).isEqualTo("claude-sonnet-4-5-20250929");
        assertThat(answer.at("/content/0/text").asText()).isEqualTo("hi there");
        assertThat(answer.at("/stop_reason").asText()).isEqualTo("end_turn");
        assertThat(answer.at("/stop_sequence").isNull()).isTrue();
        assertThat(answer.header("x-amzn-bedrock-input-token-count"))
                .isEqualTo(answer.at("/usage/input_tokens").asText());
        assertThat(answer.header("x-amzn-bedrock-output-token-count")).isEqualTo("2");
        assertThat(answer.header("x-amzn-bedrock-invocation-latency")).isEqualTo("0");
    }

    @Test
    void claudeStreamsItsOwnEventsInChunksAndTheLastHasTheServicesCounts() {
        simulator.respond(prompt -> Reply.text("Hello you").withReasoning("Hm.").withToolCall("ping", "{\"a\":1}"));
        Answer answer = client.post(
                CLAUDE,
                "invoke-with-response-stream",
                MESSAGES + ",'tools':[{'name':'ping','input_schema':{'type':'object'}}]}");
        List<JsonNode> chunks = answer.chunks();

        assertThat(answer.header("x-amzn-bedrock-content-type")).isEqualTo("application/json");
        assertThat(answer.events().stream().map(Event::type)).containsOnly("chunk");
        assertThat(chunks.stream().map(chunk -> chunk.path("type").asText()).distinct())
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        assertThat(chunks.get(0).at("/message/usage/input_tokens").asInt()).isPositive();
        assertThat(types(chunks, "/content_block/type")).containsExactly("thinking", "text", "tool_use");
        assertThat(types(chunks, "/delta/type"))
                .contains("thinking_delta", "signature_delta", "text_delta", "input_json_delta");
        StringBuilder arguments = new StringBuilder();
        chunks.forEach(chunk -> arguments.append(chunk.at("/delta/partial_json").asText()));
        assertThat(arguments).hasToString("{\"a\":1}");
        JsonNode last = chunks.get(chunks.size() - 1);
        assertThat(last.at("/amazon-bedrock-invocationMetrics/outputTokenCount").asInt())
                .isPositive();
        assertThat(chunks.get(chunks.size() - 2).at("/delta/stop_reason").asText())
                .isEqualTo("tool_use");
    }

    private static List<String> types(List<JsonNode> chunks, String pointer) {
        return chunks.stream()
                .map(chunk -> chunk.at(pointer).asText())
                .filter(type -> !type.isEmpty())
                .toList();
    }

    @Test
    void claudeTellsTheStopSequence() {
        simulator.respond(prompt -> Reply.text("one END two"));
        Answer answer = client.post(CLAUDE, "invoke", MESSAGES + ",'stop_sequences':['END']}");

        assertThat(answer.at("/stop_reason").asText()).isEqualTo("stop_sequence");
        assertThat(answer.at("/stop_sequence").asText()).isEqualTo("END");
        assertThat(answer.at("/content/0/text").asText()).isEqualTo("one ");
    }

    @Test
    void claudeRefusesInItsOwnWords() {
        assertThat(refusal(MESSAGES.replace("'max_tokens':100,", "") + "}")).isEqualTo("max_tokens: Field required");
        assertThat(refusal(MESSAGES.replace("'anthropic_version':'bedrock-2023-05-31',", "") + "}"))
                .isEqualTo("anthropic_version: Field required");
        assertThat(refusal(MESSAGES + ",'stream':true}")).isEqualTo("stream: Extra inputs are not permitted");
        assertThat(refusal(MESSAGES.replace("'hi there'}", "'hi'},{'role':'user','content':'again'}") + "}"))
                .isEqualTo(
                        "messages: roles must alternate between \"user\" and \"assistant\", but found multiple \"user\""
                                + " roles in a row");
        assertThat(refusal(
                        MESSAGES.replace("'hi there'", "[{'type':'image','source':{'type':'url','url':'https://x'}}]")
                                + "}"))
                .isEqualTo("messages.0.content.0.image.source.base64.data: URL sources are not supported");
        assertThat(refusal(MESSAGES.replace("'hi there'", "[{'type':'tool_result','tool_use_id':'t9','content':'x'}]")
                        + "}"))
                .startsWith("messages.0.content: unexpected `tool_use_id` found in `tool_result` blocks: t9.");
        assertThat(refusal("[]")).isEqualTo("Malformed input request, please reformat your input and try again.");
    }

    private String refusal(String body) {
        Answer answer = client.post(CLAUDE, "invoke", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("ValidationException");
        return answer.message();
    }

    @Test
    void novaAnswersInItsOwnFormatWhole() {
        Answer answer = client.post(NOVA, "invoke", NOVA_BODY);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.at("/output/message/content/0/text").asText()).isEqualTo("hi there");
        assertThat(answer.at("/stopReason").asText()).isEqualTo("end_turn");
        assertThat(answer.at("/usage/cacheReadInputTokenCount").asInt()).isZero();
        assertThat(answer.header("x-amzn-bedrock-output-token-count")).isEqualTo("2");
        assertThat(simulator.requests().get(0).prompt().request().maxOutputTokens())
                .isEqualTo(50);
        assertThat(simulator.requests().get(0).prompt().request().topK()).isEqualTo(20);
    }

    @Test
    void novaStreamsEventsOfConverseInChunks() {
        List<JsonNode> chunks =
                client.post(NOVA, "invoke-with-response-stream", NOVA_BODY).chunks();

        assertThat(chunks.get(0).at("/messageStart/role").asText()).isEqualTo("assistant");
        assertThat(chunks.get(1).at("/contentBlockDelta/delta/text").asText()).isEqualTo("hi");
        assertThat(chunks.get(2).has("contentBlockStop")).isTrue();
        assertThat(chunks.get(chunks.size() - 2).at("/messageStop/stopReason").asText())
                .isEqualTo("end_turn");
        JsonNode last = chunks.get(chunks.size() - 1);
        assertThat(last.at("/metadata/usage/outputTokens").asInt()).isEqualTo(2);
        assertThat(last.at("/amazon-bedrock-invocationMetrics/outputTokenCount").asInt())
                .isEqualTo(2);
    }

    @Test
    void titanEmbedsOneText() {
        Answer second =
                client.post("amazon.titan-embed-text-v2:0", "invoke", "{'inputText':'hello world','dimensions':256}");
        Answer first = client.post("amazon.titan-embed-text-v1", "invoke", "{'inputText':'hello world'}");

        assertThat(second.at("/embedding")).hasSize(256);
        assertThat(second.at("/embeddingsByType/float")).isEqualTo(second.at("/embedding"));
        assertThat(second.at("/inputTextTokenCount").asInt()).isEqualTo(2);
        assertThat(second.header("x-amzn-bedrock-input-token-count")).isEqualTo("2");
        assertThat(first.at("/embedding")).hasSize(1536);
        assertThat(client.post("amazon.titan-embed-text-v2:0", "invoke", "{'inputText':'x','dimensions':300}")
                        .message())
                .startsWith("Malformed input request: #/dimensions: 300 is not a valid enum value");
        assertThat(client.post("amazon.titan-embed-text-v1", "invoke", "{'inputText':'x','dimensions':256}")
                        .message())
                .startsWith("Malformed input request: #: extraneous key [dimensions] is not permitted");
    }

    @Test
    void cohereEmbedsSeveralTexts() {
        String body = "{'texts':['hello','world'],'input_type':'search_document'}";
        Answer third = client.post("cohere.embed-english-v3", "invoke", body);
        Answer fourth = client.post("us.cohere.embed-v4:0", "invoke", body.replace("}", ",'output_dimension':512}"));

        assertThat(third.at("/embeddings")).hasSize(2);
        assertThat(third.at("/embeddings/0")).hasSize(1024);
        assertThat(third.at("/response_type").asText()).isEqualTo("embeddings_floats");
        assertThat(fourth.at("/embeddings/float/1")).hasSize(512);
        assertThat(fourth.at("/response_type").asText()).isEqualTo("embeddings_by_type");
        assertThat(third.header("x-amzn-bedrock-input-token-count")).isEqualTo("2");
        assertThat(client.post("cohere.embed-english-v3", "invoke", "{'texts':['x']}")
                        .message())
                .startsWith("Malformed input request: #: required key [input_type] not found");
        assertThat(client.post("cohere.embed-english-v3", "invoke-with-response-stream", body)
                        .message())
                .isEqualTo("The model is unsupported for streaming.");
    }

    @Test
    void novaEmbedsOneText() {
        Answer answer = client.post(
                "amazon.nova-2-multimodal-embeddings-v1:0",
                "invoke",
                "{'taskType':'SINGLE_EMBEDDING','singleEmbeddingParams':{'embeddingPurpose':'GENERIC_INDEX',"
                        + "'embeddingDimension':256,'text':{'truncationMode':'END','value':'hello'}}}");

        assertThat(answer.at("/embeddings/0/embedding")).hasSize(256);
        assertThat(answer.at("/embeddings/0/embeddingType").asText()).isEqualTo("TEXT");
    }

    @Test
    void aModelBehindAnArnIsKnownByItsFormat() {
        String arn = "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fab12cd34";

        assertThat(client.post(arn, "invoke", MESSAGES + "}")
                        .at("/content/0/text")
                        .asText())
                .isEqualTo("hi there");
        assertThat(client.post(arn, "invoke", "{'inputText':'x'}").at("/embedding"))
                .hasSize(1024);
    }

    @Test
    void tokensAreCountedAsTheCallWouldCountThem() {
        String converse = "{'messages':[{'role':'user','content':[{'text':'hi there'}]}]}";
        int counted = client.post(CLAUDE, "count-tokens", "{'input':{'converse':" + converse + "}}")
                .at("/inputTokens")
                .asInt();
        String body = Base64.getEncoder()
                .encodeToString((MESSAGES + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        Answer invoke = client.post(CLAUDE, "count-tokens", "{'input':{'invokeModel':{'body':'" + body + "'}}}");

        assertThat(counted)
                .isEqualTo(client.converse(CLAUDE, converse)
                        .at("/usage/inputTokens")
                        .asInt());
        assertThat(invoke.at("/inputTokens").asInt()).isEqualTo(counted);
        assertThat(client.post(CLAUDE, "count-tokens", "{'input':{}}").message())
                .startsWith("The CountTokensInput object at input must set one of the following keys");
    }
}
