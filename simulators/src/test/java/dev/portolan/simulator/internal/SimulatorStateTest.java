package dev.portolan.simulator.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.portolan.simulator.openai.OpenAiSimulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SimulatorStateTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(SimulatorState.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        log.setLevel(Level.WARN);
        log.addAppender(logged);
    }

    @AfterEach
    void forget() {
        log.detachAppender(logged);
        log.setLevel(null);
    }

    @Test
    void aMindThatFailsIsLoggedWithoutWhatItSays() throws Exception {
        try (OpenAiSimulator simulator = OpenAiSimulator.start(prompt -> {
            throw new IllegalStateException("no answer to " + prompt.userText(), new AssertionError(prompt.userText()));
        })) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/chat/completions"))
                                    .header("authorization", "Bearer k")
                                    .header("content-type", "application/json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"secret\"}]}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("secret");
        }
        assertThat(logged.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).isEqualTo("The responder failed");
            assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                    .contains("IllegalStateException", "AssertionError", "SimulatorStateTest")
                    .doesNotContain("secret");
        });
    }
}
