package dev.portolan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** A plain client with a key: the JDK's HTTP, bodies by hand, nothing of the library. */
final class Client {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    Client(OpenAiSimulator simulator) {
        this.base = simulator.baseUrl().toString();
    }

    /** An answer: status, headers, text, and the text as JSON. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text() {
            return response.body();
        }

        JsonNode json() {
            return tree(response.body());
        }

        JsonNode at(String pointer) {
            return json().at(pointer);
        }

        /** The events of a stream: the data of each, parsed; an end marker is a text. */
        List<JsonNode> events() {
            List<JsonNode> events = new ArrayList<>();
            for (String frame : text().split("\n\n")) {
                String data = frame.substring(frame.indexOf("data: ") + "data: ".length());
                events.add(data.equals("[DONE]") ? JSON.getNodeFactory().textNode(data) : tree(data));
            }
            return events;
        }

        /** What is at a place of every event that has it, put together. */
        String joined(String pointer) {
            StringBuilder joined = new StringBuilder();
            for (JsonNode event : events()) {
                joined.append(event.at(pointer).asText(""));
            }
            return joined.toString();
        }
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("No JSON: " + json, e);
        }
    }

    Answer chat(String body) {
        return post("/chat/completions", body);
    }

    Answer responses(String body) {
        return post("/responses", body);
    }

    Answer post(String path, String body) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("authorization", "Bearer sk-test")
                .header("content-type", "application/json");
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError("The simulator did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
