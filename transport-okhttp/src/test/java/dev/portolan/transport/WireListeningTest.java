package dev.portolan.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.WireListener;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.spi.support.CallGuard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a call's wire listener hears of it. */
@Timeout(30)
class WireListeningTest {

    private static final byte[] JSON = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);

    private final HttpTransport transport = new HttpTransport(TransportOptions.DEFAULTS);
    private final List<Heard> exchanges = new ArrayList<>();
    private final CallContext context = CallContext.builder()
            .wireListener((method, address, headers, body) -> {
                Heard heard = new Heard(method + " " + address, headers, new String(body, StandardCharsets.UTF_8));
                exchanges.add(heard);
                return heard;
            })
            .build();

    /** One exchange as it was heard. */
    private static final class Heard implements WireListener.Exchange {
        private final String line;
        private final List<WireListener.Header> headers;
        private final String body;
        private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
        private int status;
        private String end = "";

        Heard(String line, List<WireListener.Header> headers, String body) {
            this.line = line;
            this.headers = headers;
            this.body = body;
        }

        @Override
        public void answered(int code, List<WireListener.Header> answerHeaders) {
            status = code;
        }

        @Override
        public void received(byte[] bytes, int offset, int length) {
            answer.write(bytes, offset, length);
        }

        @Override
        public void ended(WireListener.End how, @Nullable Throwable failure) {
            end += how + (failure == null ? "" : " " + failure.getClass().getSimpleName());
        }
    }

    @AfterEach
    void close() {
        transport.close();
    }

    private HttpAnswer post(ScriptedServer server, CallGuard guard) {
        return transport
                .endpoint(server.baseUrl(), "chat/completions")
                .post(JSON, Map.of("Authorization", "Bearer sk-1"), true, guard);
    }

    @Test
    void aWholeAnswerIsHeardWithoutTheKey() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{\"a\":1}"));
                CallGuard guard = CallGuard.start(context);
                HttpAnswer answer = post(server, guard)) {
            assertThat(answer.bytes()).hasSize(7);
            Heard heard = exchanges.get(0);
            assertThat(heard.line).isEqualTo("POST " + server.baseUrl() + "/chat/completions");
            assertThat(heard.headers)
                    .contains(
                            new WireListener.Header("Authorization", "[removed]"),
                            new WireListener.Header("Accept", "text/event-stream"));
            assertThat(heard.body).isEqualTo("{\"model\":\"m\"}");
            assertThat(heard.status).isEqualTo(200);
            assertThat(heard.answer).hasToString("{\"a\":1}");
            assertThat(heard.end).isEqualTo("COMPLETE");
        }
    }

    @Test
    void aStreamIsHeardToItsEnd() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("data: 1\n\ndata: 2\n\n"));
                CallGuard guard = CallGuard.start(context);
                HttpAnswer answer = post(server, guard)) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            while (answer.read(read::write)) {
                guard.received();
            }
            assertThat(exchanges.get(0).answer).hasToString(read.toString(StandardCharsets.UTF_8));
            assertThat(exchanges.get(0).end).isEqualTo("COMPLETE");
        }
    }

    @Test
    void anAnswerThatIsClosedEarlyWasLeft() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("data: 1\n\n"));
                CallGuard guard = CallGuard.start(context)) {
            post(server, guard).close();
            assertThat(exchanges.get(0).end).isEqualTo("LEFT");
        }
    }

    @Test
    void aResetIsHeardWithWhatHadCome() {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
                    exchange.write("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\n{\"error\":");
                    return false;
                });
                CallGuard guard = CallGuard.start(context);
                HttpAnswer answer = post(server, guard)) {
            assertThat(new String(answer.errorBytes(), StandardCharsets.UTF_8)).isEqualTo("{\"error\":");
            assertThat(exchanges.get(0).answer).hasToString("{\"error\":");
            assertThat(exchanges.get(0).end).isEqualTo("BROKEN ProtocolException");
        }
    }

    @Test
    void aServerThatNeverAnswersIsHeardAsBroken() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Exchange::reset);
                CallGuard guard = CallGuard.start(context)) {
            assertThatThrownBy(() -> post(server, guard)).isInstanceOf(LlmException.class);
            assertThat(exchanges.get(0).status).isZero();
            assertThat(exchanges.get(0).end).startsWith("BROKEN ");
        }
    }

    @Test
    void aRedirectIsHeard() {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
                    exchange.write("HTTP/1.1 302 Found\r\nLocation: https://example.com/\r\nContent-Length: 0\r\n\r\n");
                    return true;
                });
                CallGuard guard = CallGuard.start(context)) {
            assertThatThrownBy(() -> post(server, guard)).isInstanceOf(LlmException.class);
            assertThat(exchanges.get(0).status).isEqualTo(302);
            assertThat(exchanges.get(0).end).isEqualTo("LEFT");
        }
    }

    @Test
    void aSecondTryOnANewConnectionIsAnExchangeOfItsOwn() {
        try (ScriptedServer server = new ScriptedServer(exchange -> exchange.onConnection() == 2
                ? exchange.reset()
                : ScriptedServer.ok("{}").answer(exchange))) {
            for (int call = 0; call < 2; call++) {
                try (CallGuard guard = CallGuard.start(context);
                        HttpAnswer answer = post(server, guard)) {
                    answer.bytes();
                }
            }
            assertThat(exchanges).hasSize(3);
            assertThat(exchanges.get(1).end).startsWith("BROKEN ");
            assertThat(exchanges.get(2).end).isEqualTo("COMPLETE");
        }
    }
}
