package dev.portolan.azure;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import java.net.URI;

/** What Azure's Chat Completions sends, piece by piece, for tests that break it off anywhere. */
final class Wire {

    static final ChatRequest REQUEST = ChatRequest.of("Order 7 came broken.");

    static final String SAFE =
            "{\"hate\":{\"filtered\":false,\"severity\":\"safe\"},\"jailbreak\":{\"filtered\":false,\"detected\":false}}";

    static final String HEADERS =
            "apim-request-id: 11111111-2222-3333-4444-555555555555\r\nx-ms-region: Sweden Central\r\n";

    private Wire() {}

    /** The first chunk of most streams: no choices, no id, no model. */
    static String promptFiltered() {
        return "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\",\"prompt_filter_results\":[{"
                + "\"prompt_index\":0,\"content_filter_results\":" + SAFE + "}]}\n\n";
    }

    static String text(String piece) {
        return chunk("\"content_filter_results\":{},\"delta\":{\"content\":\"" + piece + "\"},\"finish_reason\":null");
    }

    /** What the asynchronous filter adds: a choice without a delta. */
    static String filterChunk(String results) {
        return chunk("\"content_filter_results\":" + results
                + ",\"content_filter_offsets\":{\"check_offset\":44,\"start_offset\":44,\"end_offset\":198},"
                + "\"finish_reason\":null");
    }

    static String end(String finish) {
        return chunk("\"content_filter_results\":{},\"delta\":{},\"finish_reason\":\"" + finish + "\"")
                + "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini-2024-07-18\","
                + "\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}\n\n"
                + "data: [DONE]\n\n";
    }

    private static String chunk(String choice) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini-2024-07-18\","
                + "\"choices\":[{\"index\":0," + choice + "}]}\n\n";
    }

    static String whole(String text) {
        return whole(",\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\"}", SAFE, "stop");
    }

    static String whole(String message, String filters, String finish) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[{"
                + "\"index\":0" + message + ",\"content_filter_results\":" + filters
                + ",\"finish_reason\":\"" + finish + "\"}],\"prompt_filter_results\":[{\"prompt_index\":0,"
                + "\"content_filter_results\":" + SAFE + "}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,"
                + "\"total_tokens\":11}}";
    }

    static String response(String text) {
        return "{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1,\"status\":\"completed\",\"error\":null,"
                + "\"model\":\"gpt-4o-mini\",\"output\":[{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"completed\","
                + "\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"" + text
                + "\",\"annotations\":[]}]}],\"content_filters\":[{\"blocked\":false,\"source_type\":\"prompt\","
                + "\"content_filter_results\":" + SAFE + "},{\"blocked\":false,\"source_type\":\"completion\","
                + "\"content_filter_results\":{\"violence\":{\"filtered\":false,\"severity\":\"low\"}}}],"
                + "\"usage\":{\"input_tokens\":9,\"output_tokens\":2,\"total_tokens\":11}}";
    }

    static String head() {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n" + HEADERS + "\r\n";
    }

    /** Sends the head of a stream and these events, then closes. */
    static ScriptedServer.Step stream(String events) {
        return exchange -> {
            exchange.write(head() + events);
            return false;
        };
    }

    static ScriptedServer.Step answer(int status, String headers, String body) {
        return exchange -> {
            exchange.write("HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\n" + HEADERS + headers
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            return true;
        };
    }

    static ScriptedServer.Step json(int status, String body) {
        return answer(status, "", body);
    }

    static URI url(ScriptedServer server) {
        return URI.create("http://localhost:" + server.port());
    }

    static AzureConnection connection(ScriptedServer server) {
        return AzureConnection.builder(url(server)).apiKey(Secret.of("k3y")).build();
    }

    static ChatModel model(ScriptedServer server) {
        return connection(server)
                .chatModel(ModelSettings.builder("assistant", "gpt-4o-mini").build());
    }
}
