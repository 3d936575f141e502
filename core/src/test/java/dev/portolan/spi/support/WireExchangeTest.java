package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.WireListener;
import dev.portolan.chat.WireListener.End;
import dev.portolan.chat.WireListener.Header;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WireExchangeTest {

    private static final byte[] BODY = {1, 2, 3};

    private final List<String> heard = new ArrayList<>();

    /** Writes down what it hears. */
    private final WireListener listener = (method, address, headers, body) -> {
        heard.add(method + " " + address + " " + shown(headers) + " " + body.length);
        return new WireListener.Exchange() {
            @Override
            public void answered(int status, List<Header> answerHeaders) {
                heard.add(status + " " + shown(answerHeaders));
            }

            @Override
            public void received(byte[] bytes, int offset, int length) {
                heard.add("+" + length);
            }

            @Override
            public void ended(End end, @Nullable Throwable failure) {
                heard.add(end + " " + failure);
            }
        };
    };

    private static String shown(List<Header> headers) {
        return String.join(
                ",",
                headers.stream()
                        .map(header -> header.name() + "=" + header.value())
                        .toList());
    }

    private static WireExchange begin(@Nullable WireListener to, String address, Header... headers) {
        try (CallGuard guard =
                CallGuard.start(CallContext.builder().wireListener(to).build())) {
            assertThat(guard.isObserved()).isEqualTo(to != null);
            return guard.exchange("POST", address, List.of(headers), BODY);
        }
    }

    @Test
    void anExchangeIsHeardFromItsRequestToItsEndAndEndsOnce() {
        WireExchange exchange =
                begin(listener, "https://api.example.com/v1/chat", new Header("Accept", "text/event-stream"));
        assertThat(exchange.isObserved()).isTrue();
        exchange.answered(200, List.of(new Header("x-request-id", "r1")));
        exchange.received(BODY, 1, 2);
        exchange.ended(End.COMPLETE, null);
        exchange.ended(End.LEFT, null);
        exchange.received(BODY, 0, 1);
        assertThat(heard)
                .containsExactly(
                        "POST https://api.example.com/v1/chat Accept=text/event-stream 3",
                        "200 x-request-id=r1",
                        "+2",
                        "COMPLETE null");
        assertThat(exchange.isObserved()).isFalse();
    }

    @Test
    void whatMayBeACredentialIsTakenOutOfTheRequest() {
        begin(
                listener,
                "https://user:pass@api.example.com/v1/chat?api-version=2025-01-01&key=AIza&sig=x&flag#frag",
                new Header("Authorization", "Bearer sk-1"),
                new Header("api-key", "k"),
                new Header("X-Gateway", "team-secret"),
                new Header("Content-Type", "application/json"));
        assertThat(heard)
                .containsExactly(
                        "POST https://api.example.com/v1/chat?api-version=2025-01-01&key=[removed]&sig=[removed]"
                                + "&[removed] Authorization=[removed],api-key=[removed],X-Gateway=[removed],Content-Type=application/json 3");
    }

    @Test
    void whatNamesASecretIsTakenOutOfTheAnswerAndLimitsStay() {
        begin(listener, "https://api.example.com/")
                .answered(
                        429,
                        List.of(
                                new Header("Set-Cookie", "__cf_bm=1"),
                                new Header("x-ratelimit-remaining-tokens", "12"),
                                new Header("x-amz-security-token", "t"),
                                new Header("Retry-After", "5")));
        assertThat(heard.get(1))
                .isEqualTo(
                        "429 Set-Cookie=[removed],x-ratelimit-remaining-tokens=12,x-amz-security-token=[removed],Retry-After=5");
    }

    @Test
    void withoutAListenerNothingIsHeard() {
        WireExchange exchange = begin(null, "https://api.example.com/");
        assertThat(exchange.isObserved()).isFalse();
        exchange.answered(200, List.of());
        exchange.ended(End.COMPLETE, null);
        assertThat(heard).isEmpty();
    }

    @Test
    void aListenerThatFailsHearsNoMoreAndDisturbsNobody() {
        WireExchange exchange = begin(
                (method, address, headers, body) -> new WireListener.Exchange() {
                    @Override
                    public void answered(int status, List<Header> answerHeaders) {
                        throw new IllegalStateException("full");
                    }

                    @Override
                    public void received(byte[] bytes, int offset, int length) {
                        heard.add("received");
                    }

                    @Override
                    public void ended(End end, @Nullable Throwable failure) {
                        heard.add("ended");
                    }
                },
                "https://api.example.com/");
        exchange.answered(200, List.of());
        exchange.received(BODY, 0, 1);
        exchange.ended(End.COMPLETE, null);
        assertThat(heard).isEmpty();
        assertThat(begin(
                                (method, address, headers, body) -> {
                                    throw new IllegalStateException("full");
                                },
                                "https://api.example.com/")
                        .isObserved())
                .isFalse();
    }

    @Test
    void headersDoNotPrintTheirValues() {
        assertThat(new Header("Authorization", "Bearer sk-1")).hasToString("Header[Authorization]");
    }
}
