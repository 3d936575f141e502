package dev.portolan.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** The floor: OkHttp with its defaults and Jackson's streaming parser, written for these two jobs and nothing else. */
public final class HandWrittenClient implements Client {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final JsonFactory FACTORY = new JsonFactory();

    private final OkHttpClient http = new OkHttpClient();
    private final String url;

    /**
     * A client of a server.
     *
     * @param baseUrl its base address
     */
    public HandWrittenClient(String baseUrl) {
        this.url = baseUrl + "/chat/completions";
    }

    private Request request(boolean stream) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("model", "gpt-4o-mini");
            json.writeArrayFieldStart("messages");
            message(json, "system", Prompts.SYSTEM);
            message(json, "user", Prompts.USER);
            json.writeEndArray();
            json.writeNumberField("temperature", 0.2);
            json.writeArrayFieldStart("tools");
            json.writeStartObject();
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", "find_port");
            json.writeStringField("description", "Finds ports by name");
            json.writeFieldName("parameters");
            json.writeRawValue(Prompts.PARAMETERS);
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndArray();
            if (stream) {
                json.writeBooleanField("stream", true);
                json.writeObjectFieldStart("stream_options");
                json.writeBooleanField("include_usage", true);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return new Request.Builder()
                .url(url)
                .header("Authorization", "Bearer test-key")
                .post(RequestBody.create(bytes.toByteArray(), JSON))
                .build();
    }

    private static void message(JsonGenerator json, String role, String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", role);
        json.writeStringField("content", text);
        json.writeEndObject();
    }

    @Override
    public int call() {
        try (Response response = http.newCall(request(false)).execute();
                JsonParser json = FACTORY.createParser(response.body().byteStream())) {
            Answer answer = new Answer();
            answer.read(json);
            return answer.sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int stream() {
        try (Response response = http.newCall(request(true)).execute()) {
            BufferedSource source = response.body().source();
            Answer answer = new Answer();
            for (String line = source.readUtf8Line(); line != null; line = source.readUtf8Line()) {
                if (line.startsWith("data: {")) {
                    try (JsonParser json = FACTORY.createParser(line.substring(6))) {
                        answer.read(json);
                    }
                }
            }
            return answer.sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.connectionPool().evictAll();
        http.dispatcher().executorService().shutdown();
    }

    /** Takes the fields that are needed, wherever they stand. */
    private static final class Answer {
        private final StringBuilder text = new StringBuilder();
        private final List<String> pieces = new ArrayList<>();
        private @Nullable String tool;
        private @Nullable String arguments;
        private int input;
        private int output;

        void read(JsonParser json) throws IOException {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    field(json.currentName(), json);
                }
            }
        }

        private void field(String name, JsonParser json) throws IOException {
            switch (name) {
                case "content" -> {
                    if (json.nextToken() == JsonToken.VALUE_STRING) {
                        String piece = json.getText();
                        pieces.add(piece);
                        text.append(piece);
                    }
                }
                case "name" -> tool = json.nextTextValue();
                case "arguments" -> arguments = json.nextTextValue();
                case "prompt_tokens" -> input = json.nextIntValue(0);
                case "completion_tokens" -> output = json.nextIntValue(0);
                default -> {}
            }
        }

        int sum() {
            return text.toString().length()
                    + input
                    + output
                    + (tool == null ? 0 : tool.length())
                    + (arguments == null ? 0 : arguments.length());
        }
    }
}
