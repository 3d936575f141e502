package dev.portolan.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Warning;
import dev.portolan.error.ContentFiltered;
import dev.portolan.error.LlmException;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AzureChatModelTest {

    private static final String FILTERED_PROMPT =
            "{\"error\":{\"message\":\"The response was filtered due to the prompt triggering Azure OpenAI's content management"
                    + " policy.\",\"type\":null,\"param\":\"prompt\",\"code\":\"content_filter\",\"status\":400,\"innererror\":{"
                    + "\"code\":\"ResponsibleAIPolicyViolation\",\"content_filter_result\":{\"hate\":{\"filtered\":true,"
                    + "\"severity\":\"high\"},\"jailbreak\":{\"filtered\":false,\"detected\":false}}}}}";

    @Test
    void anAnswerTellsTextUsageModelAndWhoServedIt() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.whole("Hello")))) {
            ChatResponse response = Wire.model(server).chat(Wire.REQUEST);
            assertThat(response.text()).isEqualTo("Hello");
            assertThat(response.provider()).isEqualTo("azure");
            assertThat(response.model()).isEqualTo("gpt-4o-mini-2024-07-18");
            assertThat(response.usage().inputTokens()).isEqualTo(9);
            assertThat(response.requestId()).isEqualTo("11111111-2222-3333-4444-555555555555");
            assertThat(response.vendorMetadata())
                    .contains("\"x-ms-region\":\"Sweden Central\"", "prompt_filter_results");
            assertThat(response.warnings()).isEmpty();
        }
    }

    @Test
    void aKeyGoesIntoItsOwnHeaderAndTheBodyNamesTheDeployment() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.whole("Hello")))) {
            Wire.model(server)
                    .chat(
                            Wire.REQUEST,
                            CallContext.builder()
                                    .traceHeader("traceparent", "00-1-2-01")
                                    .build());
            ScriptedServer.Exchange sent = server.requests().get(0);
            assertThat(sent.head().lines().findFirst().orElseThrow())
                    .isEqualTo("POST /openai/v1/chat/completions HTTP/1.1");
            assertThat(sent.head().toLowerCase(Locale.ROOT))
                    .contains(
                            "api-key: k3y\r\n",
                            "traceparent: 00-1-2-01\r\n",
                            "user-agent: portolan/",
                            "content-type: application/json\r\n",
                            "accept: application/json\r\n")
                    .doesNotContain("authorization", "cookie", "upgrade", "http2-settings");
            assertThat(sent.body()).contains("\"model\":\"gpt-4o-mini\"").doesNotContain("\"stream\"");
        }
    }

    @Test
    void aStreamBeginsWithAChunkThatNamesNothing() {
        try (ScriptedServer server = new ScriptedServer(Wire.stream(Wire.promptFiltered()
                        + Wire.text("Hel")
                        + Wire.text("lo")
                        + Wire.filterChunk("{\"protected_material_text\":{\"filtered\":false,\"detected\":false}}")
                        + Wire.end("stop")));
                ChatStream stream = Wire.model(server).stream(Wire.REQUEST)) {
            ChatResponse response = stream.response();
            assertThat(response.text()).isEqualTo("Hello");
            assertThat(response.model()).isEqualTo("gpt-4o-mini-2024-07-18");
            assertThat(response.responseId()).isEqualTo("chatcmpl-1");
            assertThat(response.vendorMetadata()).contains("\"x-ms-region\":\"Sweden Central\"");
            ContentFilterResults filters = ContentFilterResults.of(response);
            assertThat(filters.prompt())
                    .extracting(ContentFilterResult::category)
                    .contains("hate", "jailbreak");
            assertThat(filters.completion())
                    .extracting(ContentFilterResult::category)
                    .contains("protected_material_text");
            assertThat(server.requests().get(0).body())
                    .contains("\"stream\":true", "\"stream_options\":{\"include_usage\":true}");
        }
    }

    @Test
    void aStreamWithoutItsEndIsInterrupted() {
        try (ScriptedServer server = new ScriptedServer(Wire.stream(Wire.promptFiltered() + Wire.text("Hel")))) {
            StreamInterrupted failure = catchThrowableOfType(
                    StreamInterrupted.class,
                    () -> Wire.model(server).stream(Wire.REQUEST).response());
            assertThat(failure.partialResponse().text()).isEqualTo("Hel");
            assertThat(failure.requestId()).isEqualTo("11111111-2222-3333-4444-555555555555");
        }
    }

    @Test
    void aBlockedPromptIsThrownWithItsResults() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(400, FILTERED_PROMPT))) {
            ContentFiltered failure = catchThrowableOfType(
                    ContentFiltered.class, () -> Wire.model(server).chat(Wire.REQUEST));
            assertThat(ContentFilterResults.of(failure).filtered()).isTrue();
            assertThat(ContentFilterResults.of(failure).prompt())
                    .containsExactly(
                            new ContentFilterResult("hate", true, "high", null),
                            new ContentFilterResult("jailbreak", false, null, false));
            assertThat(failure.getMessage()).contains("ContentFilterResults.of");
            assertThat(failure.details().vendorMetadata()).contains("x-ms-region");
        }
    }

    @Test
    void aFilteredAnswerIsAResponseThatSaysSo() {
        String results = "{\"hate\":{\"filtered\":true,\"severity\":\"high\"}}";
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.whole("", results, "content_filter")))) {
            ChatResponse response = Wire.model(server).chat(Wire.REQUEST);
            assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.CONTENT_FILTER);
            assertThat(response.text()).isEmpty();
            assertThat(ContentFilterResults.of(response).completion())
                    .containsExactly(new ContentFilterResult("hate", true, "high", null));
        }
    }

    @Test
    void responsesHaveTheirResultsInOneList() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.response("Hello")))) {
            ChatModel model = AzureConnection.builder(Wire.url(server))
                    .apiKey(Secret.of("k3y"))
                    .api("responses")
                    .build()
                    .chatModel(ModelSettings.builder("assistant", "gpt-4o-mini").build());
            ChatResponse response = model.chat(Wire.REQUEST);
            assertThat(response.text()).isEqualTo("Hello");
            ContentFilterResults filters = ContentFilterResults.of(response);
            assertThat(filters.prompt()).hasSize(2);
            assertThat(filters.completion()).containsExactly(new ContentFilterResult("violence", false, "low", null));
            assertThat(server.requests().get(0).head()).startsWith("POST /openai/v1/responses HTTP/1.1");
        }
    }

    @Test
    void anotherModelBehindTheDeploymentIsToldOnce() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.whole("Hello")))) {
            ChatModel model = Wire.connection(server)
                    .chatModel(ModelSettings.builder("assistant", "prod")
                            .baseModel("gpt-4o")
                            .build());
            assertThat(model.chat(Wire.REQUEST).warnings())
                    .extracting(Warning::code, Warning::message)
                    .singleElement()
                    .asString()
                    .contains("other-base-model", "gpt-4o-mini-2024-07-18", "base-model", "prod");
            assertThat(model.chat(Wire.REQUEST).warnings()).isEmpty();
        }
    }

    @Test
    void theModelThatWasSaidMayAnswerInAVersionOfItsOwn() {
        assertThat(DeploymentCheck.same("gpt-4o-mini", "gpt-4o-mini-2024-07-18"))
                .isTrue();
        assertThat(DeploymentCheck.same("gpt-4", "gpt-4-0613")).isTrue();
        assertThat(DeploymentCheck.same("gpt-3.5-turbo", "gpt-35-turbo")).isTrue();
        assertThat(DeploymentCheck.same("GPT-4o", "gpt-4o")).isTrue();
        assertThat(DeploymentCheck.same("meta/Llama-3.3-70B-Instruct", "Llama-3.3-70B-Instruct"))
                .isTrue();
        assertThat(DeploymentCheck.same("gpt-4o", "gpt-4o-mini-2024-07-18")).isFalse();
        assertThat(DeploymentCheck.same("gpt-4o-2024-08-06", "gpt-4o-2024-11-20"))
                .isFalse();
    }

    @Test
    void onYourDataAndOtherFieldsOfAzureTravelAsTheyAre() {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.whole("Hello")))) {
            Wire.model(server)
                    .chat(ChatRequest.builder()
                            .user("Which hotels?")
                            .vendorOptions(
                                    "azure",
                                    "{\"data_sources\":[{\"type\":\"azure_search\",\"parameters\":{\"index_name\":\"hotels\"}}]}")
                            .build());
            assertThat(server.requests().get(0).body())
                    .contains(
                            "\"data_sources\":[{\"type\":\"azure_search\",\"parameters\":{\"index_name\":\"hotels\"}}]");
        }
    }

    @Test
    void whatOnYourDataFoundIsInTheMetadataWholeAndStreamed() {
        String context =
                "\"context\":{\"citations\":[{\"content\":\"Pool and sauna.\",\"title\":\"Fjord Hotel\",\"url\":null,"
                        + "\"filepath\":\"hotels.md\",\"chunk_id\":\"0\"}],\"intent\":\"[\\\"hotels\\\"]\"}";
        String whole = Wire.whole(
                ",\"message\":{\"role\":\"assistant\",\"content\":\"Fjord Hotel [doc1].\",\"end_turn\":true," + context
                        + "}",
                "{}",
                "stop");
        String first = "data: {\"id\":\"chatcmpl-1\",\"object\":\"extensions.chat.completion.chunk\",\"created\":1,"
                + "\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"," + context
                + "},\"end_turn\":false,\"finish_reason\":null}]}\n\n";
        try (ScriptedServer server = new ScriptedServer(exchange -> (exchange.number() == 1
                        ? Wire.json(200, whole)
                        : Wire.stream(first + Wire.text("Fjord Hotel [doc1].") + Wire.end("stop")))
                .answer(exchange))) {
            ChatModel model = Wire.model(server);
            ChatResponse answered = model.chat(ChatRequest.of("Which hotels?"));
            ChatResponse streamed =
                    model.stream(ChatRequest.of("Which hotels?")).response();

            for (ChatResponse response : List.of(answered, streamed)) {
                assertThat(response.text()).isEqualTo("Fjord Hotel [doc1].");
                assertThat(response.vendorMetadata()).contains("\"title\":\"Fjord Hotel\"", "hotels.md");
            }
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (ScriptedServer server =
                new ScriptedServer(Wire.answer(307, "Location: https://elsewhere.example/\r\n", ""))) {
            LlmException failure = catchThrowableOfType(
                    LlmException.class, () -> Wire.model(server).chat(Wire.REQUEST));
            assertThat(failure.kind().id()).isEqualTo("invalid-response");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void nothingIsRetriedByTheSdk() {
        for (int status : List.of(408, 409, 429, 500, 502, 503, 504)) {
            try (ScriptedServer server = new ScriptedServer(Wire.answer(status, "Retry-After: 0\r\n", ""))) {
                catchThrowableOfType(
                        LlmException.class, () -> Wire.model(server).chat(Wire.REQUEST));
                assertThat(server.requests()).as("status %d", status).hasSize(1);
            }
        }
    }

    @Test
    void callsOneAfterTheOtherShareAConnection() {
        ScriptedServer.Step both = exchange -> {
            if (!exchange.body().contains("\"stream\":true")) {
                return Wire.json(200, Wire.whole("Hello")).answer(exchange);
            }
            String body = Wire.text("Hello") + Wire.end("stop");
            exchange.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n");
            exchange.write("0\r\n\r\n");
            return true;
        };
        try (ScriptedServer server = new ScriptedServer(both)) {
            ChatModel model = Wire.model(server);
            for (int i = 0; i < 10; i++) {
                model.chat(Wire.REQUEST);
                assertThat(model.stream(Wire.REQUEST).response().text()).isEqualTo("Hello");
            }
            // The end of the body may come a moment after the end of the answer.
            assertThat(server.connections()).isLessThanOrEqualTo(3);
        }
    }
}
