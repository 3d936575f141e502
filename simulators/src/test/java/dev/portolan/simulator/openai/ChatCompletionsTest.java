package dev.portolan.simulator.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Usage;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Chat Completions says, whole and streamed, seen by a client that knows nothing of this library. */
class ChatCompletionsTest {

    private static final String USER = "'messages':[{'role':'user','content':'Where is my order?'}]";
    private static final String TOOLS = """
            'tools':[
              {'type':'function','function':{'name':'find_order','description':'Finds an order.','parameters':
                {'type':'object','properties':{'number':{'type':'integer'},'city':{'type':'string'}},'required':['number']}}},
              {'type':'function','function':{'name':'find_customer','parameters':{'type':'object','properties':{}}}}]""";
    private static final Reply TWO_CALLS =
            Reply.toolCall("find_order", "{\"number\":17}").withToolCall("find_customer", "{}");

    private OpenAiSimulator simulator = OpenAiSimulator.start(Responder.echo());

    @AfterEach
    void stop() {
        simulator.close();
    }

    private Client saying(Reply reply) {
        simulator.close();
        simulator = OpenAiSimulator.start(prompt -> reply);
        return new Client(simulator);
    }

    private static String asking(String more) {
        return "{'model':'gpt-4o-mini'," + USER + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private static String streaming(String more) {
        return asking("'stream':true" + (more.isEmpty() ? "" : "," + more));
    }

    @Test
    void aTextComesWithTheServiceSWholeFrame() {
        Client.Answer answer = saying(Reply.text("It is on its way.")).chat(asking(""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("x-request-id")).startsWith("req_");
        assertThat(answer.header("x-ratelimit-remaining-requests")).isEqualTo("29999");
        assertThat(answer.header("x-ratelimit-limit-tokens")).isEqualTo("150000000");
        assertThat(answer.header("x-ratelimit-reset-requests")).isEqualTo("2ms");
        assertThat(answer.at("/id").asText()).startsWith("chatcmpl-");
        assertThat(answer.at("/object").asText()).isEqualTo("chat.completion");
        assertThat(answer.at("/model").asText()).isEqualTo("gpt-4o-mini-2024-07-18");
        assertThat(answer.at("/choices/0/message/role").asText()).isEqualTo("assistant");
        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("It is on its way.");
        assertThat(answer.at("/choices/0/message/refusal").isNull()).isTrue();
        assertThat(answer.at("/choices/0/message/annotations").isArray()).isTrue();
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/choices/0/logprobs").isNull()).isTrue();
        assertThat(answer.text()).startsWith("{\n  \"id\": \"chatcmpl-").contains("\"annotations\": []");
    }

    @Test
    void usageCountsThePromptAndTheAnswer() {
        JsonNode usage =
                saying(Reply.text("It is on its way.")).chat(asking("")).at("/usage");

        assertThat(usage.at("/prompt_tokens").asInt()).isEqualTo(4 + 5);
        assertThat(usage.at("/completion_tokens").asInt()).isEqualTo(6);
        assertThat(usage.at("/total_tokens").asInt()).isEqualTo(15);
        assertThat(usage.at("/prompt_tokens_details/cached_tokens").asInt()).isZero();
        assertThat(usage.at("/completion_tokens_details/reasoning_tokens").asInt())
                .isZero();
    }

    @Test
    void aStreamHasAChunkForEachTokenThenTheReasonThenTheEndMarker() {
        Client.Answer answer = saying(Reply.text("It is on its way.")).chat(streaming(""));
        List<JsonNode> events = answer.events();

        assertThat(answer.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(events.get(0).at("/choices/0/delta").toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}");
        assertThat(answer.joined("/choices/0/delta/content")).isEqualTo("It is on its way.");
        assertThat(events).hasSize(1 + 6 + 1 + 1);
        assertThat(events.get(7).at("/choices/0/delta").isEmpty()).isTrue();
        assertThat(events.get(7).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(events.get(8).asText()).isEqualTo("[DONE]");
        assertThat(events.get(1).at("/object").asText()).isEqualTo("chat.completion.chunk");
        assertThat(events.get(1).at("/choices/0/finish_reason").isNull()).isTrue();
        assertThat(answer.text()).doesNotContain("\"usage\"").contains("\"obfuscation\"");
    }

    @Test
    void usageInAStreamIsNullUntilTheChunkWithoutChoices() {
        List<JsonNode> events = saying(Reply.text("Yes."))
                .chat(streaming("'stream_options':{'include_usage':true,'include_obfuscation':false}"))
                .events();
        JsonNode last = events.get(events.size() - 2);

        assertThat(events.subList(0, events.size() - 2)).allSatisfy(event -> {
            assertThat(event.has("usage")).isTrue();
            assertThat(event.get("usage").isNull()).isTrue();
            assertThat(event.has("obfuscation")).isFalse();
        });
        assertThat(last.get("choices").isEmpty()).isTrue();
        assertThat(last.at("/usage/completion_tokens").asInt()).isEqualTo(2);
        assertThat(events.get(events.size() - 1).asText()).isEqualTo("[DONE]");
    }

    @Test
    void anAnswerEndsBeforeAStopSequence() {
        Client client = saying(Reply.text("one two three four"));

        assertThat(client.chat(asking("'stop':' three'"))
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("one two");
        Client.Answer streamed = client.chat(streaming("'stop':['four','two']"));
        assertThat(streamed.joined("/choices/0/delta/content")).isEqualTo("one ");
        assertThat(streamed.joined("/choices/0/finish_reason")).endsWith("stop");
    }

    @Test
    void anAnswerThatIsTooLongIsCutAndSaysLength() {
        Client client = saying(Reply.text("one two three four"));

        for (String limit : List.of("'max_tokens':2", "'max_completion_tokens':2")) {
            Client.Answer answer = client.chat(asking(limit));
            assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("one two");
            assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
            assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(2);
        }
        Client.Answer streamed = client.chat(streaming("'max_tokens':3"));
        assertThat(streamed.joined("/choices/0/delta/content")).isEqualTo("one two three");
        assertThat(streamed.joined("/choices/0/finish_reason")).endsWith("length");
    }

    @Test
    void aToolCallMayBeCutInItsArguments() {
        Client.Answer answer =
                saying(Reply.toolCall("find_order", "{\"number\":17}")).chat(asking("'max_tokens':5," + TOOLS));

        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(answer.at("/choices/0/message/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo("{\"");
    }

    @Test
    void callsComeWithIdsAndArgumentsAsTextBesideNoContent() {
        Client.Answer answer = saying(TWO_CALLS).chat(asking(TOOLS));
        JsonNode message = answer.at("/choices/0/message");

        assertThat(message.get("content").isNull()).isTrue();
        assertThat(message.at("/tool_calls/0/id").asText()).matches("call_[A-Za-z0-9]{24}");
        assertThat(message.at("/tool_calls/0/type").asText()).isEqualTo("function");
        assertThat(message.at("/tool_calls/0/function/name").asText()).isEqualTo("find_order");
        assertThat(message.at("/tool_calls/0/function/arguments").asText()).isEqualTo("{\"number\":17}");
        assertThat(message.at("/tool_calls/1/function/arguments").asText()).isEqualTo("{}");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void inAStreamACallSNameComesFirstAndThenOnlyArguments() {
        List<JsonNode> events = saying(TWO_CALLS).chat(streaming(TOOLS)).events();

        assertThat(events.get(0).at("/choices/0/delta/content").isNull()).isTrue();
        JsonNode first = events.get(1).at("/choices/0/delta/tool_calls/0");
        assertThat(first.get("index").asInt()).isZero();
        assertThat(first.get("id").asText()).startsWith("call_");
        assertThat(first.at("/function/arguments").asText()).isEmpty();
        JsonNode second = events.get(2).at("/choices/0/delta/tool_calls/0");
        assertThat(second.has("id")).isFalse();
        assertThat(second.at("/function").has("name")).isFalse();
        StringBuilder arguments = new StringBuilder();
        events.stream()
                .map(event -> event.at("/choices/0/delta/tool_calls/0"))
                .filter(call -> call.path("index").asInt(-1) == 0)
                .forEach(call -> arguments.append(call.at("/function/arguments").asText()));
        assertThat(arguments).hasToString("{\"number\":17}");
        assertThat(events.get(events.size() - 2).at("/choices/0/finish_reason").asText())
                .isEqualTo("tool_calls");
    }

    @Test
    void textAndCallsMayComeTogether() {
        JsonNode message =
                saying(TWO_CALLS.withText("Let me look.")).chat(asking(TOOLS)).at("/choices/0/message");

        assertThat(message.get("content").asText()).isEqualTo("Let me look.");
        assertThat(message.get("tool_calls")).hasSize(2);
    }

    @Test
    void toolChoiceNoneLeavesNoCalls() {
        JsonNode choice = saying(TWO_CALLS.withText("I will not."))
                .chat(asking("'tool_choice':'none'," + TOOLS))
                .at("/choices/0");

        assertThat(choice.at("/message").has("tool_calls")).isFalse();
        assertThat(choice.at("/message/content").asText()).isEqualTo("I will not.");
        assertThat(choice.get("finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void toolChoiceRequiredBringsACallThatFitsTheSchema() {
        JsonNode choice = saying(Reply.text("No need.").withReasoning(null))
                .chat(asking("'tool_choice':'required'," + TOOLS))
                .at("/choices/0");
        JsonNode call = choice.at("/message/tool_calls/0/function");

        assertThat(call.get("name").asText()).isEqualTo("find_order");
        assertThat(Client.tree(call.get("arguments").asText()).get("number").isInt())
                .isTrue();
        assertThat(choice.get("finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void aNamedToolIsCalledAndTheFinishReasonIsStop() {
        String named = "'tool_choice':{'type':'function','function':{'name':'find_customer'}}," + TOOLS;
        Client client = saying(TWO_CALLS);
        JsonNode choice = client.chat(asking(named)).at("/choices/0");

        assertThat(choice.at("/message/tool_calls")).hasSize(1);
        assertThat(choice.at("/message/tool_calls/0/function/name").asText()).isEqualTo("find_customer");
        assertThat(choice.get("finish_reason").asText()).isEqualTo("stop");
        assertThat(client.chat(streaming(named)).joined("/choices/0/finish_reason"))
                .endsWith("stop");
    }

    @Test
    void withoutParallelCallsThereIsOne() {
        assertThat(saying(TWO_CALLS)
                        .chat(asking("'parallel_tool_calls':false," + TOOLS))
                        .at("/choices/0/message/tool_calls"))
                .hasSize(1);
    }

    @Test
    void jsonModeGivesAnObjectWhateverTheModelSays() {
        String json = "{'model':'gpt-4o','messages':[{'role':'user','content':'Answer in JSON.'}],"
                + "'response_format':{'type':'json_object'}}";

        assertThat(saying(Reply.text("hello"))
                        .chat(json)
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("{\"answer\":\"hello\"}");
        assertThat(saying(Reply.text("{\"a\":1}"))
                        .chat(json)
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void aSchemaIsKeptToWhateverTheModelSays() {
        String schema = asking("""
                'response_format':{'type':'json_schema','json_schema':{'name':'verdict','strict':true,'schema':
                  {'type':'object','properties':{'urgent':{'type':'boolean'},'kind':{'enum':['bug','question']}},
                   'required':['urgent','kind'],'additionalProperties':false}}}""");

        String fitting = "{\"urgent\":false,\"kind\":\"question\"}";
        assertThat(saying(Reply.text(fitting))
                        .chat(schema)
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo(fitting);
        assertThat(saying(Reply.text("{\"urgent\":\"yes\"}"))
                        .chat(schema)
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("{\"urgent\":true,\"kind\":\"bug\"}");
    }

    @Test
    void aRefusalIsNoContentAndFinishesWithStop() {
        Client client = saying(Reply.refusal("I can't help with that."));
        JsonNode choice = client.chat(asking("")).at("/choices/0");

        assertThat(choice.at("/message/content").isNull()).isTrue();
        assertThat(choice.at("/message/refusal").asText()).isEqualTo("I can't help with that.");
        assertThat(choice.get("finish_reason").asText()).isEqualTo("stop");
        Client.Answer streamed = client.chat(streaming(""));
        assertThat(streamed.events().get(0).at("/choices/0/delta").toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":null,\"refusal\":\"\"}");
        assertThat(streamed.joined("/choices/0/delta/refusal")).isEqualTo("I can't help with that.");
    }

    @Test
    void aFilteredAnswerSaysSo() {
        assertThat(saying(Reply.text("Well").withFinish(FinishReason.Kind.CONTENT_FILTER))
                        .chat(asking(""))
                        .at("/choices/0/finish_reason")
                        .asText())
                .isEqualTo("content_filter");
    }

    @Test
    void aReasoningModelThinksInTokensThatAreOnlyCounted() {
        Client client = saying(Reply.text("42"));
        String asked = "{'model':'gpt-5-mini'," + USER;
        JsonNode answer = client.chat(asked + "}").json();

        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(129);
        assertThat(answer.at("/usage/completion_tokens_details/reasoning_tokens")
                        .asInt())
                .isEqualTo(128);
        assertThat(client.chat(asked + ",'reasoning_effort':'low'}")
                        .at("/usage/completion_tokens_details/reasoning_tokens")
                        .asInt())
                .isEqualTo(64);
    }

    @Test
    void aReasoningModelThatRunsOutOfTokensSaysNothing() {
        Client.Answer answer =
                saying(Reply.text("42")).chat("{'model':'gpt-5-mini','max_completion_tokens':50," + USER + "}");

        assertThat(answer.at("/choices/0/message/content").asText("null")).isEmpty();
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(answer.at("/usage/completion_tokens_details/reasoning_tokens")
                        .asInt())
                .isEqualTo(50);
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(50);
    }

    @Test
    void aLongPromptThatWasSeenBeforeIsCached() {
        Client client = saying(Reply.text("Noted."));
        String longText = "word ".repeat(1200);
        String first = "{'model':'gpt-4o','messages':[{'role':'system','content':'" + longText
                + "'},{'role':'user','content':'one'}]}";

        assertThat(client.chat(first)
                        .at("/usage/prompt_tokens_details/cached_tokens")
                        .asInt())
                .isZero();
        JsonNode again = client.chat(first.replace("'one'", "'another'")).at("/usage");
        assertThat(again.at("/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(1152);
        assertThat(again.at("/prompt_tokens").asInt()).isGreaterThan(1200);
        assertThat(client.chat(first.replace("gpt-4o", "gpt-4.1"))
                        .at("/usage/prompt_tokens_details/cached_tokens")
                        .asInt())
                .isZero();
    }

    @Test
    void aReplyMayStateItsUsage() {
        Usage stated =
                Usage.builder().inputTokens(2000L).cachedInputTokens(1920L).build();
        JsonNode usage =
                saying(Reply.text("Yes.").withUsage(stated)).chat(asking("")).at("/usage");

        assertThat(usage.at("/prompt_tokens").asInt()).isEqualTo(2000);
        assertThat(usage.at("/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(1920);
        assertThat(usage.at("/completion_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void logProbabilitiesComeForEachTokenWhenAskedFor() {
        Client client = saying(Reply.text("Yes indeed"));
        String more = "'logprobs':true,'top_logprobs':2";
        JsonNode content = client.chat(asking(more)).at("/choices/0/logprobs/content");

        assertThat(content).hasSize(2);
        assertThat(content.at("/0/token").asText()).isEqualTo("Yes");
        assertThat(content.at("/0/logprob").asDouble()).isNegative();
        assertThat(content.at("/0/bytes").toString()).isEqualTo("[89,101,115]");
        assertThat(content.at("/0/top_logprobs")).hasSize(2);
        assertThat(client.chat(streaming(more))
                        .events()
                        .get(2)
                        .at("/choices/0/logprobs/content/0/token")
                        .asText())
                .isEqualTo(" indeed");
    }

    @Test
    void severalChoicesInterleaveInAStream() {
        Client client = saying(Reply.text("Yes indeed"));

        assertThat(client.chat(asking("'n':2")).at("/choices/1/message/content").asText())
                .isEqualTo("Yes indeed");
        List<JsonNode> events = client.chat(streaming("'n':2")).events();
        assertThat(events.subList(0, 4).stream()
                        .map(event -> event.at("/choices/0/index").asInt()))
                .containsExactly(0, 1, 0, 1);
    }

    @Test
    void theResponderSeesTheConversationInNeutralWords() {
        Client client = saying(Reply.text("It is in Oslo."));
        client.chat("""
                {'model':'gpt-4o','temperature':0.2,'messages':[
                  {'role':'developer','content':'Be brief.'},
                  {'role':'user','content':[{'type':'text','text':'Where?'},
                    {'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0KGgo='}}]},
                  {'role':'assistant','content':null,'tool_calls':[
                    {'id':'call_1','type':'function','function':{'name':'find_order','arguments':'{}'}}]},
                  {'role':'tool','tool_call_id':'call_1','content':'Oslo'}]}""");

        var prompt = simulator.requests().get(0).prompt();
        assertThat(prompt).isNotNull();
        assertThat(prompt.userText()).isEqualTo("Where?");
        assertThat(prompt.request().messages()).hasSize(4);
        assertThat(prompt.request().messages().get(1).parts()).hasSize(2);
        assertThat(prompt.request().temperature()).isEqualTo(0.2);
        assertThat(prompt.toolResults()).singleElement().satisfies(result -> {
            assertThat(result.toolName()).isEqualTo("find_order");
            assertThat(result.text()).isEqualTo("Oslo");
        });
    }
}
