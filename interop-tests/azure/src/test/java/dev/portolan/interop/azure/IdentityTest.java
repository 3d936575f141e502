package dev.portolan.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.azure.AzureSimulator;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Our provider with Azure's own library of identities on the class path: it is found by name and built, and its token is sent. The
 * managed identity is that of App Service, whose endpoint the environment names, here one on loopback; nothing else is asked.
 */
@Tag("integration")
@Timeout(120)
class IdentityTest {

    private static final String TOKEN = "t0ken-of-the-identity";

    private final AzureSimulator simulator = AzureSimulator.start(Responder.text("In Oslo."));
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer identity;

    @BeforeEach
    void startIdentity() throws IOException {
        identity = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        identity.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("X-IDENTITY-HEADER"));
                byte[] body = ("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"expires_on\":\""
                                + Instant.now().plusSeconds(3600).getEpochSecond()
                                + "\",\"resource\":\"https://cognitiveservices.azure.com\"}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        identity.start();
    }

    @AfterEach
    void close() {
        identity.stop(0);
        simulator.close();
    }

    private String call() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                new File(System.getProperty("java.home"), "bin/java").getPath(),
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                IdentityCall.class.getName(),
                simulator.baseUrl().toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
        builder.environment()
                .putAll(Map.of(
                        "AZURE_TOKEN_CREDENTIALS",
                        "ManagedIdentityCredential",
                        "IDENTITY_ENDPOINT",
                        "http://127.0.0.1:" + identity.getAddress().getPort() + "/msi/token",
                        "IDENTITY_HEADER",
                        "h3ader"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String said = "nothing";
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said = line.startsWith("answer ") || line.startsWith("failure ") ? line : said;
            }
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theDefaultChainIsFoundAndItsTokenIsSent() throws Exception {
        assertThat(call()).isEqualTo("answer In Oslo.");
        assertThat(asked)
                .singleElement()
                .satisfies(request -> assertThat(request)
                        .startsWith("/msi/token?")
                        .contains("resource=https")
                        .contains("cognitiveservices.azure.com")
                        .contains("client_id=client-7")
                        .endsWith(" h3ader"));
        assertThat(simulator.requests())
                .singleElement()
                .satisfies(
                        request -> assertThat(request.header("authorization")).isEqualTo("Bearer " + TOKEN));
    }

    @Test
    void anIdentityThatIsRefusedIsAnErrorOfAuthentication() throws Exception {
        status = 400;

        assertThat(call()).isEqualTo("failure authentication");
        assertThat(simulator.requests()).isEmpty();
    }
}
