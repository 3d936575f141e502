package dev.portolan.simulator.bedrock;

import static dev.portolan.simulator.bedrock.Client.CLAUDE;
import static dev.portolan.simulator.bedrock.Client.NOVA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.bedrock.Client.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the service refuses, in its words. */
class RulesTest {

    private static final String USER = "{'role':'user','content':[{'text':'hi'}]}";
    private static final String TOOLS =
            "'toolConfig':{'tools':[{'toolSpec':{'name':'ping','inputSchema':{'json':{'type':'object'}}}}]";
    private static final String CALL =
            "{'role':'assistant','content':[{'toolUse':{'toolUseId':'t1','name':'ping','input':{}}}]}";
    private static final String RESULT =
            "{'role':'user','content':[{'toolResult':{'toolUseId':'t1','content':[{'text':'ok'}]}}]}";

    private final BedrockSimulator simulator = BedrockSimulator.start(Responder.echo());
    private final Client client = new Client(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    private void refused(String model, String body, String message) {
        Answer answer = client.converse(model, body);
        assertThat(answer.message()).isEqualTo(message);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("x-amzn-errortype"))
                .isEqualTo("ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/");
        assertThat(answer.header("x-amzn-requestid")).isNotEmpty();
    }

    private void refused(String body, String message) {
        refused(CLAUDE, body, message);
    }

    private static String messages(String... messages) {
        return "{'messages':[" + String.join(",", messages) + "]}";
    }

    private static String withTools(String... messages) {
        return "{'messages':[" + String.join(",", messages) + "]," + TOOLS + "}}";
    }

    private static String content(String block) {
        return "{'role':'user','content':[" + block + "]}";
    }

    @Test
    void aConversationStartsWithTheUserAndAlternates() {
        String first =
                "A conversation must start with a user message. Try again with a conversation that starts with a user message.";
        refused(messages(), first);
        refused(NOVA, messages("{'role':'assistant','content':[{'text':'hi'}]}", USER), first);
        assertThat(client.converse(CLAUDE, messages("{'role':'assistant','content':[{'text':'hi'}]}", USER))
                        .status())
                .isEqualTo(200);
        refused(
                messages(USER, USER),
                "A conversation must alternate between user and assistant roles. Make sure the conversation alternates"
                        + " between user and assistant roles and try again.");
        assertThat(client.converse(NOVA, messages(USER, USER)).status()).isEqualTo(200);
    }

    @Test
    void contentIsNeitherEmptyNorBlank() {
        refused(
                messages("{'role':'user','content':[]}"),
                "The content field in the Message object at messages.0 is empty. Add a ContentBlock object to the content"
                        + " field and try again.");
        refused(
                NOVA,
                messages(content("{'text':' '}")),
                "The text field in the ContentBlock object at messages.0.content.0 is blank. Add text to the text field, and"
                        + " try again.");
        refused(
                messages(content("{'text':''}")),
                "The model returned the following errors: messages: text content blocks must be non-empty");
        refused(
                messages(content("{'text':' '}")),
                "The model returned the following errors: messages: text content blocks must contain non-whitespace text");
        refused(
                messages(USER, "{'role':'assistant','content':[{'text':'So '}]}"),
                "The model returned the following errors: messages: final assistant content cannot end with trailing"
                        + " whitespace");
    }

    @Test
    void callsAndResultsBelongTogether() {
        refused(
                messages(USER, CALL, RESULT),
                "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
        refused(
                withTools(USER, CALL, USER),
                "Expected toolResult blocks at messages.2.content for the following Ids: t1");
        refused(withTools(USER, CALL), "Expected toolResult blocks at messages.2.content for the following Ids: t1");
        refused(
                withTools(RESULT),
                "The number of toolResult blocks at messages.0.content exceeds the number of toolUse blocks of previous"
                        + " turn.");
        refused(
                withTools(USER, CALL, RESULT.replace("t1", "t2")),
                "Expected toolResult blocks at messages.2.content for the following Ids: t1");
        String call = "{'toolUse':{'toolUseId':'t1','name':'ping','input':{}}}";
        refused(
                withTools(USER, "{'role':'assistant','content':[" + call + "," + call + "]}", RESULT),
                "The toolUse blocks at messages.1.content contain duplicate Ids: t1");
        String result = "{'toolResult':{'toolUseId':'t1','content':[{'text':'ok'}]}}";
        refused(
                withTools(USER, CALL, content(result + "," + result)),
                "The toolResult blocks at messages.2.content contain duplicate Ids: t1");
        assertThat(client.converse(CLAUDE, withTools(USER, CALL, RESULT)).status())
                .isEqualTo(200);
    }

    @Test
    void inputsAndJsonResultsAreObjects() {
        refused(
                withTools(USER, CALL.replace("{}", "'x'"), RESULT),
                "The format of the value at messages.1.content.0.toolUse.input is invalid. Provide a json object for the field"
                        + " and try again.");
        refused(
                withTools(USER, CALL, RESULT.replace("{'text':'ok'}", "{'json':[1]}")),
                "The format of the value at messages.2.content.0.toolResult.content.0.json is invalid. Provide a json object"
                        + " for the field and try again.");
        refused(
                withTools(USER, CALL, RESULT.replace("[{'text':'ok'}]", "[],'status':'error'")),
                "The content field at messages.2.content.0.toolResult cannot be empty when status value is error.");
    }

    @Test
    void resultsStandAloneForLlama() {
        String mixed = RESULT.replace("}}]}", "}},{'text':'and?'}]}");
        refused(
                "meta.llama3-1-70b-instruct-v1:0",
                withTools(USER, CALL, mixed),
                "messages.2.content: Conversation blocks and tool result blocks cannot be provided in the same turn.");
        assertThat(client.converse(CLAUDE, withTools(USER, CALL, mixed)).status())
                .isEqualTo(200);
    }

    @Test
    void documentsHavePlainNamesThatAreUniqueAndTextBesideThem() {
        String document = "{'document':{'format':'txt','name':'report','source':{'text':'x'}}}";
        refused(
                messages(content(document.replace("report", "report.txt") + ",{'text':'hi'}")),
                "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, parentheses,"
                        + " and square brackets. The name can't contain more than one consecutive whitespace character.");
        refused(
                messages(content(document + "," + document + ",{'text':'hi'}")),
                "Messages can't contain duplicate document names. Rename the document and retry your request.");
        assertThat(client.converse(CLAUDE, messages(content(document))).message())
                .contains("messages.0 holds a document without text");
        assertThat(client.converse(CLAUDE, messages(content(document + ",{'text':'hi'}")))
                        .status())
                .isEqualTo(200);
        StringBuilder six = new StringBuilder("{'text':'hi'}");
        for (int i = 0; i < 6; i++) {
            six.append(',').append(document.replace("report", "report " + i));
        }
        refused(messages(content(six.toString())), "You can't include more than 5 documents in a request.");
    }

    @Test
    void mediaIsWhatTheModelSees() {
        refused(
                messages(content("{'text':'hi'},{'video':{'format':'mp4','source':{'bytes':'AAAA'}}}")),
                "This model doesn't support the video content block that you provided. Update the content block and try"
                        + " again.");
        refused(
                messages(
                        content(
                                "{'text':'hi'},{'image':{'format':'png','source':{'s3Location':{'uri':'s3://bucket/a.png'}}}}")),
                "This model doesn't support the s3Uri field. Remove s3Uri and try again.");
    }

    @Test
    void toolsAreDefinedOnceWithAnObjectSchema() {
        String body = "{'messages':[" + USER + "]," + TOOLS + "}}";
        refused(
                body.replace("'ping'", "'my.tool'"),
                "1 validation error detected: Value 'my.tool' at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy"
                        + " constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+");
        refused(
                body.replace(
                        "'tools':[", "'tools':[{'toolSpec':{'name':'ping','inputSchema':{'json':{'type':'object'}}}},"),
                "The tool ping is already defined at toolConfig.tools.1.");
        refused(
                body.replace("'type':'object'", "'type':'string'"),
                "The value at toolConfig.tools.0.toolSpec.inputSchema.json.type must be one of the following: object.");
        refused(
                "{'messages':[" + USER + "],'toolConfig':{'tools':[]}}",
                "1 validation error detected: Value at 'toolConfig.tools' failed to satisfy constraint: Member must have"
                        + " length greater than or equal to 1");
        refused("deepseek.r1-v1:0", body, "This model doesn't support tool use.");
        refused(
                body.replace("'name':'ping'", "'name':'ping','strict':true"),
                "The model returned the following errors: tools.0.custom.input_schema: For 'object' type,"
                        + " 'additionalProperties' must be explicitly set to false");
    }

    @Test
    void aToolChoiceIsOneThatTheModelTakes() {
        String any = "{'messages':[" + USER + "]," + TOOLS + ",'toolChoice':{'any':{}}}}";
        refused(
                "meta.llama3-1-70b-instruct-v1:0",
                any,
                "This model doesn't support the toolConfig.toolChoice.any field. Remove toolConfig.toolChoice.any and try"
                        + " again.");
        refused(
                any.replace("'any':{}", "'tool':{'name':'pong'}"),
                "The model returned the following errors: Tool 'pong' not found in provided tools");
        assertThat(client.converse(CLAUDE, any.replace("'any':{}", "'any':{},'auto':{}"))
                        .message())
                .isEqualTo(
                        "The ToolChoice object at toolConfig.toolChoice must set only one of the following keys: auto, any,"
                                + " tool.");
        refused(
                any.substring(0, any.length() - 1)
                        + ",'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':2000}}}",
                "The model returned the following errors: Thinking may not be enabled when tool_choice forces tool use.");
    }

    @Test
    void limitsAreThoseOfTheModel() {
        refused(
                "anthropic.claude-3-haiku-20240307-v1:0",
                "{'messages':[" + USER + "],'inferenceConfig':{'maxTokens':5000}}",
                "The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that"
                        + " is lower than 4096.");
        refused(
                "{'messages':[" + USER + "],'inferenceConfig':{'temperature':1.5,'maxTokens':0}}",
                "2 validation errors detected: Value '1.5' at 'inferenceConfig.temperature' failed to satisfy constraint:"
                        + " Member must have value less than or equal to 1; Value '0' at 'inferenceConfig.maxTokens' failed to"
                        + " satisfy constraint: Member must have value greater than or equal to 1");
        refused(
                "amazon.titan-text-lite-v1",
                messages(content("{'text':'" + "word ".repeat(4100) + "'}")),
                "Input is too long for requested model.");
        refused(
                "amazon.titan-text-lite-v1",
                "{'system':[{'text':'x'}],'messages':[" + USER + "]}",
                "This model doesn't support system messages. Try again without a system message or use a model that supports"
                        + " system messages.");
        refused(
                "amazon.titan-embed-text-v2:0",
                messages(USER),
                "This action doesn't support the model that you provided. Try again with a supported text or chat model.");
    }

    @Test
    void thinkingHasRulesOfItsOwn() {
        String body = "{'messages':[" + USER
                + "],'inferenceConfig':{'maxTokens':1024},'additionalModelRequestFields':{'reasoning_config':{'type':'enabled',"
                + "'budget_tokens':1024}}}";
        refused(
                body,
                "The model returned the following errors: `max_tokens` must be greater than `thinking.budget_tokens`.");
        assertThat(client.converse(CLAUDE, body.replace("'maxTokens':1024", "'temperature':0.2"))
                        .message())
                .startsWith("The model returned the following errors: `temperature` may only be set to 1");
        assertThat(client.converse(CLAUDE, body.replace("'maxTokens':1024", "'topP':0.9"))
                        .message())
                .startsWith("The model returned the following errors: `top_p` must be greater than or equal to 0.95");
        assertThat(client.converse(
                                CLAUDE,
                                body.replace("1024}}}", "1024},'top_k':5}}").replace("'maxTokens':1024", ""))
                        .message())
                .startsWith("The model returned the following errors: `top_k` must be unset");
    }

    /** Issue 2453 of pydantic/pydantic-ai and others quote the refusal. */
    @Test
    void whoThinksBeginsATurnOfToolsWithAThought() {
        String thinking = "'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':1024}}}";
        String body = "{'messages':[" + USER + "," + CALL + "," + RESULT + "]," + TOOLS + "}," + thinking;
        assertThat(client.converse(CLAUDE, body).message())
                .startsWith("The model returned the following errors: messages.1.content.0.type: Expected `thinking` or"
                        + " `redacted_thinking`, but found `tool_use`.");
        String thought = "{'reasoningContent':{'reasoningText':{'text':'hm','signature':'c2ln'}}},";
        assertThat(client.converse(CLAUDE, body.replace("[{'toolUse'", "[" + thought + "{'toolUse'"))
                        .status())
                .isEqualTo(200);
        String over = "," + "{'role':'assistant','content':[{'text':'done'}]}" + "," + USER;
        assertThat(client.converse(CLAUDE, body.replace(RESULT, RESULT + over)).status())
                .isEqualTo(200);
    }

    @Test
    void aSchemaMustBeClosedAndTheModelAbleToFollowIt() {
        String body = "{'messages':[" + USER + "],'outputConfig':{'textFormat':{'type':'json_schema','structure':"
                + "{'jsonSchema':{'schema':'SCHEMA'}}}}}";
        refused(
                body.replace("SCHEMA", "{\\'type\\':\\'object\\'}"),
                "The model returned the following errors: output_config.format.schema: For 'object' type,"
                        + " 'additionalProperties' must be explicitly set to false");
        refused(
                body.replace(
                        "SCHEMA",
                        "{\\'type\\':\\'object\\',\\'additionalProperties\\':false,\\'properties\\':{\\'n\\':{\\'type\\':"
                                + "\\'integer\\',\\'minimum\\':1}}}"),
                "The model returned the following errors: output_config.format.schema: For 'integer' type, properties minimum"
                        + " are not supported");
        refused(
                NOVA,
                body,
                "This model doesn't support the outputConfig.textFormat field. Remove outputConfig.textFormat and try again.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'messages':[{'role':'robot','content':[{'text':'x'}]}]}"
                        + "|1 validation error detected: Value 'robot' at 'messages.1.member.role' failed to satisfy constraint:"
                        + " Member must satisfy enum value set: [user, assistant, system]",
                "{'messages':[{'content':[{'text':'x'}]}]}"
                        + "|1 validation error detected: Value null at 'messages.1.member.role' failed to satisfy constraint:"
                        + " Member must not be null",
                "{'messages':[],'temperature':1}"
                        + "|Malformed input request: #: extraneous key [temperature] is not permitted, please reformat your input"
                        + " and try again.",
                "{'messages':[{'role':'user','content':[{'text':'x'}],'name':'y'}]}"
                        + "|Malformed input request: #/messages/0: extraneous key [name] is not permitted, please reformat your"
                        + " input and try again."
            })
    void constraintsAreToldWithTheirPlace(String body, String message) {
        refused(body, message);
    }

    @Test
    void aWrongTypeIsAnotherClassOfError() {
        Answer text = client.converse(CLAUDE, "{'messages':[{'role':1,'content':[]}]}");
        Answer list = client.converse(CLAUDE, "{'messages':{'role':'user'}}");
        Answer nothing = client.converse(CLAUDE, "no json");

        assertThat(text.error()).isEqualTo("SerializationException");
        assertThat(text.message()).isEqualTo("NUMBER_VALUE cannot be converted to String");
        assertThat(list.message()).isEqualTo("Start of structure or map found where not expected.");
        assertThat(nothing.error()).isEqualTo("SerializationException");
        assertThat(nothing.status()).isEqualTo(400);
    }
}
