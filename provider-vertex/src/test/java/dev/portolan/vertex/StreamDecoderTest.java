package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.error.ContentFiltered;
import dev.portolan.error.InvalidResponse;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the answers of the service hold, as bodies of its HTTP interface show it. */
class StreamDecoderTest {

    private final List<ChatEvent> events = new ArrayList<>();

    private static ToolNames names() {
        return new ToolNames(ChatRequest.of("Hi"));
    }

    private static GenerateContentResponse message(String json) {
        return ProtoJson.parse(json, GenerateContentResponse.newBuilder()).build();
    }

    private static String parts(String parts) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + parts + "]}}]}";
    }

    private static String end(String parts) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + parts
                + "]},\"finishReason\":\"STOP\"}],\"modelVersion\":\"gemini-x\",\"responseId\":\"r1\"}";
    }

    private ChatResponse streamed(String... messages) {
        StreamDecoder decoder = new StreamDecoder(names());
        for (String each : messages) {
            decoder.feed(message(each), events::add);
        }
        decoder.end(events::add);
        return ((ChatEvent.Completed) events.get(events.size() - 1)).response();
    }

    private static ChatResponse whole(String json) {
        return ResponseMapper.read(message(json), names()).build();
    }

    @Test
    void severalPartsOfAChunkAreSeveralBlocks() {
        ChatResponse response = streamed(
                parts("{\"text\":\"Hm\",\"thought\":true}"),
                parts("{\"text\":\".\",\"thought\":true},{\"text\":\"Hel\"}"),
                end("{\"text\":\"lo\"}"));
        assertThat(response.message().parts())
                .satisfiesExactly(
                        thought -> assertThat(((ReasoningPart) thought).text()).isEqualTo("Hm."),
                        text -> assertThat(((TextPart) text).text()).isEqualTo("Hello"));
        assertThat(events.subList(0, 4))
                .containsExactly(
                        new ChatEvent.ReasoningDelta("Hm", 0),
                        new ChatEvent.ReasoningDelta(".", 0),
                        new ChatEvent.TextDelta("Hel", 1),
                        new ChatEvent.TextDelta("lo", 1));
        assertThat(response.model()).isEqualTo("gemini-x");
        assertThat(response.responseId()).isEqualTo("r1");
    }

    @Test
    void aSignatureBehindATextIsKeptWithIt() {
        ChatResponse response =
                streamed(parts("{\"text\":\"Hello\"}"), end("{\"text\":\"\",\"thoughtSignature\":\"AAEC/w==\"}"));
        assertThat(response.message().parts()).singleElement().satisfies(part -> {
            assertThat(((TextPart) part).text()).isEqualTo("Hello");
            assertThat(part.vendorState().json()).isEqualTo("{\"thoughtSignatureAfter\":\"AAEC/w==\"}");
        });
    }

    @Test
    void aPartWithASignatureIsNotMergedWithAnother() {
        ChatResponse response = streamed(
                parts("{\"text\":\"One \"}"),
                parts("{\"text\":\"two \",\"thoughtSignature\":\"AAEC\"}"),
                end("{\"text\":\"three\"}"));
        assertThat(response.text()).isEqualTo("One two three");
        assertThat(response.message().parts()).hasSize(3);
        assertThat(response.message().parts().get(1).vendorState().json()).isEqualTo("{\"thoughtSignature\":\"AAEC\"}");
    }

    @Test
    void aSignatureAloneIsKeptToGoBack() {
        ChatResponse response = streamed(end("{\"thoughtSignature\":\"AAEC\"}"));
        assertThat(response.text()).isEmpty();
        assertThat(response.message().parts()).singleElement().isInstanceOf(ReasoningPart.class);
    }

    @Test
    void T1_callsHaveMadeUpIdsAndOnlyTheFirstASignature() {
        ChatResponse response =
                streamed(end("{\"functionCall\":{\"name\":\"now\",\"args\":{}},\"thoughtSignature\":\"AAEC\"},"
                        + "{\"functionCall\":{\"name\":\"add\",\"args\":{\"a\":1,\"b\":2.5}}},"
                        + "{\"functionCall\":{\"name\":\"ping\"}}"));
        List<ToolCall> calls = response.toolCalls();
        assertThat(calls).extracting(ToolCall::arguments).containsExactly("{}", "{\"a\":1,\"b\":2.5}", "{}");
        assertThat(calls).extracting(ToolCall::id).doesNotHaveDuplicates();
        assertThat(calls).allMatch(ToolCall::syntheticId);
        assertThat(calls.get(0).vendorState().json()).isEqualTo("{\"thoughtSignature\":\"AAEC\"}");
        assertThat(calls.get(1).vendorState()).isNull();
        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.TOOL_CALLS, "STOP"));
        assertThat(events.stream().filter(ChatEvent.ToolCallCompleted.class::isInstance))
                .hasSize(3);
    }

    @Test
    void theLatestKnownOfEachCountIsKept() {
        ChatResponse response = streamed(
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}],\"usageMetadata\":{\"promptTokenCount\":12,\"candidatesTokenCount\":1,\"thoughtsTokenCount\":20,\"cachedContentTokenCount\":4,\"totalTokenCount\":33}}",
                "{\"usageMetadata\":{\"trafficType\":\"ON_DEMAND\"}}",
                "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":10,\"candidatesTokenCount\":5,\"toolUsePromptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":7}]}}");
        assertThat(response.usage().inputTokens()).isEqualTo(17);
        assertThat(response.usage().outputTokens()).isEqualTo(25);
        assertThat(response.usage().reasoningTokens()).isEqualTo(20);
        assertThat(response.usage().cachedInputTokens()).isEqualTo(4);
        assertThat(events).contains(new ChatEvent.UsageReported(response.usage()));
    }

    @Test
    void whatIsNotToldIsAbsent() {
        ChatResponse response = whole(end("{\"text\":\"x\"}"));
        assertThat(response.usage().inputTokens()).isNull();
        assertThat(response.usage().outputTokens()).isNull();
        ChatResponse silent = whole(
                "{\"candidates\":[{\"content\":{\"role\":\"model\"},\"finishReason\":\"MAX_TOKENS\"}],\"usageMetadata\":{\"promptTokenCount\":5,\"totalTokenCount\":5}}");
        assertThat(silent.usage().outputTokens()).isZero();
        assertThat(silent.finishReason().kind()).isEqualTo(FinishReason.Kind.LENGTH);
    }

    @Test
    void aBlockedPromptIsAnErrorAndNoAnswer() {
        String blocked =
                "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\",\"blockReasonMessage\":\"quoted\"},\"usageMetadata\":{\"trafficType\":\"ON_DEMAND\"}}";
        assertThatThrownBy(() -> whole(blocked)).isInstanceOfSatisfying(ContentFiltered.class, e -> {
            assertThat(e.vendorCode()).isEqualTo("PROHIBITED_CONTENT");
            assertThat(e.vendorMessage()).isEqualTo("quoted");
            assertThat(e).hasMessageNotContaining("quoted");
        });
        assertThatThrownBy(() -> streamed(blocked)).isInstanceOf(ContentFiltered.class);
    }

    @Test
    void anAnswerWithoutCandidatesIsNone() {
        assertThatThrownBy(() -> whole("{\"modelVersion\":\"x\"}")).isInstanceOf(InvalidResponse.class);
    }

    @Test
    void aStreamWithoutAFinishReasonIsInterrupted() {
        StreamDecoder decoder = new StreamDecoder(names());
        assertThat(decoder.partial()).isNull();
        decoder.feed(message(parts("{\"text\":\"Hel\"},{\"functionCall\":{\"name\":\"now\"}}")), events::add);
        assertThatThrownBy(() -> decoder.end(events::add)).isInstanceOf(StreamInterrupted.class);
        assertThat(decoder.partial().text()).isEqualTo("Hel");
        assertThat(decoder.partial().toolCalls()).isEmpty();
    }

    @Test
    void reasonsThatAreNotKnownAreKept() {
        ChatResponse response = whole("{\"candidates\":[{\"finishReason\":99}]}");
        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.OTHER, "99"));
        assertThat(FinishReasons.of(10, false).kind()).isEqualTo(FinishReason.Kind.CONTENT_FILTER);
        assertThat(FinishReasons.of(9, false))
                .isEqualTo(new FinishReason(FinishReason.Kind.OTHER, "MALFORMED_FUNCTION_CALL"));
        assertThat(FinishReasons.of(0, false).raw()).isNull();
        assertThat(FinishReasons.of(2, true).kind()).isEqualTo(FinishReason.Kind.LENGTH);
    }

    @Test
    void sourcesAreCitedWithTheWordsTheySupport() {
        ChatResponse response = streamed(
                parts("{\"text\":\"Zoë lives. \"}"),
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"In Oslo.\"}]},\"finishReason\":\"STOP\",\"groundingMetadata\":{"
                        + "\"groundingChunks\":[{\"web\":{\"uri\":\"https://a.example\",\"title\":\"A\"}},{\"retrievedContext\":{\"uri\":\"gs://b\",\"title\":\"B\"}}],"
                        + "\"groundingSupports\":[{\"segment\":{\"startIndex\":12,\"endIndex\":20,\"text\":\"In Oslo.\"},\"groundingChunkIndices\":[0,9]}]},"
                        + "\"citationMetadata\":{\"citations\":[{\"uri\":\"https://c.example\"}]},\"safetyRatings\":[{\"category\":\"HARM_CATEGORY_HATE_SPEECH\",\"probability\":\"NEGLIGIBLE\"}]}]}");
        List<CitationPart> cited = response.message().parts().stream()
                .filter(CitationPart.class::isInstance)
                .map(CitationPart.class::cast)
                .toList();
        assertThat(cited)
                .extracting(CitationPart::url)
                .containsExactly("https://a.example", "gs://b", "https://c.example");
        assertThat(response.text()
                        .substring(cited.get(0).startIndex(), cited.get(0).endIndex()))
                .isEqualTo("In Oslo.");
        assertThat(cited.get(1).startIndex()).isNull();
        assertThat(events.stream()
                        .filter(event -> event instanceof ChatEvent.Other other
                                && other.type().equals("citation")))
                .hasSize(3);
        assertThat(WireJson.tree(response.vendorMetadata())
                        .at("/candidates/0/safetyRatings/0/probability")
                        .asText())
                .isEqualTo("NEGLIGIBLE");
        assertThat(WireJson.tree(response.vendorMetadata()).at("/candidates/0").has("content"))
                .isFalse();
    }

    @Test
    void logProbabilitiesComeWithTheirAlternatives() {
        ChatResponse response = whole(
                "{\"candidates\":[{\"finishReason\":\"STOP\",\"logprobsResult\":{\"chosenCandidates\":[{\"token\":\"a\",\"logProbability\":-0.5},{\"token\":\"b\",\"logProbability\":\"-Infinity\"}],\"topCandidates\":[{\"candidates\":[{\"token\":\"a\",\"logProbability\":-0.5},{\"token\":\"c\",\"logProbability\":-2}]}]}}]}");
        assertThat(response.logprobs()).hasSize(2);
        assertThat(response.logprobs().get(0).alternatives()).hasSize(2);
        assertThat(response.logprobs().get(1).logprob()).isFinite();
    }

    @Test
    void whatTheServiceRanItselfIsKeptAsItCame() {
        ChatResponse response = streamed(
                end(
                        "{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"print(1)\"}},{\"codeExecutionResult\":{\"outcome\":\"OUTCOME_OK\",\"output\":\"1\"}},{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQID\"}}"));
        assertThat(response.message().parts())
                .satisfiesExactly(
                        code -> assertThat(((OtherPart) code).type()).isEqualTo("executableCode"),
                        result -> assertThat(((OtherPart) result).type()).isEqualTo("codeExecutionResult"),
                        image -> assertThat(image).isInstanceOf(ImagePart.class));
        assertThat(response.toolCalls()).isEmpty();
        assertThat(events.stream().filter(ChatEvent.Other.class::isInstance)).hasSize(3);
    }

    @Test
    void otherCandidatesAreNotTheAnswer() {
        ChatResponse response = streamed(
                "{\"candidates\":[{\"index\":1,\"content\":{\"parts\":[{\"text\":\"Not me\"}]}},{\"content\":{\"parts\":[{\"text\":\"Me\"}]},\"finishReason\":\"STOP\"}]}");
        assertThat(response.text()).isEqualTo("Me");
        assertThat(events.get(0)).isInstanceOf(ChatEvent.Other.class);
    }
}
