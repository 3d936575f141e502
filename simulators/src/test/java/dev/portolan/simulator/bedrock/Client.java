package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/** Talks to a simulator with plain HTTP. Quotes in bodies may be single; event streams are read by AWS's own decoder. */
final class Client {

    static final String CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    static final String NOVA = "amazon.nova-lite-v1:0";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    Client(BedrockSimulator simulator) {
        this.base = simulator.baseUrl();
    }

    Answer converse(String model, String body) {
        return post(model, "converse", body);
    }

    /** One user text. */
    Answer say(String model, String text) {
        return converse(model, "{'messages':[{'role':'user','content':[{'text':'" + text + "'}]}]}");
    }

    Answer stream(String model, String body) {
        return post(model, "converse-stream", body);
    }

    Answer post(String model, String operation, String body) {
        return post(model, operation, body, Map.of());
    }

    Answer post(String model, String operation, String body, Map<String, String> headers) {
        HttpRequest.Builder request = request("/model/" + model.replace(":", "%3A") + "/" + operation)
                .header("authorization", "Bearer any")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        headers.forEach(request::header);
        return send(request);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("content-type", "application/json");
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Answer(HttpResponse<byte[]> response) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonNode at(String pointer) {
            return json(text()).at(pointer);
        }

        String message() {
            return at("/message").asText();
        }

        /** The error's class without its suffix. */
        String error() {
            return header("x-amzn-errortype").replaceFirst(":.*", "");
        }

        List<Event> events() {
            return decode(response.body());
        }

        /** The models' own events within the chunks of InvokeModel. */
        List<JsonNode> chunks() {
            return events().stream()
                    .map(event -> json(new String(
                            Base64.getDecoder()
                                    .decode(event.payload().path("bytes").asText()),
                            StandardCharsets.UTF_8)))
                    .toList();
        }
    }

    static List<Event> decode(byte[] body) {
        List<Event> events = new ArrayList<>();
        MessageDecoder decoder = new MessageDecoder(message -> events.add(Event.of(message)));
        decoder.feed(ByteBuffer.wrap(body));
        return events;
    }

    record Event(String messageType, String type, JsonNode payload) {
        static Event of(Message message) {
            String messageType = message.getHeaders().get(":message-type").getString();
            String type = message.getHeaders()
                    .get(messageType.equals("event") ? ":event-type" : ":exception-type")
                    .getString();
            return new Event(messageType, type, json(new String(message.getPayload(), StandardCharsets.UTF_8)));
        }
    }
}
