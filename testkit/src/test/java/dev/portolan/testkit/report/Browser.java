package dev.portolan.testkit.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Chromium without a window, steered through chromedriver by the few commands of <a
 * href="https://www.w3.org/TR/webdriver2/">WebDriver</a> that the tests need.
 */
final class Browser {

    static final String ENTER = "\uE007";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    private Browser(Process driver, String base, Path downloads) throws IOException, InterruptedException {
        this.driver = driver;
        ObjectNode request = MAPPER.createObjectNode();
        ObjectNode wanted = request.withObject("/capabilities/alwaysMatch").put("browserName", "chrome");
        wanted.withObject("/goog:loggingPrefs").put("browser", "ALL").put("performance", "ALL");
        wanted.put("unhandledPromptBehavior", "ignore");
        ObjectNode options = wanted.withObject("/goog:chromeOptions");
        options.withArray("/args")
                .add("--headless=new")
                .add("--no-sandbox")
                .add("--disable-gpu")
                .add("--disable-dev-shm-usage")
                .add("--window-size=1280,900");
        options.withObject("/prefs").put("download.default_directory", downloads.toString());
        find("chromium", "chromium-browser", "google-chrome").ifPresent(path -> options.put("binary", path.toString()));
        JsonNode made = send("POST", base + "/session", request);
        this.session = base + "/session/" + made.path("sessionId").asText();
    }

    /** A browser, or nothing where none is installed. */
    static Optional<Browser> open(Path downloads) throws IOException, InterruptedException {
        Optional<Path> program = find("chromedriver");
        if (program.isEmpty()
                || find("chromium", "chromium-browser", "google-chrome").isEmpty()) {
            return Optional.empty();
        }
        Process driver = new ProcessBuilder(program.get().toString(), "--port=0")
                .redirectErrorStream(true)
                .start();
        BufferedReader said = new BufferedReader(driver.inputReader(StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                return Optional.of(new Browser(driver, "http://127.0.0.1:" + port.group(1), downloads));
            }
        }
        throw new IOException("chromedriver ended and named no port");
    }

    private static Optional<Path> find(String... names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(names)
                .flatMap(name -> Stream.of(path.split(File.pathSeparator, -1)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    void go(String address) throws IOException, InterruptedException {
        send("POST", session + "/url", MAPPER.createObjectNode().put("url", address));
    }

    /** What a script returns. */
    JsonNode run(String script) throws IOException, InterruptedException {
        ObjectNode request = MAPPER.createObjectNode().put("script", script);
        request.putArray("args");
        return send("POST", session + "/execute/sync", request);
    }

    String text(String script) throws IOException, InterruptedException {
        return run("return " + script).asText();
    }

    int count(String selector) throws IOException, InterruptedException {
        return run("return document.querySelectorAll(" + MAPPER.writeValueAsString(selector) + ").length")
                .asInt();
    }

    /** Clicks as a user does: on what is there by now, visible and not covered. */
    void click(String selector) throws IOException, InterruptedException {
        await(selector);
        run("document.querySelector(" + MAPPER.writeValueAsString(selector)
                + ").scrollIntoView({block: 'center', behavior: 'instant'})");
        send("POST", element(selector) + "/click", MAPPER.createObjectNode());
    }

    void type(String selector, String keys) throws IOException, InterruptedException {
        await(selector);
        send("POST", element(selector) + "/value", MAPPER.createObjectNode().put("text", keys));
    }

    /** Presses keys wherever the focus is. */
    void press(String keys) throws IOException, InterruptedException {
        ObjectNode request = MAPPER.createObjectNode();
        ObjectNode keyboard =
                request.withArray("/actions").addObject().put("type", "key").put("id", "keyboard");
        for (int key : keys.codePoints().toArray()) {
            keyboard.withArray("/actions").addObject().put("type", "keyDown").put("value", Character.toString(key));
            keyboard.withArray("/actions").addObject().put("type", "keyUp").put("value", Character.toString(key));
        }
        send("POST", session + "/actions", request);
    }

    /** The page fills what is opened after the click, in a task of its own. */
    private void await(String selector) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (count(selector) == 0) {
            if (System.nanoTime() > deadline) {
                throw new IOException("The page has had no " + selector + " for " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(20);
        }
    }

    private String element(String selector) throws IOException, InterruptedException {
        JsonNode found = send(
                "POST",
                session + "/element",
                MAPPER.createObjectNode().put("using", "css selector").put("value", selector));
        return session + "/element/" + found.elements().next().asText();
    }

    /** What the console was told since the last call. */
    List<String> console() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        send("POST", session + "/se/log", MAPPER.createObjectNode().put("type", "browser"))
                .forEach(entry -> lines.add(entry.path("message").asText()));
        return lines;
    }

    /** What was asked for since the last call, the page itself included. */
    List<String> requests() throws IOException, InterruptedException {
        List<String> addresses = new ArrayList<>();
        for (JsonNode entry :
                send("POST", session + "/se/log", MAPPER.createObjectNode().put("type", "performance"))) {
            JsonNode message = MAPPER.readTree(entry.path("message").asText()).path("message");
            if (message.path("method").asText().equals("Network.requestWillBeSent")) {
                addresses.add(message.at("/params/request/url").asText());
            }
        }
        return addresses;
    }

    private JsonNode send(String method, String address, ObjectNode body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json; charset=utf-8")
                .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        JsonNode value = MAPPER.readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .path("value");
        if (value.hasNonNull("error")) {
            throw new IOException(
                    value.path("error").asText() + ": " + value.path("message").asText());
        }
        return value;
    }

    void close() throws IOException, InterruptedException {
        try {
            http.send(
                    HttpRequest.newBuilder(URI.create(session)).DELETE().build(),
                    HttpResponse.BodyHandlers.discarding());
        } finally {
            driver.destroy();
            if (!driver.waitFor(10, TimeUnit.SECONDS)) {
                driver.destroyForcibly();
            }
        }
    }
}
