package dev.portolan.simulator.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the Responses API says, whole and streamed. */
class ResponsesTest {

    private static final String TOOLS = """
            'tools':[{'type':'function','name':'find_order','description':'Finds an order.','parameters':
              {'type':'object','properties':{'number':{'type':'integer'}},'required':['number'],'additionalProperties':false}},
              {'type':'function','name':'find_customer','parameters':null},
              {'type':'web_search'}]""";
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
        return "{'model':'gpt-4o-mini','input':'Where is my order?'" + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private static List<String> types(Client.Answer answer) {
        return answer.events().stream().map(event -> event.get("type").asText()).toList();
    }

    @Test
    void aTextIsAMessageItemInACompletedResponse() {
        Client.Answer answer = saying(Reply.text("On its way.")).responses(asking("'instructions':'Be brief.'"));

        assertThat(answer.at("/object").asText()).isEqualTo("response");
        assertThat(answer.at("/id").asText()).startsWith("resp_");
        assertThat(answer.at("/status").asText()).isEqualTo("completed");
        assertThat(answer.at("/instructions").asText()).isEqualTo("Be brief.");
        assertThat(answer.at("/output")).hasSize(1);
        assertThat(answer.at("/output/0/type").asText()).isEqualTo("message");
        assertThat(answer.at("/output/0/id").asText()).startsWith("msg_");
        assertThat(answer.at("/output/0/content/0/type").asText()).isEqualTo("output_text");
        assertThat(answer.at("/output/0/content/0/text").asText()).isEqualTo("On its way.");
        assertThat(answer.at("/usage/output_tokens").asInt()).isEqualTo(4);
        assertThat(answer.at("/usage/input_tokens_details/cached_tokens").asInt())
                .isZero();
        assertThat(answer.json().has("output_text")).isFalse();
        assertThat(answer.header("x-request-id")).startsWith("req_");
    }

    @Test
    void aStreamedTextHasEveryEventInItsPlaceAndNoEndMarker() {
        Client.Answer answer = saying(Reply.text("On its way.")).responses(asking("'stream':true"));

        assertThat(types(answer))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(answer.events().stream()
                        .map(event -> event.get("sequence_number").asInt()))
                .containsExactlyElementsOf(IntStream.range(0, 12).boxed().toList());
        assertThat(answer.text()).startsWith("event: response.created\ndata: {").doesNotContain("[DONE]");
        assertThat(answer.joined("/delta")).isEqualTo("On its way.");
        assertThat(answer.events().get(4).has("obfuscation")).isTrue();
        List<JsonNode> events = answer.events();
        assertThat(events.get(0).at("/response/usage").isNull()).isTrue();
        assertThat(events.get(0).at("/response/status").asText()).isEqualTo("in_progress");
        assertThat(events.get(11).at("/response/output/0/content/0/text").asText())
                .isEqualTo("On its way.");
        assertThat(events.get(11).at("/response/usage/output_tokens").asInt()).isEqualTo(4);
    }

    @Test
    void anAnswerOutOfTokensIsIncomplete() {
        Client client = saying(Reply.text("word ".repeat(40)));
        JsonNode answer = client.responses(asking("'max_output_tokens':16")).json();

        assertThat(answer.at("/status").asText()).isEqualTo("incomplete");
        assertThat(answer.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
        assertThat(answer.at("/output/0/status").asText()).isEqualTo("incomplete");
        assertThat(answer.at("/usage/output_tokens").asInt()).isEqualTo(16);
        assertThat(types(client.responses(asking("'stream':true,'max_output_tokens':16"))))
                .endsWith("response.incomplete")
                .doesNotContain("response.completed");
    }

    @Test
    void aReasoningModelOutOfTokensLeavesOnlyItsThought() {
        JsonNode answer = saying(Reply.text("42"))
                .responses("{'model':'gpt-5-mini','input':'Why?','max_output_tokens':16}")
                .json();

        assertThat(answer.at("/output")).hasSize(1);
        assertThat(answer.at("/output/0/type").asText()).isEqualTo("reasoning");
        assertThat(answer.at("/status").asText()).isEqualTo("incomplete");
    }

    @Test
    void aThoughtComesBeforeTheMessageAndIsShownOnlyWhenAskedFor() {
        Client client = saying(Reply.text("42").withReasoning("Six times seven."));
        JsonNode hidden =
                client.responses("{'model':'gpt-5-mini','input':'Why?'}").json();
        JsonNode shown = client.responses("{'model':'gpt-5-mini','input':'Why?','reasoning':{'summary':'auto'},"
                        + "'include':['reasoning.encrypted_content']}")
                .json();

        assertThat(hidden.at("/output/0/id").asText()).startsWith("rs_");
        assertThat(hidden.at("/output/0/summary").isEmpty()).isTrue();
        assertThat(hidden.at("/output/1/content/0/text").asText()).isEqualTo("42");
        assertThat(hidden.at("/usage/output_tokens_details/reasoning_tokens").asInt())
                .isEqualTo(4);
        assertThat(shown.at("/output/0/summary/0/text").asText()).isEqualTo("Six times seven.");
        assertThat(shown.at("/output/0/encrypted_content").asText()).isNotEmpty();
    }

    @Test
    void aThoughtIsStreamedAsASummary() {
        Client.Answer answer = saying(Reply.text("42").withReasoning("Six times seven."))
                .responses("{'model':'gpt-5-mini','input':'Why?','stream':true,'reasoning':{'summary':'auto'}}");

        assertThat(types(answer))
                .startsWith(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.reasoning_summary_part.added",
                        "response.reasoning_summary_text.delta");
        assertThat(answer.events().get(2).at("/item/summary").isEmpty()).isTrue();
        StringBuilder thought = new StringBuilder();
        answer.events().stream()
                .filter(event -> event.get("type").asText().equals("response.reasoning_summary_text.delta"))
                .forEach(event -> thought.append(event.get("delta").asText()));
        assertThat(thought).hasToString("Six times seven.");
    }

    @Test
    void logProbabilitiesComeWhenTheyAreIncluded() {
        Client client = saying(Reply.text("one two"));
        String asking =
                "'model':'gpt-4.1','input':'Count.','top_logprobs':2,'include':['message.output_text.logprobs']}";

        JsonNode whole = client.responses("{" + asking).json().at("/output/0/content/0/logprobs");
        assertThat(whole).hasSize(2);
        assertThat(whole.at("/1/token").asText()).isEqualTo(" two");
        assertThat(whole.at("/1/top_logprobs")).hasSize(2);

        List<JsonNode> deltas = client.responses("{'stream':true," + asking).events().stream()
                .filter(event -> event.get("type").asText().equals("response.output_text.delta"))
                .toList();
        assertThat(deltas).hasSize(2);
        assertThat(deltas.get(1).at("/logprobs/0/token").asText()).isEqualTo(" two");
        assertThat(client.responses("{'model':'gpt-4.1','input':'Count.'}").at("/output/0/content/0/logprobs"))
                .isEmpty();
    }

    @Test
    void callsAreItemsWithTwoIds() {
        JsonNode output = saying(TWO_CALLS).responses(asking(TOOLS)).at("/output");

        assertThat(output).hasSize(2);
        assertThat(output.at("/0/type").asText()).isEqualTo("function_call");
        assertThat(output.at("/0/id").asText()).startsWith("fc_");
        assertThat(output.at("/0/call_id").asText()).startsWith("call_");
        assertThat(output.at("/0/arguments").asText()).isEqualTo("{\"number\":17}");
        assertThat(output.at("/1/name").asText()).isEqualTo("find_customer");
    }

    @Test
    void aStreamedCallNamesItselfFirst() {
        Client.Answer answer = saying(TWO_CALLS).responses(asking("'stream':true," + TOOLS));
        List<JsonNode> events = answer.events();

        assertThat(events.get(2).at("/item/name").asText()).isEqualTo("find_order");
        assertThat(events.get(2).at("/item/arguments").asText()).isEmpty();
        assertThat(events.get(2).at("/item/status").asText()).isEqualTo("in_progress");
        assertThat(types(answer)).contains("response.function_call_arguments.done");
        assertThat(events.stream()
                        .filter(event -> event.get("type").asText().equals("response.function_call_arguments.done"))
                        .map(event -> event.get("arguments").asText()))
                .containsExactly("{\"number\":17}", "{}");
    }

    @Test
    void toolChoiceIsHonoured() {
        Client client = saying(TWO_CALLS.withText("Fine."));

        assertThat(client.responses(asking("'tool_choice':'none'," + TOOLS)).at("/output"))
                .singleElement()
                .satisfies(item -> assertThat(item.get("type").asText()).isEqualTo("message"));
        assertThat(client.responses(asking("'tool_choice':{'type':'function','name':'find_customer'}," + TOOLS))
                        .at("/output")
                        .findValuesAsText("name"))
                .containsExactly("find_customer");
        assertThat(saying(Reply.text("No."))
                        .responses(asking("'tool_choice':'required'," + TOOLS))
                        .at("/output")
                        .findValuesAsText("name"))
                .containsExactly("find_order");
        assertThat(saying(TWO_CALLS)
                        .responses(asking("'parallel_tool_calls':false," + TOOLS))
                        .at("/output"))
                .hasSize(1);
    }

    @Test
    void functionsAreEchoedAsStrictUnlessSaidOtherwise() {
        JsonNode tools = saying(Reply.text("Yes.")).responses(asking(TOOLS)).at("/tools");

        assertThat(tools.at("/0/strict").asBoolean()).isTrue();
        assertThat(tools.at("/2").has("strict")).isFalse();
    }

    @Test
    void jsonAndSchemasAreKeptTo() {
        Client client = saying(Reply.text("hello"));
        String schema = asking("""
                'text':{'format':{'type':'json_schema','name':'verdict','strict':true,'schema':
                  {'type':'object','properties':{'urgent':{'type':'boolean'}},'required':['urgent'],
                   'additionalProperties':false}}}""");

        assertThat(client.responses(schema).at("/output/0/content/0/text").asText())
                .isEqualTo("{\"urgent\":true}");
        assertThat(client.responses("{'model':'gpt-4o','input':'As JSON.','text':{'format':{'type':'json_object'}}}")
                        .at("/output/0/content/0/text")
                        .asText())
                .isEqualTo("{\"answer\":\"hello\"}");
    }

    @Test
    void aRefusalIsAPartOfACompletedMessage() {
        Client client = saying(Reply.refusal("I can't help."));
        JsonNode answer = client.responses(asking("")).json();

        assertThat(answer.at("/status").asText()).isEqualTo("completed");
        assertThat(answer.at("/output/0/content/0/type").asText()).isEqualTo("refusal");
        assertThat(answer.at("/output/0/content/0/refusal").asText()).isEqualTo("I can't help.");
        assertThat(types(client.responses(asking("'stream':true"))))
                .contains("response.refusal.delta", "response.refusal.done")
                .doesNotContain("response.output_text.delta");
    }

    @Test
    void aFilteredAnswerIsIncomplete() {
        assertThat(saying(Reply.text("Well").withFinish(FinishReason.Kind.CONTENT_FILTER))
                        .responses(asking(""))
                        .at("/incomplete_details/reason")
                        .asText())
                .isEqualTo("content_filter");
    }

    @Test
    void aPreviousResponseIsRememberedWithItsAnswer() {
        Client client = saying(Reply.text("It is in Oslo."));
        String id = client.responses(asking("")).at("/id").asText();
        client.responses("{'model':'gpt-4o','input':'Since when?','previous_response_id':'" + id + "'}");

        Prompt prompt = simulator.requests().get(1).prompt();
        assertThat(prompt).isNotNull();
        assertThat(prompt.request().messages().stream().map(message -> message.text()))
                .containsExactly("Where is my order?", "It is in Oslo.", "Since when?");
    }

    @Test
    void aResponseThatWasNotStoredIsNotFound() {
        Client client = saying(Reply.text("It is in Oslo."));
        String id = client.responses(asking("'store':false")).at("/id").asText();
        Client.Answer answer =
                client.responses("{'model':'gpt-4o','input':'Since when?','previous_response_id':'" + id + "'}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/error/code").asText()).isEqualTo("previous_response_not_found");
    }

    @Test
    void itemsBecomeMessagesOfTheConversation() {
        Client client = saying(Reply.text("Done."));
        client.responses("""
                {'model':'gpt-5-mini','input':[
                  {'role':'user','content':[{'type':'input_text','text':'Where?'},
                    {'type':'input_image','image_url':'https://example.com/a.png'}]},
                  {'type':'reasoning','id':'rs_1','summary':[{'type':'summary_text','text':'Look it up.'}]},
                  {'type':'function_call','call_id':'call_1','name':'find_order','arguments':'{}'},
                  {'type':'function_call_output','call_id':'call_1','output':'Oslo'}]}""");

        Prompt prompt = simulator.requests().get(0).prompt();
        assertThat(prompt).isNotNull();
        assertThat(prompt.request().messages()).hasSize(3);
        assertThat(prompt.request().messages().get(1).parts().get(0)).isInstanceOf(ReasoningPart.class);
        assertThat(prompt.toolResults().get(0).text()).isEqualTo("Oslo");
    }
}
