package dev.portolan.openai;

import dev.portolan.simulator.ScriptedServer;

/** What OpenAI's two APIs send, piece by piece, for tests that break it off anywhere. */
enum Wire {
    CHAT {
        @Override
        String begin() {
            return chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
        }

        @Override
        String text(String piece) {
            return chunk("{\"content\":\"" + piece + "\"}", "null");
        }

        @Override
        String toolStart() {
            return chunk(
                    "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"refund\","
                            + "\"arguments\":\"\"}}]}",
                    "null");
        }

        @Override
        String arguments(String piece) {
            return chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"" + piece + "\"}}]}", "null");
        }

        @Override
        String end() {
            return chunk("{}", "\"stop\"")
                    + "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-2024-08-06\","
                    + "\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}\n\n"
                    + "data: [DONE]\n\n";
        }

        @Override
        String errorInside() {
            return "data: {\"error\":{\"message\":\"The server had an error while processing your request\","
                    + "\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n";
        }

        @Override
        String hostile() {
            return "{\"id\":\"\",\"created\":-1e400,\"model\":\" \",\"choices\":[{\"index\":-1,\"message\":{\"role\":\"\",\"tool_calls\":[{"
                    + "\"id\":\"\",\"type\":\"function\",\"function\":{\"name\":\"\",\"arguments\":\"{\"}}]},\"finish_reason\":\"\"}],"
                    + "\"usage\":{\"prompt_tokens\":-9,\"completion_tokens\":1e400,\"total_tokens\":-11}}";
        }

        @Override
        String hostileEvents() {
            return "data: {\"id\":\"\",\"model\":\" \",\"choices\":[{\"index\":-1,\"delta\":{\"role\":\"\",\"tool_calls\":[{\"index\":-1,"
                    + "\"id\":\"\",\"function\":{\"name\":\"\",\"arguments\":\"{\"}}]},\"finish_reason\":\"\"}],"
                    + "\"usage\":{\"prompt_tokens\":-9,\"completion_tokens\":1e400}}\n\ndata: [DONE]\n\n";
        }

        @Override
        String whole(String text) {
            return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-4o-2024-08-06\",\"choices\":[{"
                    + "\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                    + "\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{"
                    + "\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11},\"service_tier\":\"default\"}";
        }

        private String chunk(String delta, String finish) {
            return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-2024-08-06\","
                    + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
        }
    },
    RESPONSES {
        @Override
        String begin() {
            return event("response.created", "\"response\":" + response("in_progress", ""))
                    + event(
                            "response.output_item.added",
                            "\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"in_progress\","
                                    + "\"role\":\"assistant\",\"content\":[]}")
                    + event(
                            "response.content_part.added",
                            "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"part\":{\"type\":\"output_text\","
                                    + "\"text\":\"\",\"annotations\":[]}");
        }

        @Override
        String text(String piece) {
            return event(
                    "response.output_text.delta",
                    "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"" + piece + "\"");
        }

        @Override
        String toolStart() {
            return event(
                    "response.output_item.added",
                    "\"output_index\":1,\"item\":{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"call_1\","
                            + "\"status\":\"in_progress\",\"name\":\"refund\",\"arguments\":\"\"}");
        }

        @Override
        String arguments(String piece) {
            return event(
                    "response.function_call_arguments.delta",
                    "\"item_id\":\"fc_1\",\"output_index\":1,\"delta\":\"" + piece + "\"");
        }

        @Override
        String end() {
            return event("response.completed", "\"response\":" + response("completed", message("Hello")));
        }

        @Override
        String errorInside() {
            return event(
                    "response.failed",
                    "\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"failed\",\"model\":\"gpt-4o-2024-08-06\","
                            + "\"output\":[],\"error\":{\"code\":\"server_error\",\"message\":\"The model failed\"}}");
        }

        @Override
        String hostile() {
            return "{\"id\":\"\",\"created_at\":-1e400,\"status\":\"\",\"model\":\" \",\"output\":[{\"type\":\"\"},{\"type\":"
                    + "\"function_call\",\"id\":\"\",\"call_id\":\"\",\"name\":\"\",\"arguments\":\"{\"}],\"usage\":{"
                    + "\"input_tokens\":-9,\"output_tokens\":1e400,\"total_tokens\":-11}}";
        }

        @Override
        String hostileEvents() {
            return event(
                            "response.output_item.added",
                            "\"output_index\":-1,\"item\":{\"type\":\"function_call\",\"id\":\"\",\"call_id\":\"\",\"name\":\"\"}")
                    + event("response.output_text.delta", "\"output_index\":-1,\"content_index\":-1,\"delta\":\"\"")
                    + event("response.completed", "\"response\":" + hostile());
        }

        @Override
        String whole(String text) {
            return response("completed", message(text));
        }

        private String message(String text) {
            return "{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{"
                    + "\"type\":\"output_text\",\"text\":\"" + text + "\",\"annotations\":[]}]}";
        }

        private String response(String status, String output) {
            return "{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1,\"status\":\"" + status
                    + "\",\"error\":null,\"incomplete_details\":null,\"model\":\"gpt-4o-2024-08-06\",\"output\":["
                    + output
                    + "],\"usage\":{\"input_tokens\":9,\"output_tokens\":2,\"total_tokens\":11}}";
        }

        private String event(String type, String members) {
            return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n";
        }
    };

    static final String ERROR_EVENT =
            "event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"Something went wrong\",\"param\":null}\n\n";

    /** What comes before the first piece of text. */
    abstract String begin();

    abstract String text(String piece);

    abstract String toolStart();

    abstract String arguments(String piece);

    /** The end marker, for the text {@code Hello}. */
    abstract String end();

    /** An error of the vendor inside a stream of status 200. */
    abstract String errorInside();

    /** An answer in one piece. */
    abstract String whole(String text);

    /** An answer in good JSON with values that make no sense. */
    abstract String hostile();

    /** The same as a stream. */
    abstract String hostileEvents();

    /** The setting that chooses this API. */
    String api() {
        return this == CHAT ? "chat" : "responses";
    }

    /** A whole stream, closed by the server. */
    ScriptedServer.Step hello() {
        return stream(begin() + text("Hel") + text("lo") + end());
    }

    /** Sends the head of a stream and these events, then closes. */
    static ScriptedServer.Step stream(String events) {
        return exchange -> {
            exchange.write(head() + events);
            return false;
        };
    }

    static String head() {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nx-request-id: req_1\r\n\r\n";
    }

    /** Headers of limits that make no sense. */
    static final String HOSTILE_HEADERS =
            "x-ratelimit-limit-requests: -1e400\r\nx-ratelimit-remaining-tokens: 1e999999\r\n"
                    + "x-ratelimit-reset-requests: 99999999999999999999999h\r\nx-ratelimit-reset-tokens: .\r\n"
                    + "retry-after: 99999999999999999999999\r\nretry-after-ms: -1e400\r\n";

    /** Sends a whole answer. */
    static ScriptedServer.Step answer(int status, String contentType, String headers, String body) {
        return exchange -> {
            exchange.write("HTTP/1.1 " + status + " Status\r\nContent-Type: " + contentType
                    + "\r\nx-request-id: req_1\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            return true;
        };
    }

    static ScriptedServer.Step json(int status, String body) {
        return answer(status, "application/json", "", body);
    }
}
