package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.error.ContentFiltered;
import dev.portolan.spi.support.ToolNames;
import dev.portolan.spi.support.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guardrail did, in bodies of the service's form. */
class GuardrailTest {

    private static final MessagesFormat CLAUDE = MessagesFormatTest.format("budget", CallOptions.NONE);

    private static final String METRICS =
            "'invocationMetrics':{'guardrailProcessingLatency':114,'usage':{'wordPolicyUnits':1}}";
    private static final String BLOCKED_INPUT =
            "{'guardrail':{'actionReason':'Guardrail blocked.','inputAssessment':{'gr1':{"
                    + "'appliedGuardrailDetails':{'guardrailId':'gr1','guardrailOrigin':['REQUEST'],'guardrailVersion':'DRAFT'},"
                    + METRICS
                    + ",'wordPolicy':{'customWords':[{'action':'BLOCKED','detected':true,'match':'black hole'}]}}}}}";
    private static final String MASKED_OUTPUT = "{'guardrail':{'actionReason':'No action.\\nGuardrail masked.',"
            + "'inputAssessment':{'gr1':{" + METRICS
            + "}},'modelOutput':['Rome is the capital.'],'outputAssessments':{'gr1':[{"
            + METRICS
            + ",'sensitiveInformationPolicy':{'piiEntities':[{'action':'ANONYMIZED','match':'Rome','type':'ADDRESS'}]}}]}}}";
    private static final String BLOCKED_OUTPUT = "{'guardrail':{'inputAssessment':{'gr1':{"
            + METRICS
            + ",'sensitiveInformationPolicy':{'piiEntities':[{'action':'ANONYMIZED','match':'Ann','type':'NAME'}]}}},"
            + "'outputAssessments':{'gr1':[{'contentPolicy':{'filters':[{'action':'BLOCKED','confidence':'HIGH','type':'HATE'}]}}]}}}";

    private static final String NO_TOKENS = "{'inputTokens':0,'outputTokens':0,'totalTokens':0}";
    private static final String TOKENS = "{'inputTokens':9,'outputTokens':4,'totalTokens':13}";

    /** How answers come. */
    enum Way {
        CONVERSE,
        CONVERSE_STREAM,
        INVOKE,
        INVOKE_STREAM
    }

    private static ChatResponse read(Way way, @Nullable String trace, String usage) {
        return read(way, trace, usage, true);
    }

    private static ChatResponse read(Way way, @Nullable String trace, String usage, boolean quotes) {
        Answer answer = new Answer("model-1", "any", new ToolNames(List.of()), quotes);
        String traced = trace == null ? "" : ",'trace':" + trace;
        String invoked = "'amazon-bedrock-guardrailAction':'INTERVENED'"
                + (trace == null
                        ? ""
                        : ",'amazon-bedrock-trace':"
                                + trace.replace("inputAssessment", "input").replace("outputAssessments", "outputs"));
        return switch (way) {
            case CONVERSE ->
                ResponseMapper.read(
                                answer,
                                json("{'output':{'message':{'role':'assistant','content':[{'text':'Sorry.'}]}},"
                                        + "'stopReason':'guardrail_intervened','usage':" + usage + traced + "}"))
                        .build();
            case CONVERSE_STREAM -> {
                StreamDecoder decoder = new StreamDecoder(answer);
                List<ChatEvent> events = new ArrayList<>();
                decoder.feed(
                        event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':'Sorry.'}}"), events::add);
                decoder.feed(event("messageStop", "{'stopReason':'guardrail_intervened'}"), events::add);
                decoder.feed(event("metadata", "{'usage':" + usage + traced + "}"), events::add);
                yield completed(events);
            }
            case INVOKE ->
                CLAUDE.decode(
                                bytes(
                                        "{'type':'message','content':[{'type':'text','text':'Sorry.'}],'stop_reason':'end_turn','usage':"
                                                + anthropic(usage) + "," + invoked + "}"),
                                quotes)
                        .build();
            case INVOKE_STREAM -> {
                MessagesStreamDecoder decoder = CLAUDE.decoder(quotes);
                List<ChatEvent> events = new ArrayList<>();
                decoder.chunk(
                        bytes("{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Sorry.'}}"),
                        events::add);
                decoder.chunk(
                        bytes("{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':" + anthropic(usage)
                                + "," + invoked + "}"),
                        events::add);
                decoder.end(events::add);
                yield completed(events);
            }
        };
    }

    private static String anthropic(String usage) {
        return usage.replace("inputTokens", "input_tokens").replace("outputTokens", "output_tokens");
    }

    private static ConverseEvent event(String type, String body) {
        return new ConverseEvent(type, json(body));
    }

    private static byte[] bytes(String text) {
        return json(text).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) {
        return WireJson.tree(text.replace('\'', '"'));
    }

    private static ChatResponse completed(List<ChatEvent> events) {
        return ((ChatEvent.Completed) events.get(events.size() - 1)).response();
    }

    private static ContentFiltered blocked(Way way, @Nullable String trace, String usage) {
        ContentFiltered thrown = catchThrowableOfType(ContentFiltered.class, () -> read(way, trace, usage));
        assertThat(thrown).isNotNull();
        return thrown;
    }

    @ParameterizedTest
    @EnumSource
    void aPromptThatTheTraceSaysIsBlockedIsAnError(Way way) {
        ContentFiltered thrown = blocked(way, BLOCKED_INPUT, TOKENS);

        assertThat(thrown.details().vendorCode()).isEqualTo("guardrail_intervened");
        assertThat(thrown.details().vendorMessage()).isEqualTo("Sorry.");
        assertThat(thrown.retryable()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void withoutATraceAModelThatCountedNothingWasNotAsked(Way way) {
        assertThat(blocked(way, null, NO_TOKENS).details().vendorMetadata()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aMaskedAnswerIsAResponseWithWhatTheGuardrailFound(Way way) {
        ChatResponse response = read(way, MASKED_OUTPUT, TOKENS);

        assertThat(response.finishReason())
                .isEqualTo(new FinishReason(FinishReason.Kind.CONTENT_FILTER, "guardrail_intervened"));
        assertThat(response.text()).isEqualTo("Sorry.");
        assertThat(response.vendorMetadata()).contains("ANONYMIZED");
    }

    @ParameterizedTest
    @EnumSource
    void whoDidNotAskForTheTraceGetsItsVerdictsButNoQuotes(Way way) {
        String metadata = String.valueOf(read(way, MASKED_OUTPUT, TOKENS, false).vendorMetadata());

        assertThat(metadata).contains("ANONYMIZED", "ADDRESS").doesNotContain("Rome");
    }

    @Test
    void aTitanModelWhoseInputWasBlockedCountsTheGuardrailSWords() {
        InvokeStreamDecoder decoder =
                new InvokeStreamDecoder(new Answer("titan", "titan", new ToolNames(List.of()), true));
        decoder.chunk(
                json(
                        "{'outputText':'Input blocked','index':0.0,'totalOutputTextTokenCount':3.0,'inputTextTokenCount':6.0,"
                                + "'amazon-bedrock-guardrailAction':'INTERVENED','amazon-bedrock-trace':{'guardrail':{'input':{'gr1':{"
                                + "'topicPolicy':{'topics':[{'name':'topic-1','type':'DENY','action':'BLOCKED','detected':true}]}}},"
                                + "'actionReason':'Guardrail blocked.'}}}"),
                event -> {});

        assertThatThrownBy(() -> decoder.end(event -> {})).isInstanceOf(ContentFiltered.class);
    }

    @ParameterizedTest
    @EnumSource
    void aBlockedAnswerToAPromptThatWasMaskedIsAResponse(Way way) {
        assertThat(read(way, BLOCKED_OUTPUT, TOKENS).finishReason().kind()).isEqualTo(FinishReason.Kind.CONTENT_FILTER);
    }

    @ParameterizedTest
    @EnumSource
    void withoutATraceAnAnswerThatWasCountedIsAResponse(Way way) {
        assertThat(read(way, null, TOKENS).finishReason().kind()).isEqualTo(FinishReason.Kind.CONTENT_FILTER);
    }

    @Test
    void theErrorKeepsTheAssessmentWithoutWhatItQuotes() {
        ContentFiltered thrown = blocked(Way.CONVERSE, BLOCKED_INPUT, NO_TOKENS);

        assertThat(WireJson.tree(String.valueOf(thrown.details().vendorMetadata())))
                .isEqualTo(json("{'actionReason':'Guardrail blocked.','inputAssessment':{'gr1':{"
                        + "'appliedGuardrailDetails':{'guardrailId':'gr1','guardrailOrigin':['REQUEST'],'guardrailVersion':'DRAFT'},"
                        + METRICS + ",'wordPolicy':{'customWords':[{'action':'BLOCKED','detected':true}]}}}}"));
        assertThat(thrown).hasMessageNotContaining("Sorry").hasMessageNotContaining("black hole");
    }

    @ParameterizedTest
    @ValueSource(strings = {"end_turn", "content_filtered"})
    void onlyAGuardrailBlocksPrompts(String reason) {
        Answer answer = new Answer("model-1", "any", new ToolNames(List.of()), true);

        assertThat(ResponseMapper.read(
                                answer,
                                json("{'output':{'message':{'content':[]}},'stopReason':'" + reason + "','usage':"
                                        + NO_TOKENS + "}"))
                        .build()
                        .finishReason()
                        .raw())
                .isEqualTo(reason);
    }
}
