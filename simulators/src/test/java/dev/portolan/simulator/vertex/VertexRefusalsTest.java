package dev.portolan.simulator.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Vertex refuses, in its words. */
class VertexRefusalsTest {

    private static final String CALL = "{'role':'model','parts':[{'functionCall':{'name':'f','args':{}}}]}";
    private static final String RESULT =
            "{'role':'user','parts':[{'functionResponse':{'name':'f','response':{'ok':true}}}]}";
    private static final String ASK = "{'role':'user','parts':[{'text':'Go.'}]}";

    private static VertexSimulator simulator;
    private static Vertex vertex;

    @BeforeAll
    static void start() {
        simulator = VertexSimulator.start(Responder.echo());
        vertex = new Vertex(simulator);
    }

    @AfterAll
    static void stop() {
        vertex.close();
        simulator.close();
    }

    private static ApiException refused(String model, String json) {
        return catchThrowableOfType(ApiException.class, () -> vertex.generate(model, json));
    }

    private static String contents(String... contents) {
        return "{'contents':[" + String.join(",", contents) + "]}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'contents':[{'role':'system','parts':[{'text':'a'}]}]} | Please use a valid role: user, model.",
                "{'contents':[{'role':'user'}]} | at least one parts field",
                "{'contents':[{'role':'user','parts':[{'text':''}]}]} | empty text parameter",
                "{'contents':[{'role':'user','parts':[{}]}]} | must have one initialized field",
                "{'generationConfig':{'temperature':1000}} | temperature value of 1000 but the supported range is from 0 (inclusive) to 2.0001 (exclusive)",
                "{'generationConfig':{'topP':1.5}} | topP value of 1.5",
                "{'generationConfig':{'maxOutputTokens':0}} | maxOutputTokens value of 0",
                "{'generationConfig':{'candidateCount':9}} | candidateCount value of 9",
                "{'generationConfig':{'logprobs':3}} | response_logprobs",
                "{'generationConfig':{'responseMimeType':'application/xml'}} | application/xml",
                "{'generationConfig':{'responseSchema':{'type':'STRING'}}} | response mime type",
                "{'generationConfig':{'thinkingConfig':{'thinkingBudget':99999}}} | thinking budget 99999 is invalid",
                "{'generationConfig':{'thinkingConfig':{'thinkingLevel':'LOW'}}} | thinking_level is not supported",
                "{'toolConfig':{'functionCallingConfig':{'mode':'ANY'}}} | without function_declarations",
                "{'tools':[{'functionDeclarations':[{'name':'9x'}]}]} | Invalid function name",
                "{'tools':[{'functionDeclarations':[{'name':'x','parameters':{'properties':{}}}]}]} | should be `Type.OBJECT`",
                "{'tools':[{'functionDeclarations':[{'name':'x'},{'name':'x'}]}]} | Duplicate function declaration found: x",
                "{'tools':[{'functionDeclarations':[{'name':'x'}]}],'generationConfig':{'responseMimeType':'application/json'}} | Function calling with a response mime type"
            })
    void aRequestThatBreaksARuleIsAnInvalidArgument(String json, String words) {
        ApiException refusal = refused(Vertex.FLASH, json);

        assertThat(refusal.getStatusCode().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal).hasMessageContaining(words);
    }

    @Test
    void aRequestWithoutContentsIsRefused() {
        ApiException refusal = catchThrowableOfType(
                ApiException.class,
                () -> vertex.client()
                        .generateContent(GenerateContentRequest.newBuilder()
                                .setModel(Vertex.FLASH)
                                .build()));

        assertThat(refusal).hasMessageContaining("at least one contents field is required");
    }

    @Test
    void turnsAlternateAndEndWithTheUser() {
        assertThat(refused(Vertex.FLASH, contents(ASK, ASK))).hasMessageContaining("alternate between user and model");
        assertThat(refused(Vertex.FLASH, contents(ASK, "{'role':'model','parts':[{'text':'Yes.'}]}")))
                .hasMessageContaining("end with a user role");
    }

    @Test
    void resultsFollowCallsAndAreAsMany() {
        assertThat(refused(Vertex.FLASH, contents(RESULT)))
                .hasMessageContaining("function response turn comes immediately after a function call turn");
        assertThat(refused(Vertex.FLASH, contents(ASK, CALL, ASK)))
                .hasMessageContaining("number of function response parts is equal");
        assertThat(refused(Vertex.FLASH, contents(ASK, CALL, RESULT.replace("'f'", "'g'"))))
                .hasMessageContaining("name of each function response");
        assertThat(vertex.generate(Vertex.FLASH, contents(ASK, CALL, RESULT, ASK))
                        .getCandidatesCount())
                .isEqualTo(1);
    }

    @Test
    void theNewestFamilyWantsTheSignatureOfTheFirstCallBack() {
        String newest = Vertex.model("gemini-3-flash-preview");
        simulator.respond(prompt -> Reply.toolCall("f", "{}"));
        String tools = "'tools':[{'functionDeclarations':[{'name':'f'}]}]";
        GenerateContentResponse called = vertex.generate(newest, "{'contents':[" + ASK + "]," + tools + "}");

        assertThat(refused(newest, contents(ASK, CALL, RESULT)))
                .hasMessageContaining("function call `default_api:f` in the 2. content block is missing a");
        assertThat(vertex.client()
                        .generateContent(Vertex.request(newest, contents(ASK)).toBuilder()
                                .addContents(called.getCandidates(0).getContent())
                                .addContents(
                                        Vertex.request(newest, contents(RESULT)).getContents(0))
                                .build())
                        .getCandidatesCount())
                .isEqualTo(1);
        simulator.respond(Responder.echo());
    }

    @Test
    void aSignatureThatIsNotWhatItWasIsRefused() {
        String signed = CALL.replace("'args':{}}", "'args':{}},'thoughtSignature':'AAAA'");
        String skipped = CALL.replace(
                "'args':{}}", "'args':{}},'thoughtSignature':'c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I='");

        assertThat(refused(Vertex.FLASH, contents(ASK, signed, RESULT)))
                .hasMessageContaining("Corrupted thought signature");
        assertThat(vertex.generate(Vertex.FLASH, contents(ASK, skipped, RESULT)).getCandidatesCount())
                .isEqualTo(1);
    }

    @Test
    void aModelThatIsNotThereIsNamedInFull() {
        try (VertexSimulator other =
                        VertexSimulator.builder().models("gemini-2.5-flash").start();
                Vertex client = new Vertex(other)) {
            ApiException refusal =
                    catchThrowableOfType(ApiException.class, () -> client.generate(Vertex.model("gemini-9"), "{}"));

            assertThat(refusal.getStatusCode().getCode()).isEqualTo(Code.NOT_FOUND);
            assertThat(refusal).hasMessageContaining("Publisher Model `" + Vertex.model("gemini-9") + "` not found.");
        }
    }

    @Test
    void tokensAreCheckedWhenThereAreSome() {
        try (VertexSimulator other = VertexSimulator.builder().apiKeys("right").start();
                Vertex none = new Vertex(other);
                Vertex wrong = new Vertex(other, Map.of("authorization", "Bearer wrong"));
                Vertex right = new Vertex(other, Map.of("authorization", "Bearer right"))) {
            ApiException missing = catchThrowableOfType(ApiException.class, () -> none.generate(Vertex.FLASH, "{}"));
            ApiException refused = catchThrowableOfType(ApiException.class, () -> wrong.generate(Vertex.FLASH, "{}"));

            assertThat(missing.getStatusCode().getCode()).isEqualTo(Code.UNAUTHENTICATED);
            assertThat(missing.getReason()).isEqualTo("CREDENTIALS_MISSING");
            assertThat(missing.getDomain()).isEqualTo("googleapis.com");
            assertThat(refused.getReason()).isEqualTo("ACCESS_TOKEN_TYPE_UNSUPPORTED");
            assertThat(right.generate(Vertex.FLASH, "{}").getCandidatesCount()).isEqualTo(1);
        }
    }

    @Test
    void projectAndLocationAreThoseOfThePath() {
        try (VertexSimulator other = VertexSimulator.builder()
                        .project("other")
                        .location("us-central1")
                        .start();
                Vertex client = new Vertex(other)) {
            ApiException denied = catchThrowableOfType(ApiException.class, () -> client.generate(Vertex.FLASH, "{}"));
            ApiException elsewhere = catchThrowableOfType(
                    ApiException.class,
                    () -> client.generate(
                            Vertex.FLASH.replace("acme", "other").replace("us-central1", "europe-west4"), "{}"));

            assertThat(denied.getStatusCode().getCode()).isEqualTo(Code.PERMISSION_DENIED);
            assertThat(denied.getReason()).isEqualTo("IAM_PERMISSION_DENIED");
            assertThat(elsewhere.getStatusCode().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(client.generate(Vertex.FLASH.replace("acme", "other"), "{}")
                            .getCandidatesCount())
                    .isEqualTo(1);
        }
    }

    @Test
    void requestsBeyondTheLimitAreToldWhenToComeBack() {
        try (VertexSimulator other =
                        VertexSimulator.builder().rateLimit(1, 1_000).start();
                Vertex client = new Vertex(other)) {
            client.generate(Vertex.FLASH, "{}");
            ApiException refusal = catchThrowableOfType(ApiException.class, () -> client.generate(Vertex.FLASH, "{}"));

            assertThat(refusal.getStatusCode().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
            assertThat(refusal.getErrorDetails().getRetryInfo().getRetryDelay().getSeconds())
                    .isBetween(50L, 60L);
        }
    }

    @Test
    void aResponderThatFailsIsAnInternalError() {
        try (VertexSimulator other = VertexSimulator.start(prompt -> {
                    throw new IllegalStateException("no reply");
                });
                Vertex client = new Vertex(other)) {
            ApiException failure = catchThrowableOfType(ApiException.class, () -> client.generate(Vertex.FLASH, "{}"));

            assertThat(failure.getStatusCode().getCode()).isEqualTo(Code.INTERNAL);
        }
    }
}
