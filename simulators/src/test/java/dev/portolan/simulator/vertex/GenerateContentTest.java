package dev.portolan.simulator.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.aiplatform.v1.Candidate;
import com.google.cloud.aiplatform.v1.Candidate.FinishReason;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.GenerateContentResponse.UsageMetadata;
import com.google.cloud.aiplatform.v1.Part;
import com.google.cloud.aiplatform.v1.SafetyRating;
import dev.portolan.chat.FinishReason.Kind;
import dev.portolan.chat.Usage;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Gemini says, whole and in chunks, read by Google's client. */
class GenerateContentTest {

    private static final String TOOLS = """
            'tools':[{'functionDeclarations':[
              {'name':'get_weather','description':'The weather','parametersJsonSchema':
                {'type':'object','properties':{'city':{'type':'string'}},'required':['city']}},
              {'name':'get_time','parameters':{'type':'OBJECT','properties':{'zone':{'type':'STRING'}}}}]}]""";

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

    private static GenerateContentResponse whole(String model, Reply reply, String json) {
        simulator.respond(prompt -> reply);
        return vertex.generate(model, json);
    }

    private static List<GenerateContentResponse> streamed(String model, Reply reply, String json) {
        simulator.respond(prompt -> reply);
        return vertex.stream(model, json);
    }

    @Test
    void aTextComesWithVersionIdAndUsage() {
        GenerateContentResponse response = whole(Vertex.PLAIN, Reply.text("It is on its way."), "{}");
        Candidate candidate = response.getCandidates(0);

        assertThat(Vertex.text(response)).isEqualTo("It is on its way.");
        assertThat(candidate.getContent().getRole()).isEqualTo("model");
        assertThat(candidate.getFinishReason()).isEqualTo(FinishReason.STOP);
        assertThat(candidate.getSafetyRatingsList()).isEmpty();
        assertThat(response.getModelVersion()).isEqualTo("gemini-2.0-flash");
        assertThat(response.getResponseId()).isNotEmpty();
        assertThat(response.getCreateTime().getSeconds()).isPositive();
        assertThat(response.getUsageMetadata().getPromptTokenCount()).isEqualTo(4 + 5);
        assertThat(response.getUsageMetadata().getCandidatesTokenCount()).isEqualTo(6);
        assertThat(response.getUsageMetadata().getTotalTokenCount()).isEqualTo(15);
        assertThat(response.getUsageMetadata().getPromptTokensDetails(0).getTokenCount())
                .isEqualTo(9);
        assertThat(response.getUsageMetadata().getTrafficType()).isEqualTo(UsageMetadata.TrafficType.ON_DEMAND);
    }

    @Test
    void aStreamTellsTheTokensOnlyAtItsEndWhereTheContentHasNoParts() {
        List<GenerateContentResponse> chunks = streamed(Vertex.PLAIN, Reply.text("It is on its way."), "{}");
        GenerateContentResponse last = chunks.get(chunks.size() - 1);

        assertThat(Vertex.text(chunks)).isEqualTo("It is on its way.");
        assertThat(chunks).hasSize(6 + 1);
        assertThat(chunks.subList(0, 6)).allSatisfy(chunk -> {
            assertThat(chunk.getUsageMetadata().getTotalTokenCount()).isZero();
            assertThat(chunk.getUsageMetadata().getTrafficType()).isEqualTo(UsageMetadata.TrafficType.ON_DEMAND);
            assertThat(chunk.getCandidates(0).getFinishReasonValue()).isZero();
        });
        assertThat(last.getCandidates(0).hasContent()).isTrue();
        assertThat(last.getCandidates(0).getContent().getPartsList()).isEmpty();
        assertThat(last.getCandidates(0).getFinishReason()).isEqualTo(FinishReason.STOP);
        assertThat(last.getUsageMetadata().getTotalTokenCount()).isEqualTo(15);
    }

    @Test
    void usageCanBeToldInEachChunkAsASnapshot() {
        try (VertexSimulator other = VertexSimulator.builder()
                        .responder(Responder.text("one two three"))
                        .cumulativeUsage(true)
                        .start();
                Vertex client = new Vertex(other)) {
            List<GenerateContentResponse> chunks = client.stream(Vertex.PLAIN, "{}");

            assertThat(chunks.stream().map(chunk -> chunk.getUsageMetadata().getCandidatesTokenCount()))
                    .containsExactly(1, 2, 3, 3);
        }
    }

    @Test
    void thoughtsAreShownOnlyWhenAskedForAndCountApart() {
        Reply reply = Reply.text("Four.").withReasoning("Two and two.");
        GenerateContentResponse shown =
                whole(Vertex.FLASH, reply, "{'generationConfig':{'thinkingConfig':{'includeThoughts':true}}}");
        GenerateContentResponse hidden = whole(Vertex.FLASH, reply, "{}");

        assertThat(shown.getCandidates(0).getContent().getParts(0).getThought()).isTrue();
        assertThat(shown.getCandidates(0).getContent().getParts(0).getText()).isEqualTo("Two and two.");
        assertThat(shown.getCandidates(0).getContent().getParts(1).getText()).isEqualTo("Four.");
        assertThat(hidden.getCandidates(0).getContent().getPartsCount()).isEqualTo(1);
        UsageMetadata usage = hidden.getUsageMetadata();
        assertThat(usage.getThoughtsTokenCount()).isEqualTo(4);
        assertThat(usage.getCandidatesTokenCount()).isEqualTo(2);
        assertThat(usage.getTotalTokenCount()).isEqualTo(usage.getPromptTokenCount() + 6);
    }

    @Test
    void inAStreamTheLastThoughtSharesItsChunkAndTheLastPartOnlyCarriesASignature() {
        List<GenerateContentResponse> chunks = streamed(
                Vertex.FLASH,
                Reply.text("Four is it.").withReasoning("Two and two."),
                "{'generationConfig':{'thinkingConfig':{'includeThoughts':true}}}");
        List<Part> shared = chunks.get(3).getCandidates(0).getContent().getPartsList();
        Part last = chunks.get(chunks.size() - 1).getCandidates(0).getContent().getParts(0);

        assertThat(shared).hasSize(2);
        assertThat(shared.get(0).getThought()).isTrue();
        assertThat(shared.get(1).getThought()).isFalse();
        assertThat(last.getText()).isEmpty();
        assertThat(last.getThoughtSignature().isEmpty()).isFalse();
        assertThat(Vertex.text(chunks)).isEqualTo("Four is it.");
    }

    @Test
    void aThinkingModelThatRunsOutOfTokensSaysNothing() {
        GenerateContentResponse response =
                whole(Vertex.FLASH, Reply.text("PARIS."), "{'generationConfig':{'maxOutputTokens':24}}");
        Candidate candidate = response.getCandidates(0);

        assertThat(candidate.getFinishReason()).isEqualTo(FinishReason.MAX_TOKENS);
        assertThat(candidate.getContent().getRole()).isEqualTo("model");
        assertThat(candidate.getContent().getPartsList()).isEmpty();
        assertThat(response.getUsageMetadata().getCandidatesTokenCount()).isZero();
        assertThat(response.getUsageMetadata().getThoughtsTokenCount()).isEqualTo(24);
    }

    @Test
    void aThinkingBudgetOfZeroStopsTheThinking() {
        GenerateContentResponse response = whole(
                Vertex.FLASH,
                Reply.text("PARIS."),
                "{'generationConfig':{'maxOutputTokens':24,'thinkingConfig':{'thinkingBudget':0}}}");

        assertThat(Vertex.text(response)).isEqualTo("PARIS.");
        assertThat(response.getUsageMetadata().getThoughtsTokenCount()).isZero();
    }

    @Test
    void limitAndStopSequencesCut() {
        Reply reply = Reply.text("one two three four");

        GenerateContentResponse cut = whole(Vertex.PLAIN, reply, "{'generationConfig':{'maxOutputTokens':2}}");
        assertThat(Vertex.text(cut)).isEqualTo("one two");
        assertThat(cut.getCandidates(0).getFinishReason()).isEqualTo(FinishReason.MAX_TOKENS);
        assertThat(Vertex.text(
                        streamed(Vertex.PLAIN, reply, "{'generationConfig':{'stopSequences':[' three','four']}}")))
                .isEqualTo("one two");
    }

    @Test
    void callsEndWithStopHaveNoIdsAndOnlyTheFirstIsSigned() {
        Reply reply = Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}").withToolCall("get_time", "{}");
        GenerateContentResponse response = whole(Vertex.FLASH, reply, "{" + TOOLS + "}");
        List<Part> parts = response.getCandidates(0).getContent().getPartsList();

        assertThat(response.getCandidates(0).getFinishReason()).isEqualTo(FinishReason.STOP);
        assertThat(parts).hasSize(2);
        assertThat(parts.get(0).getFunctionCall().getName()).isEqualTo("get_weather");
        assertThat(parts.get(0)
                        .getFunctionCall()
                        .getArgs()
                        .getFieldsOrThrow("city")
                        .getStringValue())
                .isEqualTo("Oslo");
        assertThat(parts.get(0).getThoughtSignature().isEmpty()).isFalse();
        assertThat(parts.get(1).getThoughtSignature().isEmpty()).isTrue();
        assertThat(parts.get(1).getFunctionCall().getArgs().getFieldsMap()).isEmpty();
    }

    @Test
    void inAStreamAllCallsComeInOneChunkAfterTheText() {
        Reply reply = Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}")
                .withToolCall("get_time", "{}")
                .withText("Let me see.");
        List<GenerateContentResponse> chunks = streamed(Vertex.FLASH, reply, "{" + TOOLS + "}");

        assertThat(Vertex.text(chunks)).isEqualTo("Let me see.");
        assertThat(chunks.get(chunks.size() - 2).getCandidates(0).getContent().getPartsList())
                .extracting(part -> part.getFunctionCall().getName())
                .containsExactly("get_weather", "get_time");
        assertThat(chunks.get(chunks.size() - 1).getCandidates(0).getFinishReason())
                .isEqualTo(FinishReason.STOP);
    }

    @Test
    void modesForceAndForbidCalls() {
        String any = "{" + TOOLS
                + ",'toolConfig':{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['get_time']}}}";
        GenerateContentResponse forced = whole(Vertex.FLASH, Reply.text("No."), any);
        assertThat(forced.getCandidates(0)
                        .getContent()
                        .getParts(0)
                        .getFunctionCall()
                        .getName())
                .isEqualTo("get_time");

        GenerateContentResponse forbidden = whole(
                Vertex.FLASH,
                Reply.toolCall("get_time", "{}").withText("Nine."),
                "{" + TOOLS + ",'toolConfig':{'functionCallingConfig':{'mode':'NONE'}}}");
        assertThat(Vertex.text(forbidden)).isEqualTo("Nine.");
        assertThat(forbidden.getCandidates(0).getContent().getPartsList()).noneMatch(Part::hasFunctionCall);
    }

    @Test
    void aCallOfAnUndeclaredFunctionHasAReasonThatTheEnumDoesNotKnow() {
        Candidate candidate = whole(Vertex.FLASH, Reply.toolCall("list_files", "{}"), "{" + TOOLS + "}")
                .getCandidates(0);

        assertThat(candidate.getFinishReason()).isEqualTo(FinishReason.UNRECOGNIZED);
        assertThat(candidate.getFinishMessage()).endsWith("undeclared function: list_files");
        assertThat(candidate.getContent().getParts(0).getFunctionCall().getName())
                .isEqualTo("list_files");
    }

    @Test
    void aCallThatReadsWrongEndsTheAnswer() {
        Candidate candidate = whole(Vertex.FLASH, Reply.toolCall("get_time", "{oops"), "{" + TOOLS + "}")
                .getCandidates(0);

        assertThat(candidate.getFinishReason()).isEqualTo(FinishReason.MALFORMED_FUNCTION_CALL);
        assertThat(candidate.getContent().getPartsList()).isEmpty();
    }

    @Test
    void aSchemaInEitherFormIsKeptTo() {
        Reply reply = Reply.text("Sure!");
        String json = "{'generationConfig':{'responseMimeType':'application/json',%s}}";

        assertThat(
                        Vertex.text(
                                whole(
                                        Vertex.FLASH,
                                        reply,
                                        json.formatted(
                                                "'responseJsonSchema':{'type':'object','properties':{'n':{'type':'integer'}},'required':['n']}"))))
                .isEqualTo("{\"n\":1}");
        assertThat(
                        Vertex.text(
                                whole(
                                        Vertex.FLASH,
                                        reply,
                                        json.formatted(
                                                "'responseSchema':{'type':'ARRAY','minItems':1,'items':{'type':'STRING','enum':['a','b']}}"))))
                .isEqualTo("[\"a\"]");
    }

    @Test
    void anAnswerThatIsFilteredHasNoPartsAndSaysWhy() {
        Reply reply = Reply.text("Something bad.").withFinish(Kind.CONTENT_FILTER);
        Candidate whole = whole(Vertex.PLAIN, reply, "{}").getCandidates(0);
        List<GenerateContentResponse> chunks = streamed(Vertex.PLAIN, reply, "{}");

        assertThat(whole.getFinishReason()).isEqualTo(FinishReason.SAFETY);
        assertThat(whole.hasContent()).isFalse();
        assertThat(whole.getSafetyRatingsList()).anyMatch(SafetyRating::getBlocked);
        assertThat(Vertex.text(chunks)).isEqualTo("Something bad.");
        assertThat(chunks.get(chunks.size() - 1).getCandidates(0).hasContent()).isFalse();
        assertThat(chunks.get(chunks.size() - 1).getCandidates(0).getFinishReason())
                .isEqualTo(FinishReason.SAFETY);
        try (VertexSimulator other = VertexSimulator.builder()
                        .responder(prompt -> reply)
                        .filterReason("RECITATION")
                        .start();
                Vertex client = new Vertex(other)) {
            assertThat(client.generate(Vertex.PLAIN, "{}").getCandidates(0).getFinishReason())
                    .isEqualTo(FinishReason.RECITATION);
        }
    }

    @Test
    void aBlockedPromptHasNoCandidatesAndHardlyAnyUsage() {
        try (VertexSimulator other = VertexSimulator.builder()
                        .blockPrompts(prompt -> prompt.userText().contains("bomb"))
                        .start();
                Vertex client = new Vertex(other)) {
            GenerateContentResponse blocked =
                    client.generate(Vertex.FLASH, "{'contents':[{'role':'user','parts':[{'text':'a bomb'}]}]}");
            List<GenerateContentResponse> streamed =
                    client.stream(Vertex.FLASH, "{'contents':[{'role':'user','parts':[{'text':'a bomb'}]}]}");

            assertThat(blocked.getCandidatesList()).isEmpty();
            assertThat(blocked.getPromptFeedback().getBlockReason())
                    .isEqualTo(GenerateContentResponse.PromptFeedback.BlockedReason.PROHIBITED_CONTENT);
            assertThat(blocked.getUsageMetadata().getPromptTokenCount()).isZero();
            assertThat(streamed).hasSize(1);
            assertThat(client.generate(Vertex.FLASH, "{}").getCandidatesCount()).isEqualTo(1);
        }
    }

    @Test
    void safetyRatingsComeToWhoSetsThem() {
        Candidate candidate = whole(
                        Vertex.PLAIN,
                        Reply.text("Yes."),
                        "{'safetySettings':[{'category':'HARM_CATEGORY_HARASSMENT','threshold':'BLOCK_NONE'}]}")
                .getCandidates(0);

        assertThat(candidate.getSafetyRatingsList()).hasSize(4).noneMatch(SafetyRating::getBlocked);
    }

    @Test
    void severalCandidatesAreInterleavedEachWithItsIndex() {
        List<GenerateContentResponse> chunks =
                streamed(Vertex.PLAIN, Reply.text("one two"), "{'generationConfig':{'candidateCount':2}}");

        assertThat(chunks.stream().map(chunk -> chunk.getCandidates(0).getIndex()))
                .containsExactly(0, 1, 0, 1, 0, 1);
        assertThat(chunks.get(5).getUsageMetadata().getCandidatesTokenCount()).isEqualTo(4);
        assertThat(chunks.get(4).getUsageMetadata().getCandidatesTokenCount()).isZero();
    }

    @Test
    void logProbabilitiesComeToWhoAsks() {
        Candidate candidate = whole(
                        Vertex.PLAIN,
                        Reply.text("one two"),
                        "{'generationConfig':{'responseLogprobs':true,'logprobs':2}}")
                .getCandidates(0);

        assertThat(candidate.getLogprobsResult().getChosenCandidatesList())
                .extracting(com.google.cloud.aiplatform.v1.LogprobsResult.Candidate::getToken)
                .containsExactly("one", " two");
        assertThat(candidate.getLogprobsResult().getTopCandidates(0).getCandidatesCount())
                .isEqualTo(2);
    }

    @Test
    void aReplyCanSayWhatIsToBeReported() {
        Usage usage = Usage.builder()
                .inputTokens(330L)
                .outputTokens(137L)
                .reasoningTokens(100L)
                .cachedInputTokens(200L)
                .build();
        UsageMetadata told =
                whole(Vertex.FLASH, Reply.text("x").withUsage(usage), "{}").getUsageMetadata();

        assertThat(told.getPromptTokenCount()).isEqualTo(330);
        assertThat(told.getCachedContentTokenCount()).isEqualTo(200);
        assertThat(told.getCandidatesTokenCount()).isEqualTo(37);
        assertThat(told.getThoughtsTokenCount()).isEqualTo(100);
        assertThat(told.getTotalTokenCount()).isEqualTo(467);
    }

    @Test
    void whatWasUnderstoodIsToldInTheLibrarySWords() {
        simulator.forgetRequests();
        whole(
                Vertex.PLAIN,
                Reply.text("x"),
                "{'systemInstruction':{'parts':[{'text':'Be kind.'}]},'generationConfig':{'temperature':0.2,'seed':7},"
                        + TOOLS + "}");
        var request = simulator.requests().get(0);

        assertThat(request.path()).isEqualTo("google.cloud.aiplatform.v1.PredictionService/GenerateContent");
        assertThat(request.header("x-goog-request-params")).contains("model=projects");
        assertThat(request.body()).contains("\"temperature\":0.2").contains("parametersJsonSchema");
        assertThat(request.prompt().request().temperature()).isEqualTo(0.2);
        assertThat(request.prompt().request().seed()).isEqualTo(7L);
        assertThat(request.prompt().request().tools()).hasSize(2);
        assertThat(request.prompt().model()).isEqualTo("gemini-2.0-flash");
        assertThat(request.prompt().userText()).isEqualTo("Where is my order?");
        assertThat(request.toString()).doesNotContain("order");
    }
}
