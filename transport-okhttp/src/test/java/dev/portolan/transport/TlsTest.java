package dev.portolan.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.error.NetworkFailure;
import dev.portolan.spi.support.CallGuard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over TLS, where HTTP/2 is spoken. The certificate is made for the test and trusted only where a test says so. */
@Timeout(30)
class TlsTest {

    // RFC 9113, section 7
    private static final int INTERNAL_ERROR = 2;
    private static final int REFUSED_STREAM = 7;

    private static final byte[] JSON = "{}".getBytes(StandardCharsets.UTF_8);

    private final HeldCertificate certificate =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private final MockWebServer server = new MockWebServer();
    private HttpTransport transport = new HttpTransport(TransportOptions.DEFAULTS);

    @BeforeEach
    void start() throws IOException {
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslSocketFactory());
        server.start(InetAddress.getByName("localhost"), 0);
    }

    @AfterEach
    void stop() {
        transport.close();
        server.close();
    }

    private void trustTheServer() {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        transport.close();
        transport = new HttpTransport(TransportOptions.builder()
                .client(new OkHttpClient.Builder()
                        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                        .build())
                .build());
    }

    private Endpoint endpoint() {
        return transport.endpoint(URI.create("https://localhost:" + server.getPort() + "/v1"), "chat/completions");
    }

    private HttpAnswer post(CallGuard guard) {
        return endpoint().post(JSON, Map.of(), true, guard);
    }

    private static String text(HttpAnswer answer, CallGuard guard) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (answer.read(text::write)) {
            guard.received();
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefusedAndNamed() {
        server.enqueue(new MockResponse.Builder().body("{}").build());
        assertThatThrownBy(() -> {
                    try (CallGuard guard = CallGuard.start(CallContext.EMPTY);
                            HttpAnswer answer = post(guard)) {
                        text(answer, guard);
                    }
                })
                .isInstanceOf(NetworkFailure.class)
                .hasMessageContaining("TLS")
                .hasMessageContaining("certificate");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void manyStreamsShareOneConnectionOfHttp2() throws Exception {
        trustTheServer();
        int streams = 20;
        for (int i = 0; i < streams; i++) {
            server.enqueue(new MockResponse.Builder()
                    .body("data: piece\n\n".repeat(4))
                    .throttleBody(13, 10, TimeUnit.MILLISECONDS)
                    .build());
        }
        try (CallGuard first = CallGuard.start(CallContext.EMPTY);
                HttpAnswer opened = post(first)) {
            for (int i = 1; i < streams; i++) {
                try (CallGuard guard = CallGuard.start(CallContext.EMPTY);
                        HttpAnswer answer = post(guard)) {
                    assertThat(text(answer, guard)).isEqualTo("data: piece\n\n".repeat(4));
                }
            }
            assertThat(text(opened, first)).isEqualTo("data: piece\n\n".repeat(4));
        }
        for (int i = 0; i < streams; i++) {
            var request = server.takeRequest();
            assertThat(request.getVersion()).isEqualTo("HTTP/2");
            assertThat(request.getConnectionIndex()).isZero();
        }
    }

    @Test
    void abortingOneStreamOfAConnectionLeavesTheOthersAlone() throws Exception {
        trustTheServer();
        server.enqueue(new MockResponse.Builder()
                .body("data: slow\n\n".repeat(100))
                .throttleBody(12, 100, TimeUnit.MILLISECONDS)
                .build());
        server.enqueue(new MockResponse.Builder()
                .body("data: other\n\n".repeat(10))
                .throttleBody(13, 10, TimeUnit.MILLISECONDS)
                .build());
        try (CallGuard slow = CallGuard.start(CallContext.EMPTY);
                HttpAnswer left = post(slow);
                CallGuard guard = CallGuard.start(CallContext.EMPTY);
                HttpAnswer answer = post(guard)) {
            slow.abort();
            assertThat(text(answer, guard)).isEqualTo("data: other\n\n".repeat(10));
            assertThatThrownBy(() -> text(left, slow)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aStreamThatTheServerResetsFailsInsteadOfEnding() throws Exception {
        trustTheServer();
        server.enqueue(new MockResponse.Builder()
                .body("data: piece\n\n".repeat(50))
                .onResponseBody(new SocketEffect.CloseStream())
                .build());
        try (CallGuard guard = CallGuard.start(CallContext.EMPTY);
                HttpAnswer answer = post(guard)) {
            assertThatThrownBy(() -> text(answer, guard)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aStreamThatTheServerRefusedUnprocessedIsSentAgain() throws Exception {
        assertThat(answersAfterAReset(REFUSED_STREAM)).isTrue();
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void aStreamThatTheServerMayHaveProcessedIsNotSentAgain() throws Exception {
        assertThat(answersAfterAReset(INTERNAL_ERROR)).isFalse();
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    /** The reset must come on a connection that is kept, as one that is new cannot be stale. */
    private boolean answersAfterAReset(int http2ErrorCode) throws IOException {
        trustTheServer();
        server.enqueue(new MockResponse.Builder().body("{}").build());
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseStream(http2ErrorCode))
                .build());
        server.enqueue(new MockResponse.Builder().body("{}").build());
        try (CallGuard guard = CallGuard.start(CallContext.EMPTY);
                HttpAnswer answer = post(guard)) {
            text(answer, guard);
        }
        try (CallGuard guard = CallGuard.start(CallContext.EMPTY);
                HttpAnswer answer = post(guard)) {
            return text(answer, guard).equals("{}");
        } catch (NetworkFailure e) {
            return false;
        }
    }

    @Test
    void aClientThatSpeaksHttp1OnlyIsServedToo() throws Exception {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        transport.close();
        transport = new HttpTransport(TransportOptions.builder()
                .client(new OkHttpClient.Builder()
                        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                        .protocols(List.of(Protocol.HTTP_1_1))
                        .build())
                .build());
        server.enqueue(new MockResponse.Builder().body("{}").build());
        try (CallGuard guard = CallGuard.start(CallContext.EMPTY);
                HttpAnswer answer = post(guard)) {
            assertThat(text(answer, guard)).isEqualTo("{}");
        }
        assertThat(server.takeRequest().getVersion()).isEqualTo("HTTP/1.1");
    }
}
