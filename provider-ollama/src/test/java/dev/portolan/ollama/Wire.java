package dev.portolan.ollama;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.spi.ModelSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What Ollama sends, line by line, for tests that break it off anywhere. */
final class Wire {

    static final ChatRequest REQUEST = ChatRequest.of("Order 7 came broken.");

    static final String MODEL = "llama3.2";

    private Wire() {}

    static String text(String piece) {
        return line("\"message\":{\"role\":\"assistant\",\"content\":\"" + piece + "\"},\"done\":false");
    }

    static String thinking(String piece) {
        return line(
                "\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"" + piece + "\"},\"done\":false");
    }

    static String calls(String calls) {
        return line(
                "\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[" + calls + "]},\"done\":false");
    }

    static String end(String reason) {
        return line("\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done_reason\":\"" + reason
                + "\",\"done\":true,\"total_duration\":1164764583,\"load_duration\":4037291,\"prompt_eval_count\":149,"
                + "\"prompt_eval_duration\":565000000,\"eval_count\":15,\"eval_duration\":594000000");
    }

    static String line(String members) {
        return "{\"model\":\"" + MODEL + "\",\"created_at\":\"2026-03-20T18:32:42.590997Z\"," + members + "}\n";
    }

    static String whole(String text) {
        return end("stop").replace("\"content\":\"\"", "\"content\":\"" + text + "\"");
    }

    static String head() {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n";
    }

    /** Sends the head of a stream and these lines, then closes. */
    static ScriptedServer.Step stream(String lines) {
        return exchange -> {
            exchange.write(head() + lines);
            return false;
        };
    }

    static ScriptedServer.Step answer(int status, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return exchange -> {
            exchange.write("HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\n" + headers
                    + "Content-Length: " + length + "\r\n\r\n" + body);
            return true;
        };
    }

    static ScriptedServer.Step json(int status, String body) {
        return answer(status, "", body);
    }

    static URI url(ScriptedServer server) {
        return URI.create("http://localhost:" + server.port());
    }

    static OllamaConnection connection(ScriptedServer server) {
        return OllamaConnection.builder().baseUrl(url(server)).build();
    }

    static ChatModel model(ScriptedServer server) {
        return connection(server)
                .chatModel(ModelSettings.builder("assistant", MODEL).build());
    }
}
