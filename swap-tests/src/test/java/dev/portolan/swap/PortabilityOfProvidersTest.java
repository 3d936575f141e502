package dev.portolan.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.azure.AzureConnection;
import dev.portolan.bedrock.BedrockConnection;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.ollama.OllamaConnection;
import dev.portolan.openai.OpenAiConnection;
import dev.portolan.routing.portability.Portability;
import dev.portolan.routing.portability.PortabilityArea;
import dev.portolan.routing.portability.PortabilityFinding;
import dev.portolan.routing.portability.PortabilityReport;
import dev.portolan.routing.portability.Severity;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.vertex.VertexConnection;
import dev.portolan.wire.openai.OpenAiWire;
import dev.portolan.wire.openai.WireProfile;
import dev.portolan.wire.openai.chat.ChatCompletionsWire;
import dev.portolan.wire.openai.responses.ResponsesWire;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Requests as they are logged of OpenAI, held against models of every provider. Nothing listens where these models would call. */
class PortabilityOfProvidersTest {

    private static final Secret KEY = Secret.of("k3y");
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9/");

    private static final List<ProviderConnection> CONNECTIONS = new ArrayList<>();

    private static final ChatModel BEDROCK = model(
            BedrockConnection.builder()
                    .region("us-east-1")
                    .apiKey(KEY)
                    .endpoint(NOWHERE)
                    .build(),
            "us.anthropic.claude-haiku-4-5-20251001-v1:0");
    private static final ChatModel VERTEX = model(
            VertexConnection.builder()
                    .project("acme")
                    .location("us-central1")
                    .accessToken(KEY)
                    .endpoint(NOWHERE)
                    .build(),
            "gemini-2.5-flash");
    private static final ChatModel AZURE =
            model(AzureConnection.builder(NOWHERE).apiKey(KEY).build(), "gpt-5-mini");
    private static final ChatModel OLLAMA =
            model(OllamaConnection.builder().baseUrl(NOWHERE).build(), "llama3.1:8b");
    private static final ChatModel OPENAI = model(
            OpenAiConnection.builder()
                    .baseUrl(NOWHERE)
                    .server("openai")
                    .apiKey(KEY)
                    .api("chat")
                    .build(),
            "gpt-4.1-mini");

    /** A desk that answers mail: settings, a strict schema, tools, a conversation that lies at OpenAI, and its search. */
    private static final List<ChatRequest> TRAFFIC =
            List.of(chat("""
                    {"model":"gpt-4o-mini","temperature":1.4,"seed":7,"frequency_penalty":0.3,"logprobs":true,"top_logprobs":3,
                     "logit_bias":{"50256":-100},"user":"c-17",
                     "messages":[{"role":"system","content":"You sort mail."},{"role":"user","content":"My parcel is late."}]}"""), chat("""
                    {"model":"gpt-4o-mini","temperature":0.2,"messages":[{"role":"user","content":"Invoice 17 of 3 May, 12.50 EUR"}],
                     "response_format":{"type":"json_schema","json_schema":{"name":"invoice","strict":true,"schema":{"type":"object",
                      "properties":{"number":{"type":"string","minLength":1,"pattern":"^[0-9]+$"},"total":{"type":"number","minimum":0}},
                      "required":["number","total"],"additionalProperties":false}}}}"""), chat("""
                    {"model":"gpt-4o-mini","messages":[{"role":"user","content":"Where is order 17?"},
                     {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"orders.find","arguments":"{\\"id\\":17}"}}]},
                     {"role":"tool","tool_call_id":"call_1","content":"in Lyon"},{"role":"system","content":"Answer in French now."}],
                     "parallel_tool_calls":false,"tools":[{"type":"function","function":{"name":"orders.find","description":"finds an order",
                      "parameters":{"type":"object","properties":{"id":{"type":"integer"}},"required":["id"]}}}]}"""), responses("""
                    {"model":"gpt-4o-mini","previous_response_id":"resp_1","store":true,"input":"And tomorrow?",
                     "tools":[{"type":"web_search_preview"}]}"""), responses("""
                    {"model":"gpt-4o-mini","input":[{"role":"user","content":[{"type":"input_text","text":"Sum this up"},
                     {"type":"input_file","file_id":"file-abc"}]}]}"""));

    private static ChatModel model(ProviderConnection connection, String model) {
        CONNECTIONS.add(connection);
        return connection.chatModel(ModelSettings.builder("next", model).build());
    }

    private static ChatRequest chat(String body) {
        return read(new ChatCompletionsWire(WireProfile.OPENAI), body);
    }

    private static ChatRequest responses(String body) {
        return read(new ResponsesWire(WireProfile.OPENAI), body);
    }

    private static ChatRequest read(OpenAiWire wire, String body) {
        return wire.decodeRequest(body.getBytes(StandardCharsets.UTF_8)).request();
    }

    @AfterAll
    static void close() {
        CONNECTIONS.forEach(ProviderConnection::close);
    }

    private static boolean found(PortabilityReport report, Severity severity, String code, String field) {
        return report.findings().stream()
                .anyMatch(finding ->
                        finding.severity() == severity && finding.code().equals(code) && field.equals(finding.field()));
    }

    private static void assertStateAndToolsOfTheVendorBlock(PortabilityReport report) {
        assertThat(found(report, Severity.BLOCKS, "stored-conversation", "vendorOptions.openai.previous_response_id"))
                .as(report.toText())
                .isTrue();
        assertThat(found(report, Severity.BLOCKS, "hosted-tool", "vendorOptions.openai.tools"))
                .as(report.toText())
                .isTrue();
        assertThat(found(report, Severity.BLOCKS, "vendor-file", "messages[*].parts[*]"))
                .as(report.toText())
                .isTrue();
        assertThat(found(report, Severity.CHANGES, "vendor-option", "vendorOptions.openai.logit_bias"))
                .as(report.toText())
                .isTrue();
        assertThat(report.toJson())
                .doesNotContain("parcel")
                .doesNotContain("resp_1")
                .doesNotContain("file-abc")
                .doesNotContain("c-17");
    }

    @Test
    void aMoveToClaudeOnBedrock() {
        PortabilityReport report = Portability.check(TRAFFIC, BEDROCK);

        assertStateAndToolsOfTheVendorBlock(report);
        assertThat(found(report, Severity.CHANGES, "left-out", "seed"))
                .as(report.toText())
                .isTrue();
        assertThat(found(report, Severity.CHANGES, "left-out", "logprobs")).isTrue();
        assertThat(found(report, Severity.CHANGES, "clamped", "temperature"))
                .as(report.toText())
                .isTrue();
        assertThat(found(report, Severity.CHANGES, "system-text-moves", "messages"))
                .isTrue();
        assertThat(found(report, Severity.INFORMS, "tool-name-rewritten", "tools.orders.find"))
                .isTrue();
        assertThat(report.of(PortabilityArea.SCHEMAS))
                .flatExtracting(PortabilityFinding::rules)
                .as(report.toText())
                .anyMatch(rule -> rule.startsWith("BR") || rule.startsWith("AN"));
    }

    @Test
    void aMoveToGeminiOnVertex() {
        PortabilityReport report = Portability.check(TRAFFIC, VERTEX);

        assertStateAndToolsOfTheVendorBlock(report);
        assertThat(found(report, Severity.CHANGES, "system-text-moves", "messages"))
                .isTrue();
        assertThat(report.of(PortabilityArea.SETTINGS))
                .extracting(PortabilityFinding::field)
                .doesNotContain("seed");
    }

    @Test
    void aMoveToAReasoningModelOnAzure() {
        PortabilityReport report = Portability.check(TRAFFIC, AZURE);

        assertStateAndToolsOfTheVendorBlock(report);
        assertThat(found(report, Severity.CHANGES, "left-out", "temperature"))
                .as(report.toText())
                .isTrue();
        assertThat(found(report, Severity.CHANGES, "left-out", "frequencyPenalty"))
                .isTrue();
        assertThat(found(report, Severity.CHANGES, "system-text-moves", "messages"))
                .isFalse();
    }

    @Test
    void aMoveToAModelOfOnesOwn() {
        PortabilityReport report = Portability.check(TRAFFIC, OLLAMA);

        assertStateAndToolsOfTheVendorBlock(report);
        assertThat(report.of(PortabilityArea.TOOLS))
                .extracting(PortabilityFinding::field)
                .as(report.toText())
                .contains("parallelToolCalls");
    }

    @Test
    void aStayAtTheVendorBlocksNothingButWhatTheModelItselfLacks() {
        PortabilityReport report = Portability.check(TRAFFIC, OPENAI);

        assertThat(report.findings())
                .extracting(PortabilityFinding::code)
                .doesNotContain("stored-conversation", "vendor-option", "left-out");
        assertThat(report.unjudged()).anyMatch(open -> open.area() == PortabilityArea.SETTINGS);
    }

    @Test
    void aThousandRequestsAreOneReport() {
        List<ChatRequest> thousand = new ArrayList<>();
        Collections.nCopies(200, TRAFFIC).forEach(thousand::addAll);

        PortabilityReport report = Portability.check(thousand, BEDROCK);

        assertThat(report.requests()).isEqualTo(1000);
        assertThat(report.findings())
                .hasSameSizeAs(Portability.check(TRAFFIC, BEDROCK).findings())
                .filteredOn(finding -> finding.code().equals("stored-conversation"))
                .extracting(PortabilityFinding::requests)
                .containsExactly(200);
    }
}
