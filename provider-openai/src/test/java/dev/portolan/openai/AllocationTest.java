package dev.portolan.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.management.ThreadMXBean;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a call and a streamed piece allocate on the caller's thread, beside a client written by hand on the same OkHttp and
 * Jackson that reads what every application needs: text, finish reason, model, id and usage. Bytes are steady where times are not, so they are held to a limit in every build.
 */
@Tag("integration")
@Timeout(180)
class AllocationTest {

    private static final Logger LOG = LoggerFactory.getLogger(AllocationTest.class);
    private static final int PIECES = 500;
    private static final String QUESTION = "Which of our orders came broken last week?";
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aCallAllocatesAtMostHalfAsMuchAgainAsOneWrittenByHand() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, Wire.CHAT.whole("word ".repeat(50))));
                OpenAiConnection connection = connection(server.baseUrl())) {
            ChatModel model = model(connection);
            ByHand byHand = new ByHand(server.baseUrl());
            long ours = bytes(
                    1,
                    () -> assertThat(model.chat(ChatRequest.of(QUESTION)).text())
                            .hasSize(250));
            long hand = bytes(1, () -> assertThat(byHand.chat(QUESTION).text()).hasSize(250));
            LOG.info("bytes allocated for a call: {}, by hand {}", ours, hand);
            assertThat((double) ours).isLessThan(1.5 * hand);
        }
    }

    @Test
    void aStreamedPieceAllocatesAtMostHalfAsMuchAgainAsOneWrittenByHand() throws IOException {
        // As long as OpenAI's own: 330 bytes.
        String piece = Wire.CHAT
                .text("word ")
                .replace(
                        "\"created\":1",
                        "\"created\":1,\"service_tier\":\"default\","
                                + "\"system_fingerprint\":\"fp_560af6e559\",\"obfuscation\":\"" + "x".repeat(100)
                                + "\"");
        String body = Wire.CHAT.begin() + piece.repeat(PIECES) + Wire.CHAT.end();
        StringBuilder chunked = new StringBuilder(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (String event : body.split("(?<=\n\n)", -1)) {
            if (!event.isEmpty()) {
                chunked.append(Integer.toHexString(event.length()))
                        .append("\r\n")
                        .append(event)
                        .append("\r\n");
            }
        }
        chunked.append("0\r\n\r\n");
        try (ScriptedServer server = new ScriptedServer(exchange -> {
                    exchange.write(chunked.toString());
                    return true;
                });
                OpenAiConnection connection = connection(server.baseUrl())) {
            ChatModel model = model(connection);
            ByHand byHand = new ByHand(server.baseUrl());
            long ours = bytes(PIECES, () -> {
                int count = 0;
                try (ChatStream stream = model.stream(ChatRequest.of(QUESTION))) {
                    for (String text : stream.text()) {
                        count += text.length();
                    }
                }
                assertThat(count).isEqualTo(5 * PIECES);
            });
            long hand = bytes(PIECES, () -> assertThat(byHand.stream(QUESTION)).isEqualTo(5 * PIECES));
            LOG.info("bytes allocated for a streamed piece of {} bytes: {}, by hand {}", piece.length(), ours, hand);
            assertThat((double) ours).isLessThan(1.5 * hand);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static long bytes(int units, Work work) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        int rounds = 0;
        while (System.nanoTime() < until || rounds < 300) {
            work.run();
            rounds++;
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            work.run();
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / 100 / units;
    }

    private static OpenAiConnection connection(URI address) {
        return OpenAiConnection.builder()
                .baseUrl(address)
                .server("openai")
                .apiKey(Secret.of("sk-test"))
                .build();
    }

    private static ChatModel model(OpenAiConnection connection) {
        return connection.chatModel(ModelSettings.builder("m", "gpt-4o").build());
    }

    /** What somebody writes who needs nothing but the text. */
    private static final class ByHand {
        private static final MediaType JSON = MediaType.get("application/json");
        private final OkHttpClient client = new OkHttpClient();
        private final JsonFactory json = new JsonFactory();
        private final String url;

        ByHand(URI address) {
            url = address + "/chat/completions";
        }

        private record Answer(String id, String model, String text, String finish, long input, long output) {}

        Answer chat(String question) throws IOException {
            try (Response response = client.newCall(request(question, false)).execute();
                    JsonParser parser = json.createParser(response.body().byteStream())) {
                String id = "";
                String model = "";
                String text = "";
                String finish = "";
                long input = 0;
                long output = 0;
                while (parser.nextToken() != null) {
                    if (parser.currentToken() == JsonToken.FIELD_NAME) {
                        switch (parser.currentName()) {
                            case "id" -> id = parser.nextTextValue();
                            case "model" -> model = parser.nextTextValue();
                            case "content" -> text = parser.nextTextValue();
                            case "finish_reason" -> finish = parser.nextTextValue();
                            case "prompt_tokens" -> input = parser.nextLongValue(0);
                            case "completion_tokens" -> output = parser.nextLongValue(0);
                            default -> {}
                        }
                    }
                }
                return new Answer(id, model, text, finish, input, output);
            }
        }

        int stream(String question) throws IOException {
            try (Response response = client.newCall(request(question, true)).execute()) {
                BufferedSource source = response.body().source();
                int count = 0;
                for (String line = source.readUtf8Line(); line != null; line = source.readUtf8Line()) {
                    if (line.startsWith("data: {")) {
                        count += piece(line.substring(6)).length();
                    }
                }
                return count;
            }
        }

        private String piece(String data) throws IOException {
            try (JsonParser parser = json.createParser(data)) {
                String text = "";
                while (parser.nextToken() != null) {
                    if (parser.currentToken() == JsonToken.FIELD_NAME
                            && parser.currentName().equals("content")) {
                        text = parser.nextTextValue();
                    }
                }
                return text;
            }
        }

        private Request request(String question, boolean stream) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            try (JsonGenerator generator = json.createGenerator(body)) {
                generator.writeStartObject();
                generator.writeStringField("model", "gpt-4o");
                generator.writeBooleanField("stream", stream);
                generator.writeArrayFieldStart("messages");
                generator.writeStartObject();
                generator.writeStringField("role", "user");
                generator.writeStringField("content", question);
                generator.writeEndObject();
                generator.writeEndArray();
                generator.writeEndObject();
            }
            return new Request.Builder()
                    .url(url)
                    .header("Authorization", "Bearer sk-test")
                    .post(RequestBody.create(body.toByteArray(), JSON))
                    .build();
        }
    }
}
