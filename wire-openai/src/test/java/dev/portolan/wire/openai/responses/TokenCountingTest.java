package dev.portolan.wire.openai.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.ChatRequest;
import dev.portolan.error.InvalidResponse;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.WireProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCountingTest {

    private final TokenCounting counting = new ResponsesWire(WireProfile.OPENAI).tokenCounting();

    @Test
    void onlyWhatCountsIsSent() {
        ChatRequest request = ChatRequest.builder()
                .system("Be brief.")
                .user("Hi")
                .temperature(0.1)
                .maxOutputTokens(10)
                .vendorOptions("openai", "{\"store\": false, \"previous_response_id\": \"resp_1\"}")
                .build();

        assertThat(WireJson.tree(new String(counting.encode(request, "gpt-5"), UTF_8)))
                .isEqualTo(WireJson.tree("""
                        {"model": "gpt-5", "instructions": "Be brief.", "input": [{"role": "user", "content": "Hi"}],
                         "previous_response_id": "resp_1"}"""));
        assertThat(WireJson.tree(new String(counting.encode(ChatRequest.of("Hi"), "gpt-5"), UTF_8)))
                .isEqualTo(WireJson.tree(
                        "{\"model\": \"gpt-5\", \"input\": [{\"role\": \"user\", \"content\": \"Hi\"}]}"));
        assertThat(counting.path()).isEqualTo("responses/input_tokens");
    }

    @Test
    void theNumberIsRead() {
        byte[] body = "{\n  \"object\": \"response.input_tokens\",\n  \"input_tokens\": 47\n}".getBytes(UTF_8);

        assertThat(counting.decode(body)).isEqualTo(47);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"input_tokens\": \"47\"}", "<html>", "[]"})
    void anAnswerWithoutANumberIsInvalid(String body) {
        assertThat(catchThrowableOfType(InvalidResponse.class, () -> counting.decode(body.getBytes(UTF_8))))
                .hasMessageContaining("openai");
    }
}
