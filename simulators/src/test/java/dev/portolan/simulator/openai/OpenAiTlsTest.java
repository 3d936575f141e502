package dev.portolan.simulator.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** The same simulator in TLS. */
class OpenAiTlsTest {

    private static final String STREAM =
            "{\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}";

    @Test
    void whoTrustsItsCertificateMaySpeakToIt() throws Exception {
        try (OpenAiSimulator simulator = OpenAiSimulator.builder().tls().start()) {
            assertThat(simulator.baseUrl().toString()).isEqualTo("https://127.0.0.1:" + simulator.port() + "/v1");
            HttpResponse<String> answer =
                    trusting(simulator.certificate()).send(request(simulator), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).contains("\"content\":\" three\"").endsWith("data: [DONE]\n\n");
            assertThatThrownBy(() ->
                            HttpClient.newHttpClient().send(request(simulator), HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void overHttp2AStreamIsResetAndTheConnectionGoesOn() throws Exception {
        try (OpenAiSimulator simulator = OpenAiSimulator.builder()
                .tls()
                .faults(Faults.first(1, Fault.resetAfter(2)))
                .start()) {
            HttpClient client = trusting(simulator.certificate());

            assertThatThrownBy(() -> client.send(request(simulator), HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("RST_STREAM");
            assertThat(client.send(request(simulator), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(simulator.openConnections()).isOne();
        }
    }

    private static HttpRequest request(OpenAiSimulator simulator) {
        return HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/chat/completions"))
                .header("authorization", "Bearer sk-test")
                .POST(HttpRequest.BodyPublishers.ofString(STREAM))
                .build();
    }

    private static HttpClient trusting(X509Certificate certificate) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("simulator", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
