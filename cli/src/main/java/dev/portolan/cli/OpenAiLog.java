package dev.portolan.cli;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.evidence.dataset.RequestLog;
import dev.portolan.wire.openai.OpenAiWire;
import dev.portolan.wire.openai.WireProfile;
import dev.portolan.wire.openai.chat.ChatCompletionsWire;
import dev.portolan.wire.openai.responses.ResponsesWire;
import java.nio.charset.StandardCharsets;

/** Reads logs of OpenAI's Chat Completions and Responses. */
final class OpenAiLog {

    private OpenAiLog() {}

    static RequestLog reader() {
        OpenAiWire chat = new ChatCompletionsWire(WireProfile.OPENAI);
        OpenAiWire responses = new ResponsesWire(WireProfile.OPENAI);
        return RequestLog.of(body -> request(chat, responses, body)).responses(body -> response(chat, responses, body));
    }

    /** Chat Completions has messages, Responses has input. */
    private static ChatRequest request(OpenAiWire chat, OpenAiWire responses, byte[] body) {
        OpenAiWire wire = has(body, "\"messages\"") ? chat : responses;
        return wire.decodeRequest(body).request();
    }

    private static ChatResponse response(OpenAiWire chat, OpenAiWire responses, byte[] body) {
        return (has(body, "\"choices\"") ? chat : responses).decode(body).build();
    }

    private static boolean has(byte[] body, String field) {
        return new String(body, StandardCharsets.UTF_8).contains(field);
    }
}
