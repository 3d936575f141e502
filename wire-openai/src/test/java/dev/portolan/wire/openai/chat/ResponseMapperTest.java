package dev.portolan.wire.openai.chat;

import static dev.portolan.wire.openai.chat.Answers.decode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason.Kind;
import dev.portolan.chat.Media;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.chat.VendorState;
import dev.portolan.error.ContentFiltered;
import dev.portolan.error.InvalidResponse;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.Quirk;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseMapperTest {

    private static final String ANSWER = """
            {
              'id': 'chatcmpl-9',
              'object': 'chat.completion',
              'created': 1760000000,
              'model': 'gpt-4o-mini-2024-07-18',
              'choices': [
                {
                  'index': 0,
                  'message': {
                    'role': 'assistant',
                    'content': 'A chart of harbours.',
                    'refusal': null,
                    'annotations': []
                  },
                  'logprobs': null,
                  'finish_reason': 'stop'
                }
              ],
              'usage': {
                'prompt_tokens': 19, 'completion_tokens': 10, 'total_tokens': 29,
                'prompt_tokens_details': { 'cached_tokens': 0, 'audio_tokens': 0 },
                'completion_tokens_details': { 'reasoning_tokens': 0 }
              },
              'service_tier': 'default',
              'system_fingerprint': 'fp_560af6e559'
            }
            """;

    @Test
    void aPlainAnswerIsRead() {
        ChatResponse response = decode(ANSWER);
        assertThat(response.message().parts()).containsExactly(new TextPart("A chart of harbours."));
        assertThat(response.finishReason().kind()).isEqualTo(Kind.STOP);
        assertThat(response.model()).isEqualTo("gpt-4o-mini-2024-07-18");
        assertThat(response.responseId()).isEqualTo("chatcmpl-9");
        assertThat(response.usage())
                .isEqualTo(Usage.builder()
                        .inputTokens(19L)
                        .outputTokens(10L)
                        .cachedInputTokens(0L)
                        .reasoningTokens(0L)
                        .build());
        assertThat(WireJson.tree(response.vendorMetadata()))
                .isEqualTo(WireJson.tree("{\"service_tier\":\"default\",\"system_fingerprint\":\"fp_560af6e559\"}"));
    }

    @Test
    void textAndCallsStandTogetherAndStopIsNotBelieved() {
        ChatResponse response = choice(
                "'message':{'content':'Let me look.','tool_calls':[{'id':'call_1','type':'function','function':{'name':'f','arguments':'{}'}}]},'finish_reason':'stop'");
        assertThat(response.message().parts())
                .containsExactly(new TextPart("Let me look."), new ToolCall("call_1", "f", "{}"));
        assertThat(response.finishReason().kind()).isEqualTo(Kind.TOOL_CALLS);
        assertThat(response.finishReason().raw()).isEqualTo("stop");
    }

    @ParameterizedTest
    @CsvSource({
        "stop, STOP",
        "end_turn, STOP",
        "length, LENGTH",
        "model_length, LENGTH",
        "tool_calls, STOP",
        "content_filter, CONTENT_FILTER",
        "refusal, REFUSAL",
        "STOP, STOP",
        "error, OTHER",
        ", OTHER"
    })
    void theFinishReasonIsUnderstood(@Nullable String raw, Kind kind) {
        String finish = raw == null ? "null" : "'" + raw + "'";
        ChatResponse response = choice("'message':{'content':'a'},'finish_reason':" + finish);
        assertThat(response.finishReason().kind()).isEqualTo(kind);
        assertThat(response.finishReason().raw()).isEqualTo(raw);
    }

    @Test
    void aRefusalIsAResponse() {
        ChatResponse response = choice("'message':{'content':null,'refusal':'No.'},'finish_reason':'stop'");
        assertThat(response.message().parts()).containsExactly(new RefusalPart("No."));
        assertThat(response.finishReason().kind()).isEqualTo(Kind.REFUSAL);
    }

    @Test
    void aFilteredAnswerMayHaveNoMessage() {
        ChatResponse response = choice(
                "'finish_reason':'content_filter','content_filter_results':{'hate':{'filtered':true,'severity':'high'}}");
        assertThat(response.message().parts()).isEmpty();
        assertThat(response.finishReason().kind()).isEqualTo(Kind.CONTENT_FILTER);
        assertThat(response.vendorMetadata())
                .isEqualTo(
                        "{\"choice\":{\"content_filter_results\":{\"hate\":{\"filtered\":true,\"severity\":\"high\"}}}}");
    }

    @Test
    void aReasoningModelOutOfTokensHasAnEmptyAnswer() {
        ChatResponse response = choice("'message':{'content':''},'finish_reason':'length'");
        assertThat(response.message().parts()).isEmpty();
        assertThat(response.finishReason().kind()).isEqualTo(Kind.LENGTH);
    }

    @Test
    void reasoningComesBeforeTextWhereverItStands() {
        ChatResponse response = choice("'message':{'content':'yes','reasoning_content':'hm'},'finish_reason':'stop'");
        assertThat(response.message().parts()).containsExactly(new ReasoningPart("hm"), new TextPart("yes"));
    }

    @Test
    void thinkTagsAreSplitInAWholeAnswerToo() {
        ChatResponse response = decode(
                "{'choices':[{'message':{'content':'<think>hm</think>yes'},'finish_reason':'stop'}]}",
                Quirk.THINK_TAGS);
        assertThat(response.message().parts()).containsExactly(new ReasoningPart("hm"), new TextPart("yes"));
    }

    @Test
    void contentThatIsAnObjectIsItsText() {
        assertThat(choice("'message':{'content':{'city':'Ulm'}},'finish_reason':'stop'")
                        .text())
                .isEqualTo("{\"city\":\"Ulm\"}");
    }

    @Test
    void soundIsAPartWithItsTranscript() {
        ChatResponse response = choice(
                "'message':{'content':null,'audio':{'id':'audio_1','data':'//tAAA==','expires_at':1,'transcript':'Hi'}},'finish_reason':'stop'");
        AudioPart audio = (AudioPart) response.message().parts().get(0);
        assertThat(audio.transcript()).isEqualTo("Hi");
        assertThat(audio.media().mediaType()).isEqualTo("audio/mpeg");
        ChatResponse gone = choice("'message':{'audio':{'id':'audio_1'}},'finish_reason':'stop'");
        assertThat(((AudioPart) gone.message().parts().get(0)).media())
                .isEqualTo(new Media.FileReference("audio_1", null));
        assertThat(choice("'message':{'audio':{'expires_at':1}},'finish_reason':'stop'")
                        .message()
                        .parts())
                .isEmpty();
    }

    @Test
    void whatAVendorAttachesToAMessageIsKept() {
        ChatResponse response = choice(
                "'message':{'content':'a','extra_content':{'google':{'thought_signature':'s'}},'provider_metadata':{'x':1}},'finish_reason':'stop'");
        assertThat(response.message().vendorState())
                .isEqualTo(new VendorState(
                        "acme/chat-completions", "{\"extra_content\":{\"google\":{\"thought_signature\":\"s\"}}}"));
        assertThat(response.vendorMetadata()).isEqualTo("{\"choice\":{\"provider_metadata\":{\"x\":1}}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'prompt_tokens':10,'completion_tokens':5,'total_tokens':15|10|5||",
                "'prompt_tokens':10,'completion_tokens':5,'total_tokens':35,'completion_tokens_details':{'reasoning_tokens':20}|10|25||20",
                "'prompt_tokens':10,'completion_tokens':25,'total_tokens':35,'completion_tokens_details':{'reasoning_tokens':20}|10|25||20",
                "'prompt_tokens':10,'completion_tokens':5,'prompt_cache_hit_tokens':8,'prompt_cache_miss_tokens':2|10|5|8|",
                "'prompt_tokens':10,'completion_tokens':5,'prompt_tokens_details':null,'cached_tokens':4|10|5|4|",
                "'prompt_tokens':10,'completion_tokens':5,'reasoning_tokens':3|10|5||3",
                "'prompt_tokens':10,'completion_tokens':null,'total_tokens':null|10|||",
                "'prompt_tokens':-1,'completion_tokens':1.5,'cost':{'x':[1]}||||",
            })
    void usageHasOneMeaning(
            String usage,
            @Nullable Long input,
            @Nullable Long output,
            @Nullable Long cached,
            @Nullable Long reasoning) {
        Usage found = decode("{'choices':[{'message':{'content':'a'},'finish_reason':'stop'}],'usage':{" + usage + "}}")
                .usage();
        assertThat(found)
                .isEqualTo(Usage.builder()
                        .inputTokens(input)
                        .outputTokens(output)
                        .cachedInputTokens(cached)
                        .reasoningTokens(reasoning)
                        .build());
    }

    @Test
    void cacheWritesAreToldWhereTheyAreCounted() {
        assertThat(decode(
                                "{'choices':[{'message':{'content':'a'},'finish_reason':'stop'}],'usage':{'prompt_tokens':9,'prompt_tokens_details':{'cache_write_tokens':7}}}")
                        .usage()
                        .cacheWriteInputTokens())
                .isEqualTo(7);
    }

    @Test
    void geminiCountsThoughtsInTheTotalOnly() {
        String answer =
                "{'choices':[{'message':{'content':'a'},'finish_reason':'stop'}],'usage':{'prompt_tokens':10,'completion_tokens':5,'total_tokens':55}}";
        assertThat(decode(answer, Quirk.USAGE_WITHOUT_THOUGHTS).usage().outputTokens())
                .isEqualTo(45);
        assertThat(decode(answer).usage().outputTokens()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':'m','code':429}}",
                "[{'error':{'code':429,'message':'m','status':'RESOURCE_EXHAUSTED'}}]",
                "{'id':'x','choices':[{'error':{'message':'m','code':429},'message':{'content':''},'finish_reason':'error'}]}",
                "{'object':'error','message':'m','code':'rate_limit_exceeded'}",
                "{'message':'m','type':'rate_limit_error'}",
            })
    void anErrorInA200IsAnError(String body) {
        assertThatThrownBy(() -> decode(body))
                .isInstanceOfSatisfying(
                        LlmException.class, e -> assertThat(e.kind().id()).isEqualTo("rate-limited"));
    }

    @Test
    void anErrorThatIsNullIsNone() {
        assertThat(decode("{'error':null,'choices':[{'message':{'content':'a'},'finish_reason':'stop'}]}")
                        .text())
                .isEqualTo("a");
    }

    @Test
    void aPromptThatTheFilterBlockedIsAnError() {
        assertThatThrownBy(
                        () -> decode(
                                "{'id':'x','choices':[],'prompt_filter_results':[{'prompt_index':0,'content_filter_results':{'jailbreak':{'filtered':true,'detected':true}}}]}"))
                .isInstanceOfSatisfying(
                        ContentFiltered.class,
                        e -> assertThat(e.details().vendorMetadata()).contains("jailbreak"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>private words</html>",
                "{'choices':[{'message':{'content':'private words",
                "{'choices':'private words'}",
                "{'choices':null}",
                "{'choices':[]}",
                "{'choices':[{'message':'private words'}]}",
                "[1]",
                "7",
                "{}",
            })
    void whatIsNoAnswerIsSaidSoWithoutQuotingIt(String body) {
        assertThatThrownBy(() -> decode(body))
                .isInstanceOf(InvalidResponse.class)
                .hasNoCause()
                .hasMessageNotContaining("private words");
    }

    private static ChatResponse choice(String fields) {
        return decode("{'choices':[{'index':0," + fields + "}]}");
    }
}
