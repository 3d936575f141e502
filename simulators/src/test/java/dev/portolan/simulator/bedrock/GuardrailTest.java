package dev.portolan.simulator.bedrock;

import static dev.portolan.simulator.bedrock.Client.CLAUDE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.FinishReason;
import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.bedrock.Client.Answer;
import dev.portolan.simulator.bedrock.Client.Event;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a guardrail says of answers and of prompts. */
class GuardrailTest {

    private static final String HI = "'messages':[{'role':'user','content':[{'text':'hi there'}]}]";
    private static final String GUARDED =
            "{" + HI + ",'guardrailConfig':{'guardrailIdentifier':'g1','guardrailVersion':'DRAFT','trace':'enabled'}}";
    private static final Map<String, String> HEADERS = Map.of(
            "x-amzn-bedrock-guardrailidentifier", "g1",
            "x-amzn-bedrock-guardrailversion", "DRAFT",
            "x-amzn-bedrock-trace", "ENABLED");
    private static final String PROMPT = "{'inputText':'hi there'}";
    private static final String TITAN = "amazon.titan-text-express-v1";

    private final BedrockSimulator simulator = BedrockSimulator.start(Responder.echo());
    private final Client client = new Client(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    private void filters() {
        simulator.respond(prompt -> Reply.text("Blocked.").withFinish(FinishReason.Kind.CONTENT_FILTER));
    }

    private void blocksPrompts() {
        simulator.inject(Faults.always(Fault.error(ErrorKind.CONTENT_FILTERED)));
    }

    private static JsonNode last(List<JsonNode> chunks) {
        return chunks.get(chunks.size() - 1);
    }

    @Test
    void itIntervenesInAnAnswerAndTellsWhatItFoundWhenAsked() {
        filters();
        Answer whole = client.converse(CLAUDE, GUARDED);
        List<Event> events = client.stream(CLAUDE, GUARDED).events();

        assertThat(whole.at("/stopReason").asText()).isEqualTo("guardrail_intervened");
        assertThat(whole.at("/trace/guardrail/outputAssessments/g1/0/contentPolicy/filters/0/action")
                        .asText())
                .isEqualTo("BLOCKED");
        assertThat(events.get(events.size() - 1)
                        .payload()
                        .at("/trace/guardrail")
                        .isObject())
                .isTrue();
        assertThat(client.converse(CLAUDE, "{" + HI + "}").at("/stopReason").asText())
                .isEqualTo("content_filtered");
    }

    @Test
    void aBlockedPromptIsAnAnswerWithoutTokensThatSaysSo() {
        blocksPrompts();
        Answer whole = client.converse(CLAUDE, GUARDED);
        List<Event> events = client.stream(CLAUDE, GUARDED).events();
        JsonNode metadata = events.get(events.size() - 1).payload();

        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.at("/stopReason").asText()).isEqualTo("guardrail_intervened");
        assertThat(whole.at("/usage/inputTokens").asInt(-1)).isZero();
        assertThat(whole.at("/usage/outputTokens").asInt(-1)).isZero();
        assertThat(whole.at("/trace/guardrail/inputAssessment/g1/topicPolicy/topics/0/action")
                        .asText())
                .isEqualTo("BLOCKED");
        assertThat(whole.at("/trace/guardrail").has("outputAssessments")).isFalse();
        assertThat(metadata.at("/trace/guardrail/inputAssessment/g1/topicPolicy/topics/0/action")
                        .asText())
                .isEqualTo("BLOCKED");
    }

    @Test
    void withoutAGuardrailABlockedPromptIsRefusedByTheService() {
        blocksPrompts();
        Answer answer = client.converse(CLAUDE, "{" + HI + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("blocked by our content filters");
    }

    @Test
    void otherFaultsMeetABlockedPromptToo() {
        simulator.inject(Faults.always(Fault.error(ErrorKind.CONTENT_FILTERED).and(Fault.noFinish())));
        Answer answer = client.converse(CLAUDE, GUARDED);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/stopReason").isMissingNode()).isTrue();
    }

    @Test
    void inAModelsOwnFormatItAddsItsWordToTheBodyOrTheLastChunk() {
        filters();
        JsonNode whole =
                Client.json(client.post(TITAN, "invoke", PROMPT, HEADERS).text());
        List<JsonNode> chunks = client.post(TITAN, "invoke-with-response-stream", PROMPT, HEADERS)
                .chunks();

        for (JsonNode told : List.of(whole, last(chunks))) {
            assertThat(told.path("amazon-bedrock-guardrailAction").asText()).isEqualTo("INTERVENED");
            assertThat(told.at("/amazon-bedrock-trace/guardrail/outputs/0/g1/contentPolicy/filters/0/action")
                            .asText())
                    .isEqualTo("BLOCKED");
        }
        assertThat(chunks.get(0).has("amazon-bedrock-guardrailAction")).isFalse();
    }

    @Test
    void inAModelsOwnFormatABlockedPromptIsAnAnswerToo() {
        blocksPrompts();
        JsonNode whole =
                Client.json(client.post(TITAN, "invoke", PROMPT, HEADERS).text());
        List<JsonNode> chunks = client.post(TITAN, "invoke-with-response-stream", PROMPT, HEADERS)
                .chunks();

        for (JsonNode told : List.of(whole, last(chunks))) {
            assertThat(told.path("amazon-bedrock-guardrailAction").asText()).isEqualTo("INTERVENED");
            assertThat(told.at("/amazon-bedrock-trace/guardrail/input/g1/topicPolicy/topics/0/action")
                            .asText())
                    .isEqualTo("BLOCKED");
        }
    }

    @Test
    void whereItFindsNothingItSaysSo() {
        JsonNode whole =
                Client.json(client.post(TITAN, "invoke", PROMPT, HEADERS).text());

        assertThat(whole.path("amazon-bedrock-guardrailAction").asText()).isEqualTo("NONE");
        assertThat(Client.json(client.post(TITAN, "invoke", PROMPT).text()).has("amazon-bedrock-guardrailAction"))
                .isFalse();
    }
}
