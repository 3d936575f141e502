package dev.portolan.wire.openai.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.WireProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseMapperTest {

    private final ResponsesWire wire = new ResponsesWire(WireProfile.OPENAI);

    private ChatResponse decode(String body) {
        return wire.decode(body.getBytes(UTF_8)).build();
    }

    private static String completed(String output) {
        return """
                {"id": "resp_68f1", "object": "response", "created_at": 1760000000, "status": "completed",
                 "error": null, "incomplete_details": null, "instructions": "You sell sea charts.",
                 "model": "gpt-5-mini-2025-08-07", "output": [%s], "parallel_tool_calls": true,
                 "service_tier": "default", "store": true, "text": {"format": {"type": "text"}}, "tools": [],
                 "usage": {"input_tokens": 31, "input_tokens_details": {"cached_tokens": 8, "cache_write_tokens": 4},
                           "output_tokens": 93, "output_tokens_details": {"reasoning_tokens": 64}, "total_tokens": 124},
                 "metadata": {"desk": "7"}}
                """.formatted(output);
    }

    @Test
    void theTextIsFoundBehindAReasoningItemWithAnEmptySummary() {
        ChatResponse response = decode(completed("""
                {"id": "rs_1", "type": "reasoning", "summary": []},
                {"id": "msg_1", "type": "message", "status": "completed", "role": "assistant",
                 "content": [{"type": "output_text", "annotations": [], "logprobs": [], "text": "A sea chart."}]}
                """));

        assertThat(response.text()).isEqualTo("A sea chart.");
        assertThat(response.message().parts())
                .containsExactly(
                        new ReasoningPart(
                                "",
                                new Origin("openai/responses")
                                        .state("{\"id\": \"rs_1\", \"type\": \"reasoning\", \"summary\": []}")),
                        new TextPart(
                                "A sea chart.",
                                new Origin("openai/responses").state("{\"id\": \"msg_1\",\"status\": \"completed\"}")));
        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.STOP, "completed"));
        assertThat(response.model()).isEqualTo("gpt-5-mini-2025-08-07");
        assertThat(response.responseId()).isEqualTo("resp_68f1");
        assertThat(response.provider()).isEqualTo("openai");
    }

    @Test
    void usageHasOneMeaning() {
        assertThat(decode(completed("")).usage())
                .isEqualTo(Usage.builder()
                        .inputTokens(31L)
                        .outputTokens(93L)
                        .cachedInputTokens(8L)
                        .cacheWriteInputTokens(4L)
                        .reasoningTokens(64L)
                        .build());
    }

    @Test
    void usageThatIsNotToldIsUnknownAndNotZero() {
        Usage usage = decode("""
                {"id": "resp_1", "model": "m", "status": "completed", "output": [],
                 "usage": {"input_tokens": 5, "output_tokens": null, "input_tokens_details": null,
                           "output_tokens_details": {"reasoning_tokens": {}}, "total_tokens": 5}}
                """).usage();

        assertThat(usage).isEqualTo(Usage.builder().inputTokens(5L).build());
    }

    @Test
    void membersMayComeInAnyOrder() {
        ChatResponse response = decode("""
                {"model": "grok-4", "output": [
                  {"content": [{"text": "Hi", "type": "output_text"}], "id": "msg_9", "role": "assistant",
                   "status": "completed", "type": "message"},
                  {"arguments": "{\\"port\\":\\"Genoa\\"}", "call_id": "call_9", "id": "fc_9", "name": "tide",
                   "status": "completed", "type": "function_call"}],
                 "status": "completed", "id": "resp_9"}
                """);

        assertThat(response.text()).isEqualTo("Hi");
        assertThat(response.toolCalls())
                .containsExactly(new ToolCall(
                        "call_9",
                        "tide",
                        "{\"port\":\"Genoa\"}",
                        false,
                        false,
                        new Origin("openai/responses").state("{\"id\": \"fc_9\",\"status\": \"completed\"}")));
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
    }

    @Test
    void summaryAndContentOfReasoningAreParagraphs() {
        ChatResponse response = decode(completed("""
                {"id": "rs_1", "type": "reasoning", "encrypted_content": "gAAAA",
                 "summary": [{"type": "summary_text", "text": "**Looking**"}, {"type": "summary_text", "text": "Found."}],
                 "content": [{"type": "reasoning_text", "text": "The user asks"}]}
                """));

        ReasoningPart reasoning = (ReasoningPart) response.message().parts().get(0);
        assertThat(reasoning.text()).isEqualTo("**Looking**\n\nFound.\n\nThe user asks");
        assertThat(reasoning.vendorState()).isNotNull();
        assertThat(reasoning.vendorState().json())
                .startsWith("{\"id\": \"rs_1\"")
                .contains("gAAAA")
                .endsWith("}]}");
    }

    @Test
    void severalMessagesKeepTheirPhase() {
        List<Part> parts = decode(completed("""
                {"id": "msg_1", "type": "message", "status": "completed", "phase": "commentary", "role": "assistant",
                 "content": [{"type": "output_text", "text": "I will look it up."}]},
                {"id": "msg_2", "type": "message", "status": "completed", "phase": "final_answer", "role": "assistant",
                 "content": [{"type": "output_text", "text": "It is 12 fathoms."}]}
                """)).message().parts();

        assertThat(parts).hasSize(2);
        assertThat(parts.get(0)).isInstanceOf(OtherPart.class);
        assertThat(parts.get(1).vendorState().json()).contains("\"phase\": \"final_answer\"");
    }

    @Test
    void aRefusalIsPartOfACompletedAnswer() {
        ChatResponse response = decode(completed("""
                {"id": "msg_1", "type": "message", "status": "completed", "role": "assistant",
                 "content": [{"type": "refusal", "refusal": "I cannot help with that."}]}
                """));

        assertThat(response.text()).isEmpty();
        assertThat(response.message().parts())
                .first()
                .isInstanceOfSatisfying(
                        RefusalPart.class, refusal -> assertThat(refusal.text()).isEqualTo("I cannot help with that."));
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.REFUSAL);
    }

    @Test
    void citationsFollowTheirText() {
        List<Part> parts = decode(completed("""
                {"id": "msg_1", "type": "message", "status": "completed", "role": "assistant",
                 "content": [{"type": "output_text", "text": "Genoa made charts.", "annotations": [
                    {"type": "url_citation", "start_index": 0, "end_index": 5, "title": "Genoa", "url": "https://example.org/g"},
                    {"type": "file_citation", "index": 3, "file_id": "file-1", "filename": "charts.pdf"},
                    {"type": "container_file_citation", "container_id": "cntr_1", "file_id": "cfile_1",
                     "filename": "plot.png", "start_index": 6, "end_index": 10}]}]}
                """)).message().parts();

        assertThat(parts).hasSize(4);
        assertThat(parts.get(1)).isInstanceOfSatisfying(CitationPart.class, citation -> {
            assertThat(citation.url()).isEqualTo("https://example.org/g");
            assertThat(citation.title()).isEqualTo("Genoa");
            assertThat(citation.startIndex()).isZero();
            assertThat(citation.endIndex()).isEqualTo(5);
            assertThat(citation.vendorState()).isNotNull();
            assertThat(citation.vendorState().json())
                    .startsWith("{\"type\": \"url_citation\"")
                    .endsWith("/g\"}");
        });
        assertThat(parts.get(2)).isInstanceOfSatisfying(CitationPart.class, citation -> {
            assertThat(citation.url()).isNull();
            assertThat(citation.title()).isEqualTo("charts.pdf");
            assertThat(citation.startIndex()).isNull();
        });
        assertThat(parts.get(3))
                .isInstanceOfSatisfying(
                        CitationPart.class,
                        citation -> assertThat(citation.endIndex()).isEqualTo(10));
    }

    @Test
    void logprobsAreReadWithTheirAlternatives() {
        ChatResponse response = decode(completed("""
                {"id": "msg_1", "type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Ja",
                 "logprobs": [{"token": "Ja", "bytes": [74, 97], "logprob": -0.25,
                               "top_logprobs": [{"token": "Ja", "bytes": [74, 97], "logprob": -0.25},
                                                {"token": "Yes", "bytes": null, "logprob": -1.5}]}, 7]}]}
                """));

        assertThat(response.logprobs())
                .containsExactly(new TokenLogprob(
                        "Ja",
                        -0.25,
                        List.of(new TokenLogprob("Ja", -0.25, List.of()), new TokenLogprob("Yes", -1.5, List.of()))));
    }

    @Test
    void itemsOfHostedToolsAreKeptAsTheyAreAndAreNoCallsOfTheApplication() {
        String item = """
                {"id": "ws_1", "type": "web_search_call", "status": "completed", "action": {"type": "search", "query": "tides", "n": 1.50}}""";

        ChatResponse response = decode(completed(item));

        assertThat(response.message().parts())
                .containsExactly(new OtherPart("web_search_call", new Origin("openai/responses").state(item)));
        assertThat(response.toolCalls()).isEmpty();
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
    }

    @Test
    void contentOfUnknownTypeIsKeptAsItIs() {
        List<Part> parts = decode(completed("""
                {"id": "msg_1", "type": "message", "role": "assistant", "content": [null, {"type": "output_scent", "notes": ["tar"]}]}
                """)).message().parts();

        assertThat(parts)
                .containsExactly(new OtherPart(
                        "output_scent",
                        new Origin("openai/responses").state("{\"type\": \"output_scent\", \"notes\": [\"tar\"]}")));
    }

    @Test
    void theFreeTextOfACustomToolIsWrappedInAnObject() {
        ToolCall call = decode(completed("""
                {"id": "ctc_1", "type": "custom_tool_call", "status": "completed", "call_id": "call_c", "name": "sql",
                 "input": "select \\"depth\\"\\nfrom soundings"}
                """)).toolCalls().get(0);

        assertThat(call.id()).isEqualTo("call_c");
        assertThat(call.argumentsValid()).isTrue();
        assertThat(WireJson.tree(call.arguments()).path("input").asText())
                .isEqualTo("select \"depth\"\nfrom soundings");
        assertThat(call.vendorState()).isNotNull();
        assertThat(call.vendorState().json()).startsWith("{\"type\":\"custom_tool_call\",\"id\": \"ctc_1\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"\"|{}", "null|{}", "{\"a\": 1}|{\"a\": 1}", "\"{}\"|{}"})
    void argumentsAreAnObjectWhateverStandsForNone(String sent, String found) {
        ToolCall call = decode(
                        completed("{\"type\": \"function_call\", \"call_id\": \"c\", \"name\": \"f\", \"arguments\": "
                                + sent + "}"))
                .toolCalls()
                .get(0);

        assertThat(call.arguments()).isEqualTo(found);
    }

    @Test
    void aCallWithoutCallIdIsKnownByItsItemIdAndWithoutEitherByAMadeUpOne() {
        List<ToolCall> calls = decode(completed("""
                {"type": "function_call", "id": "fc_7", "call_id": "", "name": "f", "arguments": "{}"},
                {"type": "function_call", "name": "f", "arguments": "{}"},
                {"type": "function_call", "name": "f", "arguments": "{}"}
                """)).toolCalls();

        assertThat(calls.get(0).id()).isEqualTo("fc_7");
        assertThat(calls.get(0).syntheticId()).isFalse();
        assertThat(calls.get(1).syntheticId()).isTrue();
        assertThat(calls.get(1).id()).isNotEmpty().isNotEqualTo(calls.get(2).id());
    }

    @ParameterizedTest
    @CsvSource({
        "max_output_tokens, LENGTH",
        "content_filter, CONTENT_FILTER",
        "tired, OTHER",
    })
    void anIncompleteAnswerTellsWhyAlsoWithoutAMessage(String reason, FinishReason.Kind kind) {
        ChatResponse response = decode("""
                {"id": "resp_1", "model": "o4-mini", "status": "incomplete", "incomplete_details": {"reason": "%s", "x": []},
                 "output": [{"id": "rs_1", "type": "reasoning", "summary": []}]}
                """.formatted(reason));

        assertThat(response.finishReason()).isEqualTo(new FinishReason(kind, reason));
        assertThat(response.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "in_progress", "cancelled", "incomplete"})
    void anAnswerInTheBackgroundIsAResponseThatIsNotFinished(String status) {
        ChatResponse response = decode("""
                {"id": "resp_1", "model": "gpt-5", "status": "%s", "background": true, "incomplete_details": null,
                 "output": [], "usage": null}
                """.formatted(status));

        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.OTHER, status));
        assertThat(response.usage()).isEqualTo(Usage.UNKNOWN);
    }

    @Test
    void aServerThatTellsNoStatusHasFinished() {
        ChatResponse response = decode("""
                {"id": "resp_1", "output": [{"role": "assistant", "content": "Plain."}], "incomplete_details": "no"}
                """);

        assertThat(response.text()).isEqualTo("Plain.");
        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.STOP, null));
    }

    @Test
    void metadataHasWhatIsElsewhereNowhere() {
        ChatResponse response = decode(completed(""));

        assertThat(WireJson.tree(response.vendorMetadata())).isEqualTo(WireJson.tree("""
                        {"created_at": 1760000000, "status": "completed", "parallel_tool_calls": true,
                         "service_tier": "default", "store": true, "metadata": {"desk": "7"},
                         "usage": {"input_tokens": 31, "input_tokens_details": {"cached_tokens": 8, "cache_write_tokens": 4},
                           "output_tokens": 93, "output_tokens_details": {"reasoning_tokens": 64}, "total_tokens": 124}}
                        """));
    }

    @Test
    void aFailedAnswerIsTheErrorItNames() {
        LlmException error = catchThrowableOfType(LlmException.class, () -> decode("""
                {"id": "resp_1", "object": "response", "status": "failed", "model": "gpt-4o", "output": [],
                 "error": {"code": "rate_limit_exceeded", "message": "Rate limit reached for gpt-4o"}, "usage": null}
                """));

        assertThat(error.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(error.vendorCode()).isEqualTo("rate_limit_exceeded");
        assertThat(error.vendorMessage()).isEqualTo("Rate limit reached for gpt-4o");
        assertThat(error.getMessage()).doesNotContain("Rate limit reached for");
        assertThat(error.model()).isEqualTo("gpt-4o");
    }

    /** The codes that the vendor lists for a failed response. */
    @ParameterizedTest
    @CsvSource({
        "server_error, unavailable",
        "vector_store_timeout, unavailable",
        "rate_limit_exceeded, rate-limited",
        "invalid_prompt, content-filtered",
        "bio_policy, content-filtered",
        "image_content_policy_violation, content-filtered",
        "data_residency_mismatch, invalid-request",
        "invalid_image, invalid-request",
        "invalid_image_format, invalid-request",
        "invalid_base64_image, invalid-request",
        "invalid_image_url, invalid-request",
        "invalid_image_mode, invalid-request",
        "image_too_large, invalid-request",
        "image_too_small, invalid-request",
        "image_parse_error, invalid-request",
        "image_file_too_large, invalid-request",
        "image_file_not_found, invalid-request",
        "unsupported_image_media_type, invalid-request",
        "empty_image_file, invalid-request",
        "failed_to_download_image, invalid-request",
    })
    void aFailureThatComesAgainIsNotTakenForAPassingOne(String code, String kind) {
        LlmException error = catchThrowableOfType(
                LlmException.class,
                () -> decode("{\"status\": \"failed\", \"error\": {\"code\": \"" + code + "\", \"message\": \"no\"}}"));

        assertThat(error.kind().id()).isEqualTo(kind);
    }

    @Test
    void anErrorInTheBodyOfASuccessIsAnError() {
        LlmException error = catchThrowableOfType(
                LlmException.class, () -> decode("{\"error\": {\"code\": \"server_error\", \"message\": \"oops\"}}"));

        assertThat(error.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>Bad gateway</html>",
                "[]",
                "{\"id\": \"resp_1\", \"output\": [{\"type\": \"mess",
                "{\"object\": \"list\", \"data\": []}",
            })
    void whatIsNoResponseIsInvalid(String body) {
        LlmException error = catchThrowableOfType(LlmException.class, () -> decode(body));

        assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_RESPONSE);
        assertThat(error.provider()).isEqualTo("openai");
    }

    @Test
    void strangeShapesAreReadAsFarAsTheyMakeSense() {
        ChatResponse response = decode("""
                {"id": "resp_1", "model": "m", "status": "completed", "usage": [1, [2]], "output": [
                  7, [8],
                  {"type": "message", "role": "assistant", "content": {"odd": 1}},
                  {"type": "message", "role": "assistant", "content": [[9],
                    {"type": "output_text", "text": "ok", "annotations": [3, {"type": "url_citation", "start_index": "0"}],
                     "logprobs": null}]}]}
                """);

        assertThat(response.text()).isEqualTo("ok");
        assertThat(response.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(response.message().parts()).hasSize(2);
    }

    @Test
    void outputThatIsNoListIsNoOutput() {
        assertThat(decode("{\"id\": \"resp_1\", \"status\": \"completed\", \"output\": null}")
                        .message()
                        .parts())
                .isEmpty();
    }
}
