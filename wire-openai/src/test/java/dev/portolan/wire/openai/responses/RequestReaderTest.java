package dev.portolan.wire.openai.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.spi.support.DecodedRequest;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.WireProfile;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

    private static final Origin ORIGIN = new Origin("openai/responses");

    private final ResponsesWire wire = new ResponsesWire(WireProfile.OPENAI);

    private DecodedRequest read(String body) {
        return wire.decodeRequest(body.getBytes(UTF_8));
    }

    private ChatRequest request(String members) {
        return read("{\"model\": \"gpt-5\", " + members + "}").request();
    }

    /** Reads a request, writes it again and holds the two together. */
    private ChatRequest unchanged(String body) {
        DecodedRequest decoded = read(body);
        byte[] again = wire.encode(decoded.request(), String.valueOf(decoded.model()), decoded.stream())
                .body();
        assertThat(WireJson.tree(new String(again, UTF_8))).isEqualTo(WireJson.tree(body));
        return decoded.request();
    }

    @Test
    void aPlainTextIsWhatTheUserSays() {
        DecodedRequest decoded = read("{\"model\": \"gpt-5\", \"input\": \"Hi\", \"stream\": true}");

        assertThat(decoded.model()).isEqualTo("gpt-5");
        assertThat(decoded.stream()).isTrue();
        assertThat(decoded.request()).isEqualTo(ChatRequest.of("Hi"));
    }

    @Test
    void aStoredPromptMayBeAllThatIsAsked() {
        ChatRequest request = unchanged("{\"model\": \"gpt-5\", \"prompt\": {\"id\": \"pmpt_1\"}}");

        assertThat(request.messages()).containsExactly(new UserMessage(List.of()));
        assertThat(request("\"input\": []").messages()).containsExactly(new UserMessage(List.of()));
    }

    @Test
    void azureNamesNoModel() {
        assertThat(read("{\"input\": \"Hi\"}").model()).isNull();
    }

    @Test
    void settingsAreReadAndTheRestBecomesVendorOptions() {
        ChatRequest request = unchanged("""
                {"model": "gpt-5", "instructions": "Be brief.", "input": [{"role": "user", "content": "Hi"}],
                 "temperature": 0.5, "top_p": 0.9, "max_output_tokens": 100, "top_logprobs": 2,
                 "include": ["message.output_text.logprobs"], "reasoning": {"effort": "xhigh", "summary": "auto"},
                 "parallel_tool_calls": false, "store": false, "metadata": {"a": "b"}, "truncation": "auto",
                 "text": {"format": {"type": "json_object"}, "verbosity": "low"}}
                """);

        assertThat(request.messages()).startsWith(Message.system("Be brief."));
        assertThat(request.temperature()).isEqualTo(0.5);
        assertThat(request.topP()).isEqualTo(0.9);
        assertThat(request.maxOutputTokens()).isEqualTo(100);
        assertThat(request.logprobs()).isEqualTo(2);
        assertThat(request.reasoningEffort()).isEqualTo(ReasoningEffort.XHIGH);
        assertThat(request.parallelToolCalls()).isFalse();
        assertThat(request.outputFormat()).isEqualTo(OutputFormat.JSON);
        assertThat(WireJson.tree(request.vendorOptions().get("openai"))).isEqualTo(WireJson.tree("""
                        {"reasoning": {"summary": "auto"}, "store": false, "metadata": {"a": "b"}, "truncation": "auto",
                         "text": {"verbosity": "low"}}"""));
    }

    @Test
    void otherInclusionsStayVendorOptions() {
        ChatRequest both = unchanged("""
                {"model": "m", "input": [{"role": "user", "content": "Hi"}],
                 "include": ["reasoning.encrypted_content", "message.output_text.logprobs"]}""");

        assertThat(both.logprobs()).isZero();
        assertThat(both.vendorOptions()).containsKey("openai");
        assertThat(unchanged("""
                        {"model": "m", "input": [{"role": "user", "content": "Hi"}], "include": [], "top_logprobs": 3}""").logprobs()).isNull();
    }

    @Test
    void anEffortOfAnUnknownNameStaysAVendorOption() {
        assertThat(unchanged("""
                        {"model": "m", "input": [{"role": "user", "content": "Hi"}], "reasoning": {"effort": "ultra"}}""").reasoningEffort()).isNull();
        assertThat(unchanged("""
                        {"model": "m", "input": [{"role": "user", "content": "Hi"}], "reasoning": {"effort": "low"}}""").vendorOptions()).isEmpty();
    }

    @Test
    void formatsAreRead() {
        ChatRequest schema = unchanged("""
                {"model": "m", "input": [{"role": "user", "content": "Hi"}], "text": {"format":
                 {"type": "json_schema", "name": "port", "description": "A port", "schema": {"type": "object"}, "strict": true}}}""");
        ChatRequest text = unchanged("""
                {"model": "m", "input": [{"role": "user", "content": "Hi"}], "text": {"format": {"type": "text"}}}""");
        ChatRequest grammar = unchanged("""
                {"model": "m", "input": [{"role": "user", "content": "Hi"}], "text": {"format": {"type": "grammar"}}}""");
        ChatRequest broken = unchanged("""
                {"model": "m", "input": [{"role": "user", "content": "Hi"}], "text": {"format":
                 {"type": "json_schema", "name": "port", "schema": {"type": 7}}}}""");

        assertThat(schema.outputFormat()).isInstanceOfSatisfying(OutputFormat.Schema.class, format -> {
            assertThat(format.name()).isEqualTo("port");
            assertThat(format.description()).isEqualTo("A port");
            assertThat(format.strict()).isTrue();
        });
        assertThat(text.outputFormat()).isEqualTo(OutputFormat.TEXT);
        assertThat(grammar.outputFormat()).isNull();
        assertThat(broken.outputFormat()).isNull();
    }

    @Test
    void functionsAreToolsAndAllOthersVendorOptions() {
        ChatRequest request = unchanged("""
                {"model": "m", "input": [{"role": "user", "content": "Hi"}], "tools": [
                  {"type": "function", "name": "tide", "description": "High water", "parameters": {"type": "object"}, "strict": false},
                  {"type": "function", "name": "later", "parameters": {"type": "object"}, "defer_loading": true},
                  {"type": "function", "name": "bad", "parameters": {"type": 7}},
                  {"type": "web_search"}],
                 "tool_choice": {"type": "function", "name": "tide"}}""");

        assertThat(request.tools()).hasSize(1);
        assertThat(request.tools().get(0).strict()).isFalse();
        assertThat(request.toolChoice()).isEqualTo(ToolChoice.named("tide"));
    }

    @Test
    void aToolWithoutParametersTakesNone() {
        assertThat(request(
                                "\"input\": \"Hi\", \"tools\": [{\"type\": \"function\", \"name\": \"f\", \"parameters\": null}]")
                        .tools()
                        .get(0)
                        .description())
                .isEmpty();
        assertThat(request("\"input\": \"Hi\", \"tools\": []").vendorOptions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"auto, AUTO", "none, NONE", "required, REQUIRED"})
    void toolChoicesHaveWords(String word, ToolChoice.Mode mode) {
        assertThat(request("\"input\": \"Hi\", \"tool_choice\": \"" + word + "\"")
                        .toolChoice())
                .isEqualTo(new ToolChoice(mode, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"sometimes\"",
                "{\"type\": \"web_search\"}",
                "{\"type\": \"function\", \"name\": \"hidden\"}",
                "{\"type\": \"allowed_tools\", \"mode\": \"auto\", \"tools\": []}",
            })
    void choicesThatTheNounsDoNotKnowStayVendorOptions(String choice) {
        assertThat(unchanged(
                                "{\"model\": \"m\", \"input\": [{\"role\": \"user\", \"content\": \"Hi\"}], \"tool_choice\": "
                                        + choice + "}")
                        .toolChoice())
                .isNull();
    }

    @Test
    void nullIsAsGoodAsAbsent() {
        ChatRequest request = request("""
                "input": "Hi", "instructions": null, "temperature": null, "max_output_tokens": null, "tool_choice": null,
                "parallel_tool_calls": null, "stream": null""");

        assertThat(request).isEqualTo(ChatRequest.of("Hi"));
    }

    @Test
    void aConversationIsReadIntoTurns() {
        ChatRequest request = unchanged("""
                {"model": "m", "instructions": "Be brief.", "input": [
                  {"role": "developer", "content": "Use tools."},
                  {"role": "user", "content": "Depths?"},
                  {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "g"},
                  {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "depth", "arguments": "{}", "status": "completed"},
                  {"type": "function_call", "call_id": "call_2", "name": "tide", "arguments": "{\\"p\\": 1}"},
                  {"type": "function_call_output", "call_id": "call_1", "output": "12"},
                  {"type": "function_call_output", "call_id": "call_2", "output": [{"type": "input_text", "text": "a"}, {"type": "input_text", "text": "b"}], "id": "fco_2"},
                  {"type": "message", "role": "assistant", "id": "msg_1", "status": "completed", "content": [{"type": "output_text", "text": "12 m"}]},
                  {"role": "assistant", "content": "Really."},
                  {"role": "assistant", "content": "Truly."},
                  {"role": "user", "content": "Thanks"},
                  {"type": "item_reference", "id": "msg_0"}]}""");

        List<Message> messages = request.messages();
        assertThat(messages)
                .extracting(message -> (Object) message.getClass())
                .containsExactly(
                        SystemMessage.class,
                        SystemMessage.class,
                        UserMessage.class,
                        AssistantMessage.class,
                        ToolMessage.class,
                        AssistantMessage.class,
                        AssistantMessage.class,
                        UserMessage.class,
                        AssistantMessage.class);
        assertThat(messages.get(3).parts())
                .extracting(part -> (Object) part.getClass())
                .containsExactly(ReasoningPart.class, ToolCall.class, ToolCall.class);
        assertThat(((ToolMessage) messages.get(4)).results())
                .extracting(ToolResult::toolName)
                .containsExactly("depth", "tide");
        assertThat(messages.get(5).text()).isEqualTo("12 mReally.");
    }

    @Test
    void customToolsAndTheirResultsAreReadToo() {
        ChatRequest request = unchanged("""
                {"model": "m", "input": [
                  {"role": "user", "content": "Hi"},
                  {"type": "custom_tool_call", "call_id": "c1", "name": "sql", "input": "select 1", "id": "ctc_1"},
                  {"type": "custom_tool_call_output", "call_id": "c1", "output": "1"}]}""");

        assertThat(((AssistantMessage) request.messages().get(1))
                        .toolCalls()
                        .get(0)
                        .arguments())
                .isEqualTo("{\"input\":\"select 1\"}");
    }

    @Test
    void contentIsReadWithItsMedia() {
        ChatRequest request = unchanged("""
                {"model": "m", "input": [{"role": "user", "content": [
                  {"type": "input_text", "text": "Look", "prompt_cache_breakpoint": {"mode": "explicit"}},
                  {"type": "input_image", "image_url": "data:image/png;base64,AQID", "detail": "high"},
                  {"type": "input_image", "image_url": "https://example.org/a.png"},
                  {"type": "input_image", "file_id": "file-1"},
                  {"type": "input_file", "filename": "a.pdf", "file_data": "data:application/pdf;base64,AQID"},
                  {"type": "input_file", "file_url": "https://example.org/a.pdf", "filename": "kept.pdf"},
                  {"type": "input_file", "file_id": "file-2"},
                  {"type": "input_audio", "input_audio": {"data": "CQ==", "format": "mp3"}},
                  {"type": "input_audio", "input_audio": {"data": "CQ==", "format": "wav"}},
                  {"type": "input_scent", "note": "tar"}]}]}""");

        List<Part> parts = request.messages().get(0).parts();
        assertThat(parts.get(1)).isEqualTo(new ImagePart(Media.of(new byte[] {1, 2, 3}, "image/png"), "high", null));
        assertThat(parts.get(2)).isEqualTo(new ImagePart(Media.of(URI.create("https://example.org/a.png"))));
        assertThat(parts.get(3)).isEqualTo(new ImagePart(new Media.FileReference("file-1", null)));
        assertThat(parts.get(5))
                .isInstanceOfSatisfying(
                        DocumentPart.class,
                        document -> assertThat(document.name()).isEqualTo("kept.pdf"));
        assertThat(parts.get(7)).isInstanceOf(AudioPart.class);
        assertThat(parts.get(9)).isInstanceOf(OtherPart.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"input_image\", \"image_url\": \"data:image/png;base64,*\"}",
                "{\"type\": \"input_image\", \"image_url\": \"data:image/png,raw\"}",
                "{\"type\": \"input_image\", \"image_url\": \"not a url\"}",
                "{\"type\": \"input_image\", \"image_url\": \"relative.png\"}",
                "{\"type\": \"input_image\", \"image_url\": \"https://example.org\", \"file_id\": \"file-1\"}",
                "{\"type\": \"input_image\"}",
                "{\"type\": \"input_text\"}",
                "{\"type\": \"input_file\", \"file_data\": \"data:application/pdf;base64,AQID\"}",
                "{\"type\": \"input_file\", \"file_data\": \"AQID\", \"filename\": \"a.pdf\"}",
                "{\"type\": \"input_audio\", \"input_audio\": {\"data\": \"CQ==\", \"format\": \"mp3\", \"rate\": 1}}",
                "{\"type\": \"input_audio\", \"input_audio\": {\"data\": \"?\", \"format\": \"mp3\"}}",
            })
    void contentThatWouldBeWrittenOtherwiseStaysAsItIs(String content) {
        ChatRequest request =
                unchanged("{\"model\": \"m\", \"input\": [{\"role\": \"user\", \"content\": [" + content + "]}]}");

        assertThat(request.messages().get(0).parts()).first().isInstanceOf(OtherPart.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\": \"user\", \"content\": [{\"type\": \"smell\"}]}",
                "{\"role\": \"user\", \"content\": []}",
                "{\"role\": \"user\", \"content\": [\"Hi\"]}",
                "{\"role\": \"critic\", \"content\": \"Bad\"}",
                "{\"type\": \"additional_tools\", \"role\": \"developer\", \"tools\": []}",
                "{\"type\": \"shell_call_output\", \"call_id\": \"c\", \"output\": []}",
                "{\"type\": \"mcp_approval_response\", \"approve\": true}",
                "{\"type\": \"function_call_output\", \"call_id\": \"c\", \"output\": {\"a\": 1}}",
                "{\"type\": \"function_call_output\", \"output\": \"lost\"}",
                "{\"type\": \"function_call\", \"name\": \"f\", \"arguments\": {\"a\": 1}, \"call_id\": \"c\"}",
                "{\"type\": \"message\", \"role\": \"assistant\", \"content\": []}",
                "{\"type\": \"compaction\", \"id\": \"cmp_1\", \"encrypted_content\": \"g\"}",
                "{\"id\": \"msg_1\"}",
            })
    void itemsThatHaveNoNameHereStayAsTheyAre(String item) {
        ChatRequest request =
                unchanged("{\"model\": \"m\", \"input\": [" + item + ", {\"role\": \"user\", \"content\": \"Hi\"}]}");

        assertThat(request.messages().get(0).parts())
                .containsExactly(new OtherPart(
                        ((OtherPart) request.messages().get(0).parts().get(0)).type(),
                        ORIGIN.state(WireJson.tree(item).toString())));
    }

    @Test
    void idsOfMessagesAreKept() {
        ChatRequest request = unchanged("""
                {"model": "m", "input": [
                  {"role": "user", "content": "Hi", "id": "msg_u", "status": "completed"},
                  {"role": "system", "content": "Be kind.", "status": "completed"}]}""");

        assertThat(request.messages().get(0))
                .isEqualTo(new UserMessage(
                        List.of(new TextPart("Hi")), ORIGIN.state("{\"id\":\"msg_u\",\"status\":\"completed\"}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense|body",
                "[]|body",
                "{\"input\": 7}|input",
                "{\"input\": [7]}|input[0]",
                "{\"input\": \"Hi\", \"model\": 7}|model",
                "{\"input\": \"Hi\", \"temperature\": \"hot\"}|temperature",
                "{\"input\": \"Hi\", \"top_p\": 3}|topP",
                "{\"input\": \"Hi\", \"max_output_tokens\": 1.5}|max_output_tokens",
                "{\"input\": \"Hi\", \"stream\": \"yes\"}|stream",
                "{\"input\": \"Hi\", \"parallel_tool_calls\": 1}|parallel_tool_calls",
            })
    void whatIsNoRequestIsRefusedByTheNameOfTheField(String body, String field) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(body)).withMessageStartingWith(field);
    }

    @Test
    void instructionsThatAreNoTextStayAVendorOption() {
        assertThat(request("\"input\": \"Hi\", \"instructions\": [{\"role\": \"system\"}]")
                        .vendorOptions())
                .containsKey("openai");
    }
}
