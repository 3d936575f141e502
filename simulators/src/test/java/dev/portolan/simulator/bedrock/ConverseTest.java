package dev.portolan.simulator.bedrock;

import static dev.portolan.simulator.bedrock.Client.CLAUDE;
import static dev.portolan.simulator.bedrock.Client.NOVA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.Usage;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.bedrock.Client.Answer;
import dev.portolan.simulator.bedrock.Client.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of Converse and ConverseStream, fact by fact. */
class ConverseTest {

    private static final String HI = "'messages':[{'role':'user','content':[{'text':'hi there'}]}]";
    private static final String TOOLS =
            "'toolConfig':{'tools':[{'toolSpec':{'name':'get_weather','inputSchema':{'json':"
                    + "{'type':'object','properties':{'city':{'type':'string'}},'required':['city'],"
                    + "'additionalProperties':false}}}},{'toolSpec':{'name':'ping','inputSchema':{'json':{'type':'object',"
                    + "'properties':{}}}}}]";

    private final BedrockSimulator simulator = BedrockSimulator.start(Responder.echo());
    private final Client client = new Client(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    private void says(Reply reply) {
        simulator.respond(prompt -> reply);
    }

    @Test
    void someModelsTakeToolsWithoutStreamingOnly() {
        String body = "{" + HI + "," + TOOLS + "}}";
        String llama = "us.meta.llama4-scout-17b-instruct-v1:0";

        assertThat(client.converse(llama, body).status()).isEqualTo(200);
        assertThat(client.stream(llama, body).message())
                .isEqualTo("This model doesn't support tool use in streaming mode.");
        assertThat(client.stream(llama, "{" + HI + "}").status()).isEqualTo(200);
    }

    @Test
    void anAnswerHasMessageStopReasonUsageAndLatency() {
        Answer answer = client.converse(CLAUDE, "{" + HI + "}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/output/message/role").asText()).isEqualTo("assistant");
        assertThat(answer.at("/output/message/content/0/text").asText()).isEqualTo("hi there");
        assertThat(answer.at("/stopReason").asText()).isEqualTo("end_turn");
        assertThat(answer.at("/metrics/latencyMs").isIntegralNumber()).isTrue();
        assertThat(answer.at("/usage/totalTokens").asInt())
                .isEqualTo(answer.at("/usage/inputTokens").asInt()
                        + answer.at("/usage/outputTokens").asInt());
        assertThat(answer.at("/usage").has("cacheReadInputTokens")).isFalse();
        assertThat(answer.header("x-amzn-requestid")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    @Test
    void textIsStreamedWithoutAStartOfItsBlockAndUsageComesAfterTheStop() {
        Answer answer = client.stream(CLAUDE, "{" + HI + "}");
        List<Event> events = answer.events();

        assertThat(answer.header("content-type")).isEqualTo("application/vnd.amazon.eventstream");
        assertThat(answer.header("x-amzn-requestid")).isNotEmpty();
        assertThat(events.stream().map(Event::type))
                .containsExactly(
                        "messageStart",
                        "contentBlockDelta",
                        "contentBlockDelta",
                        "contentBlockStop",
                        "messageStop",
                        "metadata");
        assertThat(events)
                .allSatisfy(
                        event -> assertThat(event.payload().path("p").asText()).startsWith("ab"));
        assertThat(events.get(0).payload().path("role").asText()).isEqualTo("assistant");
        assertThat(text(events)).isEqualTo("hi there");
        assertThat(events.get(4).payload().path("stopReason").asText()).isEqualTo("end_turn");
        assertThat(events.get(5).payload().at("/usage/outputTokens").asInt()).isEqualTo(2);
        assertThat(events.get(5).payload().at("/metrics/latencyMs").isIntegralNumber())
                .isTrue();
    }

    private static String text(List<Event> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event.payload().at("/delta/text").asText()));
        return text.toString();
    }

    @Test
    void toolInputIsAnObjectWholeAndAStringInPiecesStreamed() {
        says(Reply.text("Let me see.")
                .withToolCall("get_weather", "{\"city\":\"Oslo\"}")
                .withToolCall("ping", ""));
        String body = "{" + HI + "," + TOOLS + "}}";
        Answer whole = client.converse(CLAUDE, body);
        List<Event> events = client.stream(CLAUDE, body).events();

        assertThat(whole.at("/stopReason").asText()).isEqualTo("tool_use");
        assertThat(whole.at("/output/message/content/0/text").asText()).isEqualTo("Let me see.");
        assertThat(whole.at("/output/message/content/1/toolUse/input/city").asText())
                .isEqualTo("Oslo");
        assertThat(whole.at("/output/message/content/1/toolUse/toolUseId").asText())
                .matches("tooluse_[A-Za-z0-9]{22}");
        assertThat(whole.at("/output/message/content/2/toolUse/input").isObject())
                .isTrue();
        assertThat(whole.at("/output/message/content/2/toolUse/input")).isEmpty();
        List<Event> call = events.stream()
                .filter(event -> event.payload().path("contentBlockIndex").asInt() == 1)
                .toList();
        assertThat(call.get(0).type()).isEqualTo("contentBlockStart");
        assertThat(call.get(0).payload().at("/start/toolUse/name").asText()).isEqualTo("get_weather");
        assertThat(call.get(1).payload().at("/delta/toolUse/input").asText()).isEmpty();
        assertThat(input(call)).isEqualTo("{\"city\":\"Oslo\"}");
        assertThat(input(events.stream()
                        .filter(event ->
                                event.payload().path("contentBlockIndex").asInt() == 2)
                        .toList()))
                .isEqualTo("{}");
    }

    private static String input(List<Event> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(
                event -> text.append(event.payload().at("/delta/toolUse/input").asText()));
        return text.toString();
    }

    @Test
    void modelsOtherThanClaudeSendToolInputInOnePiece() {
        says(Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}"));
        List<Event> events = client.stream(NOVA, "{" + HI + "," + TOOLS + "}}").events();

        assertThat(events.stream().map(Event::type))
                .containsExactly(
                        "messageStart",
                        "contentBlockStart",
                        "contentBlockDelta",
                        "contentBlockStop",
                        "messageStop",
                        "metadata");
        assertThat(input(events)).isEqualTo("{\"city\":\"Oslo\"}");
    }

    @Test
    void thoughtsOfClaudeEndWithASignatureAndThoseOfOthersHaveNone() {
        says(Reply.text("Yes.").withReasoning("Is it so? It is."));
        Answer whole = client.converse(CLAUDE, "{" + HI + "}");
        List<Event> events = client.stream(CLAUDE, "{" + HI + "}").events();
        Answer nova = client.converse(NOVA, "{" + HI + "}");

        JsonNode thought = whole.at("/output/message/content/0/reasoningContent/reasoningText");
        assertThat(thought.path("text").asText()).isEqualTo("Is it so? It is.");
        assertThat(thought.path("signature").asText()).isNotBlank();
        assertThat(whole.at("/output/message/content/1/text").asText()).isEqualTo("Yes.");
        List<Event> thoughts = events.stream()
                .filter(event -> event.payload().at("/delta/reasoningContent").isObject())
                .toList();
        Event last = thoughts.get(thoughts.size() - 1);
        assertThat(last.payload().at("/delta/reasoningContent/signature").asText())
                .isEqualTo(thought.path("signature").asText());
        assertThat(last.payload().at("/delta/reasoningContent").has("text")).isFalse();
        assertThat(nova.at("/output/message/content/0/reasoningContent/reasoningText")
                        .has("signature"))
                .isFalse();
    }

    @Test
    void theCacheIsOutsideInputTokensAndItsKeysComeTwice() {
        String body =
                "{'system':[{'text':'" + "rule ".repeat(1100) + "'},{'cachePoint':{'type':'default'}}]," + HI + "}";
        JsonNode first = client.converse(CLAUDE, body).at("/usage");
        JsonNode second = client.converse(CLAUDE, body).at("/usage");

        assertThat(first.path("cacheWriteInputTokens").asInt()).isGreaterThanOrEqualTo(1024);
        assertThat(first.path("cacheWriteInputTokenCount")).isEqualTo(first.path("cacheWriteInputTokens"));
        assertThat(first.path("cacheReadInputTokens").asInt()).isZero();
        assertThat(first.at("/cacheDetails/0/ttl").asText()).isEqualTo("5m");
        assertThat(second.path("cacheReadInputTokens")).isEqualTo(first.path("cacheWriteInputTokens"));
        assertThat(second.path("cacheReadInputTokenCount")).isEqualTo(second.path("cacheReadInputTokens"));
        assertThat(second.path("inputTokens").asInt()).isLessThan(50);
        assertThat(second.path("totalTokens").asInt())
                .isEqualTo(second.path("inputTokens").asInt()
                        + second.path("cacheReadInputTokens").asInt()
                        + second.path("outputTokens").asInt());
    }

    @Test
    void scriptedUsageIsToldInTheServicesOwnMeaning() {
        says(Reply.text("x")
                .withUsage(Usage.builder()
                        .inputTokens(100L)
                        .outputTokens(7L)
                        .cachedInputTokens(60L)
                        .cacheWriteInputTokens(30L)
                        .build()));
        JsonNode usage = client.converse(CLAUDE, "{" + HI + "}").at("/usage");

        assertThat(usage.path("inputTokens").asInt()).isEqualTo(10);
        assertThat(usage.path("cacheReadInputTokens").asInt()).isEqualTo(60);
        assertThat(usage.path("cacheWriteInputTokens").asInt()).isEqualTo(30);
        assertThat(usage.path("totalTokens").asInt()).isEqualTo(107);
    }

    @Test
    void anAnswerStopsAtAStopSequenceOrAtItsLimit() {
        says(Reply.text("one two END three"));
        Answer stopped = client.converse(CLAUDE, "{" + HI + ",'inferenceConfig':{'stopSequences':['END']}}");
        Answer cut = client.converse(CLAUDE, "{" + HI + ",'inferenceConfig':{'maxTokens':2}}");

        assertThat(stopped.at("/output/message/content/0/text").asText()).isEqualTo("one two ");
        assertThat(stopped.at("/stopReason").asText()).isEqualTo("stop_sequence");
        assertThat(cut.at("/output/message/content/0/text").asText()).isEqualTo("one two");
        assertThat(cut.at("/stopReason").asText()).isEqualTo("max_tokens");
        assertThat(cut.at("/usage/outputTokens").asInt()).isEqualTo(2);
    }

    @Test
    void argumentsThatWereCutAreShownAsNone() {
        says(Reply.toolCall("get_weather", "{\"city\":\"Trondheim in the middle of Norway\"}"));
        Answer cut = client.converse(CLAUDE, "{" + HI + ",'inferenceConfig':{'maxTokens':6}," + TOOLS + "}}");

        assertThat(cut.at("/stopReason").asText()).isEqualTo("max_tokens");
        assertThat(cut.at("/output/message/content/0/toolUse/input").toString()).isEqualTo("{}");
    }

    @Test
    void aForcedToolIsCalledWithArgumentsOfItsSchema() {
        says(Reply.text(""));
        Answer any = client.converse(CLAUDE, "{" + HI + "," + TOOLS + ",'toolChoice':{'any':{}}}}");
        Answer one = client.converse(CLAUDE, "{" + HI + "," + TOOLS + ",'toolChoice':{'tool':{'name':'ping'}}}}");

        assertThat(any.at("/output/message/content/0/toolUse/name").asText()).isEqualTo("get_weather");
        assertThat(any.at("/output/message/content/0/toolUse/input/city").isTextual())
                .isTrue();
        assertThat(one.at("/output/message/content/0/toolUse/name").asText()).isEqualTo("ping");
        assertThat(prompt().request().toolChoice()).isEqualTo(ToolChoice.named("ping"));
    }

    @Test
    void oneCallComesAtATimeWhenClaudeIsToldSo() {
        says(Reply.toolCall("ping", "{}").withToolCall("get_weather", "{\"city\":\"Oslo\"}"));
        String two = "{" + HI + "," + TOOLS + "}}";
        String one = "{" + HI + ",'additionalModelRequestFields':{'tool_choice':{'type':'auto',"
                + "'disable_parallel_tool_use':true}}," + TOOLS + "}}";

        assertThat(client.converse(CLAUDE, two).at("/output/message/content")).hasSize(2);
        assertThat(client.converse(CLAUDE, one).at("/output/message/content")).hasSize(1);
    }

    @Test
    void aStrictToolIsCalledWithArgumentsThatFit() {
        says(Reply.toolCall("get_weather", "{\"town\":\"Oslo\"}"));
        String strict = TOOLS.replaceFirst("'name':'get_weather'", "'name':'get_weather','strict':true");

        assertThat(client.converse(CLAUDE, "{" + HI + "," + TOOLS + "}}")
                        .at("/output/message/content/0/toolUse/input/town")
                        .asText())
                .isEqualTo("Oslo");
        assertThat(client.converse(CLAUDE, "{" + HI + "," + strict + "}}")
                        .at("/output/message/content/0/toolUse/input/city")
                        .isTextual())
                .isTrue();
    }

    @Test
    void jsonOfASchemaFitsIt() {
        String body = "{" + HI
                + ",'outputConfig':{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'name':'answer',"
                + "'schema':'{\\'type\\':\\'object\\',\\'properties\\':{\\'ok\\':{\\'type\\':\\'boolean\\'}},"
                + "\\'required\\':[\\'ok\\'],\\'additionalProperties\\':false}'}}}}}";
        Answer answer = client.converse(CLAUDE, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(Client.json(answer.at("/output/message/content/0/text").asText())
                        .path("ok")
                        .isBoolean())
                .isTrue();
        assertThat(prompt().request().outputFormat()).isInstanceOf(OutputFormat.Schema.class);
    }

    @Test
    void aRefusalIsText() {
        says(Reply.refusal("I cannot help with that."));
        Answer answer = client.converse(CLAUDE, "{" + HI + "}");

        assertThat(answer.at("/output/message/content/0/text").asText()).isEqualTo("I cannot help with that.");
        assertThat(answer.at("/stopReason").asText()).isEqualTo("end_turn");
    }

    @Test
    void theConversationIsUnderstoodWhole() {
        client.converse(
                CLAUDE,
                "{'system':[{'text':'Be kind.'}],'messages':[{'role':'user','content':[{'text':'Weather?'}]},"
                        + "{'role':'assistant','content':[{'reasoningContent':{'reasoningText':{'text':'Hm.','signature':"
                        + "'abc'}}},{'text':'See.'},{'toolUse':{'toolUseId':'t1','name':'get_weather','input':{'city':"
                        + "'Oslo'}}}]},{'role':'user','content':[{'toolResult':{'toolUseId':'t1','content':[{'json':"
                        + "{'sun':true}}],'status':'error'}}]}],'inferenceConfig':{'temperature':0.5,'topP':0.9},"
                        + "'additionalModelRequestFields':{'top_k':5}," + TOOLS + "}}");
        Prompt prompt = prompt();

        assertThat(prompt.model()).isEqualTo(CLAUDE);
        assertThat(prompt.streaming()).isFalse();
        assertThat(prompt.request().messages()).hasSize(4);
        assertThat(prompt.request().messages().get(2).parts().get(0))
                .isInstanceOfSatisfying(ReasoningPart.class, part -> {
                    assertThat(part.text()).isEqualTo("Hm.");
                    assertThat(part.vendorState().json()).contains("\"signature\":\"abc\"");
                });
        assertThat(prompt.toolResults()).hasSize(1);
        assertThat(prompt.toolResults().get(0).toolName()).isEqualTo("get_weather");
        assertThat(prompt.toolResults().get(0).error()).isTrue();
        assertThat(prompt.toolResults().get(0).text()).isEqualTo("{\"sun\":true}");
        assertThat(prompt.request().topK()).isEqualTo(5);
        assertThat(prompt.request().temperature()).isEqualTo(0.5);
        assertThat(prompt.request().tools()).hasSize(2);
    }

    @Test
    void toolsThatTheServiceRanItselfNeedNoResultFromTheUser() {
        Answer answer = client.converse(
                CLAUDE,
                "{'messages':[{'role':'user','content':[{'text':'Search.'}]},{'role':'assistant','content':[{'toolUse':"
                        + "{'toolUseId':'s1','name':'web','input':{},'type':'server_tool_use'}},{'toolResult':{'toolUseId':'s1',"
                        + "'content':[{'text':'found'}]}},{'text':'There.'}]},{'role':'user','content':[{'text':'Thanks'}]}],"
                        + TOOLS + "}}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'outputConfig':{'effort':'high'}|HIGH",
                "'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':1024}}|MINIMAL",
                "'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':4096}}|LOW",
                "'additionalModelRequestFields':{'reasoning_config':{'type':'enabled','budget_tokens':10000}}|MEDIUM",
                "'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':16000}}|HIGH",
                "'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':24000}}|XHIGH",
                "'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':32000}}|MAX",
                "'additionalModelRequestFields':{'thinking':{'type':'disabled'}}|NONE",
                "'additionalModelRequestFields':{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'low'}}|LOW",
                "'additionalModelRequestFields':{'reasoningConfig':{'type':'disabled'}}|NONE",
                "'additionalModelRequestFields':{'reasoning_effort':'medium'}|MEDIUM",
                "'additionalModelRequestFields':{}|",
            })
    void effortIsUnderstoodInTheWordsOfEachFamily(String said, @Nullable ReasoningEffort understood) {
        client.converse(CLAUDE, "{" + HI + "," + said + "}");

        assertThat(prompt().request().reasoningEffort()).isEqualTo(understood);
    }

    private Prompt prompt() {
        List<ReceivedRequest> requests = simulator.requests();
        return requests.get(requests.size() - 1).prompt();
    }
}
