package dev.portolan.wire.openai.chat;

import static dev.portolan.wire.openai.chat.Answers.completed;
import static dev.portolan.wire.openai.chat.Answers.delta;
import static dev.portolan.wire.openai.chat.Answers.events;
import static dev.portolan.wire.openai.chat.Answers.finish;
import static dev.portolan.wire.openai.chat.Answers.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.FinishReason.Kind;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.chat.VendorState;
import dev.portolan.error.ContentFiltered;
import dev.portolan.error.InvalidResponse;
import dev.portolan.error.LlmException;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.Quirk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatStreamDecoderTest {

    private static final String USAGE =
            "{'id':'chatcmpl-1','model':'m-2','choices':[],'usage':{'prompt_tokens':12,'completion_tokens':5,'total_tokens':17,"
                    + "'prompt_tokens_details':{'cached_tokens':8},'completion_tokens_details':{'reasoning_tokens':2}}}";

    private static final String EVERYTHING = ": OPENROUTER PROCESSING\n\n"
            + stream(
                    "{'id':'','object':'','created':0,'model':'','choices':[],'prompt_filter_results':[{'prompt_index':0,'content_filter_results':{'hate':{'filtered':false,'severity':'safe'}}}]}",
                    "{'id':'chatcmpl-1','object':'chat.completion.chunk','created':1,'model':'m-2','service_tier':'default','system_fingerprint':'fp_1','choices':[{'index':0,'delta':{'role':'assistant','content':'','refusal':null},'logprobs':null,'finish_reason':null,'content_filter_results':{}}],'usage':null,'obfuscation':'x'}",
                    delta("{'reasoning_content':'Hm, '}"),
                    delta("{'reasoning_content':'gr\u00fc\u00df dich \uD83D\uDE00.'}"),
                    delta("{'content':'Schöne '}"),
                    "{'id':'chatcmpl-1','model':'m-2','choices':[{'index':0,'finish_reason':null,'content_filter_results':{'hate':{'filtered':false,'severity':'low'}},'content_filter_offsets':{'start_offset':0}}]}",
                    delta("{'content':'Grüße \uD83D\uDE00'}"),
                    delta(
                            "{'tool_calls':[{'index':0,'id':'call_a','type':'function','function':{'name':'weather','arguments':''}}]}"),
                    delta("{'tool_calls':[{'index':0,'function':{'arguments':'{\\'city\\':'}}]}")
                            .replace("\\'", "\\\""),
                    delta("{'tool_calls':[{'index':0,'function':{'arguments':'\\'Ulm\\'}'}}]}")
                            .replace("\\'", "\\\""),
                    delta(
                            "{'tool_calls':[{'index':1,'id':'call_b','type':'function','function':{'name':'now','arguments':'{}'}}]}"),
                    finish("tool_calls"),
                    USAGE);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 61, 4096})
    void anAnswerIsTheSameHoweverItsBytesAreCut(int slice) {
        assertThat(events(EVERYTHING, slice, Quirk.ECHO_REASONING))
                .isEqualTo(events(EVERYTHING, 1 << 20, Quirk.ECHO_REASONING));
    }

    @Test
    void anAnswerIsTheSameUnderRandomCuts() {
        byte[] bytes = Answers.bytes(EVERYTHING);
        List<ChatEvent> whole = events(EVERYTHING, 1 << 20);
        Random random = new Random(11);
        for (int run = 0; run < 100; run++) {
            List<ChatEvent> events = new ArrayList<>();
            StreamDecoder decoder = new ChatCompletionsWire(Answers.profile()).streamDecoder();
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, random.nextInt(300));
                decoder.feed(bytes, at, length, events::add);
                at += length;
            }
            decoder.end(events::add);
            assertThat(events).isEqualTo(whole);
        }
    }

    @Test
    void everythingComesInOrderAndOnce() {
        List<ChatEvent> events = events(EVERYTHING, 7, Quirk.ECHO_REASONING);
        Usage usage = Usage.builder()
                .inputTokens(12L)
                .outputTokens(5L)
                .cachedInputTokens(8L)
                .reasoningTokens(2L)
                .build();
        ToolCall weather = new ToolCall("call_a", "weather", "{\"city\":\"Ulm\"}");
        ToolCall now = new ToolCall("call_b", "now", "{}");
        assertThat(events.subList(0, events.size() - 1))
                .containsExactly(
                        new ChatEvent.ReasoningDelta("Hm, ", 0),
                        new ChatEvent.ReasoningDelta("gr\u00fc\u00df dich \uD83D\uDE00.", 0),
                        new ChatEvent.TextDelta("Schöne ", 1),
                        new ChatEvent.TextDelta("Grüße \uD83D\uDE00", 1),
                        new ChatEvent.ToolCallDelta(2, "call_a", "weather", ""),
                        new ChatEvent.ToolCallDelta(2, "call_a", "weather", "{\"city\":"),
                        new ChatEvent.ToolCallDelta(2, "call_a", "weather", "\"Ulm\"}"),
                        new ChatEvent.ToolCallDelta(3, "call_b", "now", "{}"),
                        new ChatEvent.ToolCallCompleted(weather, 2),
                        new ChatEvent.ToolCallCompleted(now, 3),
                        new ChatEvent.UsageReported(usage));
        ChatResponse response = completed(events);
        assertThat(response.message().parts())
                .containsExactly(
                        new ReasoningPart(
                                "Hm, gr\u00fc\u00df dich \uD83D\uDE00.",
                                new VendorState("acme/chat-completions", "{\"fields\":[\"reasoning_content\"]}")),
                        new TextPart("Schöne Grüße \uD83D\uDE00"),
                        weather,
                        now);
        assertThat(response.usage()).isEqualTo(usage);
        assertThat(response.model()).isEqualTo("m-2");
        assertThat(response.provider()).isEqualTo("acme");
        assertThat(response.responseId()).isEqualTo("chatcmpl-1");
        assertThat(response.finishReason().kind()).isEqualTo(Kind.TOOL_CALLS);
        assertThat(response.finishReason().raw()).isEqualTo("tool_calls");
        assertThat(WireJson.tree(response.vendorMetadata()))
                .isEqualTo(WireJson.tree(
                        ("{'prompt_filter_results':[{'prompt_index':0,'content_filter_results':{'hate':{'filtered':false,'severity':'safe'}}}],"
                                        + "'service_tier':'default','system_fingerprint':'fp_1',"
                                        + "'choice':{'content_filter_results':{'hate':{'filtered':false,'severity':'low'}},'content_filter_offsets':{'start_offset':0}}}")
                                .replace('\'', '"')));
    }

    @Test
    void usageMayComeBeforeTheEndAndAChunkWithoutChoices() {
        ChatResponse response = completed(stream(
                delta("{'content':'a'}"),
                finish("stop"),
                USAGE,
                "{'id':'chatcmpl-1','model':'m-2','object':'chat.completion.chunk'}",
                finish("stop")));
        assertThat(response.usage().inputTokens()).isEqualTo(12);
        assertThat(response.finishReason().kind()).isEqualTo(Kind.STOP);
    }

    @Test
    void groqsUsageIsInAnObjectOfItsOwn() {
        String last = finish("stop")
                .replace(
                        "'model'", "'x_groq':{'id':'req_1','usage':{'prompt_tokens':3,'completion_tokens':4}},'model'");
        assertThat(completed(stream(delta("{'content':'a'}"), last)).usage()).isEqualTo(Usage.of(3, 4));
    }

    @Test
    void ofCumulativeUsageTheLastCounts() {
        String one = delta("{'content':'a'}")
                .replace("'choices'", "'usage':{'prompt_tokens':3,'completion_tokens':1},'choices'");
        String two = delta("{'content':'b'}")
                .replace("'choices'", "'usage':{'prompt_tokens':3,'completion_tokens':2},'choices'");
        assertThat(completed(stream(one, two, finish("stop"))).usage()).isEqualTo(Usage.of(3, 2));
    }

    @Test
    void aStreamWithoutFinishReasonIsInterrupted() {
        assertThatThrownBy(() -> events(stream(delta("{'content':'half'}")), 7))
                .isInstanceOf(StreamInterrupted.class)
                .hasMessageContaining("acme/m-2")
                .hasMessageNotContaining("half");
        assertThatThrownBy(() -> events("data: " + delta("{'content':'half'}") + "\n\n", 7))
                .isInstanceOf(StreamInterrupted.class);
        assertThatThrownBy(() -> events("", 7)).isInstanceOf(StreamInterrupted.class);
    }

    @Test
    void aStreamCutWithinAChunkIsInterrupted() {
        assertThatThrownBy(() -> events("data: " + delta("{'content':'a'}") + "\n\ndata: {'id':'chatc", 7))
                .isInstanceOf(StreamInterrupted.class);
    }

    @Test
    void aServerMayLeaveTheFinishReasonOut() {
        String stream = stream(delta("{'content':'all'}"));
        ChatResponse response = completed(stream, Quirk.FINISH_OPTIONAL);
        assertThat(response.text()).isEqualTo("all");
        assertThat(response.finishReason().kind()).isEqualTo(Kind.STOP);
        assertThat(response.finishReason().raw()).isNull();
        assertThatThrownBy(() -> events("data: " + delta("{'content':'all'}") + "\n\n", 9, Quirk.FINISH_OPTIONAL))
                .isInstanceOf(StreamInterrupted.class);
        assertThatThrownBy(() -> events("data: [DONE]\n\n", 9, Quirk.FINISH_OPTIONAL))
                .isInstanceOf(StreamInterrupted.class);
    }

    @Test
    void aFinishReasonWithoutDoneIsAWholeAnswer() {
        String stream = "data: " + delta("{'content':'all'}") + "\n\ndata: " + finish("stop");
        assertThat(completed(stream).text()).isEqualTo("all");
    }

    @Test
    void nothingIsReadAfterTheEndMarker() {
        List<ChatEvent> events = events(stream(delta("{'content':'a'}"), finish("stop")) + "data: {broken\n\n", 5);
        assertThat(events.stream().filter(ChatEvent.Completed.class::isInstance))
                .hasSize(1);
    }

    @Test
    void whatHadComeIsKept() {
        StreamDecoder decoder = new ChatCompletionsWire(Answers.profile()).streamDecoder();
        assertThat(decoder.partial()).isNull();
        byte[] bytes = Answers.bytes("data: " + delta("{'content':'half'}") + "\n\ndata: "
                + delta("{'tool_calls':[{'index':0,'id':'c','function':{'name':'f','arguments':'{}'}}]}") + "\n\n");
        decoder.feed(bytes, 0, bytes.length, event -> {});
        ChatResponse partial = decoder.partial();
        assertThat(partial).isNotNull();
        assertThat(partial.text()).isEqualTo("half");
        assertThat(partial.toolCalls()).isEmpty();
    }

    @Test
    void anErrorInAStreamIsThrownAfterWhatCameBefore() {
        List<ChatEvent> events = new ArrayList<>();
        StreamDecoder decoder = new ChatCompletionsWire(Answers.profile()).streamDecoder();
        String stream = "data: " + delta("{'content':'a'}")
                + "\n\ndata: {'error':{'message':'The server is sad about whales','type':'server_error','param':null,'code':null}}\n\n";
        assertThatThrownBy(() -> Answers.feed(decoder, stream, 11, events))
                .isInstanceOfSatisfying(LlmException.class, e -> {
                    assertThat(e.kind().id()).isEqualTo("unavailable");
                    assertThat(e.vendorMessage()).contains("whales");
                    assertThat(e).hasMessageNotContaining("whales");
                });
        assertThat(events).containsExactly(new ChatEvent.TextDelta("a", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: error\ndata: {'error':{'message':'m','code':'rate_limit_exceeded'}}\n\n",
                "event: error\ndata: {'message':'m','code':'rate_limit_exceeded'}\n\n",
                "data: {'object':'error','message':'m','type':'rate_limit_error','code':429}\n\n",
                "data: {'choices':[{'index':0,'delta':{'content':''},'finish_reason':'error','error':{'message':'m','code':429}}]}\n\n",
                "{'error':{'message':'m','code':429}}",
                "[{'error':{'message':'m','code':429}}]",
                "{'message':'m','code':'rate_limit_exceeded'}",
            })
    void anErrorIsFoundInEachOfItsPlaces(String stream) {
        assertThatThrownBy(() -> events(stream, 3))
                .isInstanceOfSatisfying(
                        LlmException.class, e -> assertThat(e.kind().id()).isEqualTo("rate-limited"));
    }

    @Test
    void anAnswerThatIsNoStreamIsUnderstoodAllTheSame() {
        List<ChatEvent> events = events(
                "{'id':'chatcmpl-1','model':'m-2','choices':[{'index':0,'message':{'role':'assistant','content':'whole'},'finish_reason':'stop'}]}",
                5);
        assertThat(events.get(0)).isEqualTo(new ChatEvent.TextDelta("whole", 0));
        assertThat(completed(events).text()).isEqualTo("whole");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html>tell me</html>",
                "data: {\"choices\":{}}\n\n",
                "data: {\"choices\":[7]}\n\n",
                "data: {\"choices\":[{\"delta\":\"tell me\"}]}\n\n",
                "data: {\"choices\":[{\"delta\":{\"content\":7}}]}\n\n",
                "data: {\"choices\":[{\"delta\":{\"content\":[7]}}]}\n\n",
                "data: {\"choices\":[{\"delta\":{\"refusal\":7}}]}\n\n",
                "data: {\"choices\":[{\"delta\":{\"tool_calls\":{}}}]}\n\n",
                "data: {\"choices\":[{\"delta\":{\"tool_calls\":[7]}}]}\n\n",
                "data: {\"choices\":[]} {}\n\n",
                "data: tell me\n\n",
                "data: {\"choices\":[{\"tell me\n\ndata: x\n\n",
                "{\"id\":\"tell me",
                "{\"id\":\"x\",\"choices\":[]}",
            })
    void whatIsNotThisWireIsSaidSoWithoutQuotingIt(String stream) {
        assertThatThrownBy(() -> events(stream, 4096))
                .isInstanceOf(InvalidResponse.class)
                .hasNoCause()
                .hasMessageNotContaining("tell me");
    }

    @Test
    void invalidUtf8IsNoAnswer() {
        byte[] bytes =
                ("data: " + delta("{'content':'#'}").replace('\'', '"') + "\n\n").getBytes(StandardCharsets.UTF_8);
        bytes[new String(bytes, StandardCharsets.UTF_8).indexOf('#')] = (byte) 0xC3;
        StreamDecoder decoder = new ChatCompletionsWire(Answers.profile()).streamDecoder();
        assertThatThrownBy(() -> decoder.feed(bytes, 0, bytes.length, event -> {}))
                .isInstanceOf(InvalidResponse.class);
    }

    @Test
    void aBlockedPromptIsAnError() {
        assertThatThrownBy(() -> events(
                        stream(
                                "{'id':'','model':'','choices':[],'prompt_filter_results':[{'content_filter_results':{'violence':{'filtered':true}}}]}"),
                        64))
                .isInstanceOf(ContentFiltered.class);
    }

    @Test
    void refusalIsApartFromText() {
        List<ChatEvent> events = events(
                stream(
                        delta("{'role':'assistant','content':null,'refusal':''}"),
                        delta("{'refusal':'I will '}"),
                        delta("{'refusal':'not.'}"),
                        finish("stop")),
                13);
        assertThat(events.subList(0, 2))
                .containsExactly(new ChatEvent.RefusalDelta("I will ", 0), new ChatEvent.RefusalDelta("not.", 0));
        assertThat(completed(events).message().parts()).containsExactly(new RefusalPart("I will not."));
        assertThat(completed(events).finishReason().kind()).isEqualTo(Kind.REFUSAL);
        assertThat(completed(events).text()).isEmpty();
    }

    @Test
    void thinkTagsAreReasoningWhereTheServerWritesThem() {
        String stream = stream(
                delta("{'content':'<th'}"),
                delta("{'content':'ink>hm</thi'}"),
                delta("{'content':'nk>\\n\\nyes'}"),
                finish("stop"));
        ChatResponse response = completed(stream, Quirk.THINK_TAGS);
        assertThat(response.message().parts()).containsExactly(new ReasoningPart("hm"), new TextPart("yes"));
        assertThat(completed(stream).text()).startsWith("<think>");
    }

    @Test
    void theOtherSpellingOfReasoningIsUnderstood() {
        String stream = stream(
                delta("{'content':'','reasoning':'hm'}"), delta("{'content':'yes','reasoning':''}"), finish("stop"));
        assertThat(completed(stream).message().parts()).containsExactly(new ReasoningPart("hm"), new TextPart("yes"));
        String both = stream(delta("{'reasoning':'hm','reasoning_content':'hm'}"), finish("stop"));
        assertThat(completed(both).message().parts()).containsExactly(new ReasoningPart("hm"));
    }

    @Test
    void thoughtsInContentPartsKeepTheirOrder() {
        ChatResponse response = completed(stream(
                delta("{'content':[{'type':'thinking','thinking':[{'type':'text','text':'a'}]}]}"),
                delta("{'content':[{'type':'thinking','thinking':[{'type':'text','text':'b'}]}]}"),
                delta("{'content':[{'type':'text','text':'1'},'2']}"),
                delta("{'content':'3'}"),
                delta(
                        "{'content':[{'type':'thinking','thinking':'c'},{'type':'text','text':''},{'type':'reference','reference_ids':[1]}]}"),
                delta("{'content':[{'type':'text','text':'4'}]}"),
                finish("stop")));
        VendorState thinking = new VendorState("acme/chat-completions", "{\"part\":\"thinking\"}");
        assertThat(response.message().parts().subList(0, 4))
                .containsExactly(
                        new ReasoningPart("ab", thinking),
                        new TextPart("123"),
                        new ReasoningPart("c", thinking),
                        new TextPart("4"));
        assertThat(response.message().parts().get(4)).isInstanceOf(OtherPart.class);
    }

    @Test
    void piecesOfReasoningDetailsAreJoined() {
        ChatResponse response = completed(stream(
                delta(
                        "{'reasoning':'a','reasoning_details':[{'type':'reasoning.text','text':'a','format':'f','index':0}]}"),
                delta(
                        "{'reasoning':'b','reasoning_details':[{'type':'reasoning.text','text':'b','format':'f','index':0}]}"),
                delta("{'reasoning_details':[{'type':'reasoning.text','signature':'sig','format':'f','index':0}]}"),
                delta("{'reasoning_details':[{'type':'reasoning.encrypted','data':'xyz','format':'f','index':1}]}"),
                finish("stop")));
        ReasoningPart thought = (ReasoningPart) response.message().parts().get(0);
        assertThat(thought.text()).isEqualTo("ab");
        assertThat(thought.vendorState()).isNotNull();
        assertThat(WireJson.tree(thought.vendorState().json()))
                .isEqualTo(WireJson.tree(
                        ("{'fields':['reasoning'],'reasoning_details':[{'type':'reasoning.text','text':'ab','format':'f','index':0,'signature':'sig'},"
                                        + "{'type':'reasoning.encrypted','data':'xyz','format':'f','index':1}]}")
                                .replace('\'', '"')));
    }

    @Test
    void reasoningThatIsOnlyEncryptedIsKept() {
        ChatResponse response = completed(stream(
                delta("{'content':'a','reasoning_details':[{'type':'reasoning.encrypted','data':'xyz'}]}"),
                finish("stop")));
        assertThat(response.message().parts()).hasSize(2);
        assertThat(response.message().parts().get(0))
                .isEqualTo(new ReasoningPart(
                        "",
                        new VendorState(
                                "acme/chat-completions",
                                "{\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"xyz\"}]}")));
    }

    @Test
    void soundComesInPieces() {
        ChatResponse response = completed(stream(
                delta("{'audio':{'id':'audio_1','transcript':'Hel'}}"),
                delta("{'audio':{'transcript':'lo','data':'UklG'}}"),
                delta("{'audio':{'data':'RgAA'}}"),
                finish("stop"),
                USAGE,
                delta("{'audio':{'expires_at':1760000000}}")));
        assertThat(response.message().parts())
                .containsExactly(new AudioPart(
                        Media.of(new byte[] {'R', 'I', 'F', 'F', 0, 0}, "audio/wav"),
                        "Hello",
                        new VendorState("acme/chat-completions", "{\"id\":\"audio_1\"}")));
        assertThat(response.usage().inputTokens()).isEqualTo(12);
    }

    @Test
    void citationsFollowTheText() {
        ChatResponse response = completed(stream(
                delta(
                        "{'annotations':[{'type':'url_citation','url_citation':{'url':'https://a.example','title':'A','start_index':0,'end_index':4}}]}"),
                delta("{'content':'text'}"),
                finish("stop")));
        assertThat(response.message().parts().get(0)).isEqualTo(new TextPart("text"));
        CitationPart citation = (CitationPart) response.message().parts().get(1);
        assertThat(citation.url()).isEqualTo("https://a.example");
        assertThat(citation.title()).isEqualTo("A");
        assertThat(citation.endIndex()).isEqualTo(4);
    }

    @Test
    void imagesOfTheModelAreParts() {
        ChatResponse response = completed(stream(
                delta(
                        "{'images':[{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBO'}},{'type':'image_url','image_url':{'url':'not a url'}}]}"),
                finish("stop")));
        assertThat(response.message().parts().get(0)).isInstanceOf(ImagePart.class);
        assertThat(response.message().parts().get(1)).isInstanceOf(OtherPart.class);
    }

    @Test
    void logprobsAreCollected() {
        String chunk = delta("{'content':'Hi'}")
                .replace(
                        "'finish_reason'",
                        "'logprobs':{'content':[{'token':'Hi','logprob':-0.5,'bytes':[72,105],'top_logprobs':[{'token':'Hey','logprob':-1.5,'bytes':null}]}],'refusal':null},'finish_reason'");
        assertThat(completed(stream(chunk, chunk, finish("stop"))).logprobs())
                .hasSize(2)
                .contains(new TokenLogprob("Hi", -0.5, List.of(new TokenLogprob("Hey", -1.5, List.of()))));
    }

    @Test
    void ofSeveralChoicesTheFirstIsKeptWhereverItsIndexStands() {
        ChatResponse response = completed(stream(
                "{'model':'m','choices':[{'delta':{'content':'b'},'index':1},{'delta':{'content':'a'},'index':0}]}",
                "{'model':'m','choices':[{'delta':{},'finish_reason':'length','index':1,'weight':3}]}",
                "{'model':'m','choices':[{'delta':{},'finish_reason':'stop','index':0}]}"));
        assertThat(response.text()).isEqualTo("a");
        assertThat(response.finishReason().kind()).isEqualTo(Kind.STOP);
        assertThat(response.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.field()).isEqualTo("n"));
    }
}
