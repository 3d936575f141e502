package dev.portolan.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.error.ErrorKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which request meets which fault. */
class FaultsTest {

    private static final Fault STALL = Fault.stallAfter(2);
    private static final Fault RESET = Fault.resetAfter(1);

    private static ReceivedRequest request(String body) {
        return new ReceivedRequest("POST", "/v1/chat/completions", Map.of(), body, null);
    }

    private static List<Integer> met(Faults faults, int requests) {
        return IntStream.rangeClosed(1, requests)
                .filter(number -> faults.of(number, request("")) != null)
                .boxed()
                .toList();
    }

    @Test
    void requestsMeetFaultsByNumber() {
        assertThat(met(Faults.NONE, 5)).isEmpty();
        assertThat(met(Faults.always(STALL), 3)).containsExactly(1, 2, 3);
        assertThat(met(Faults.first(2, STALL), 5)).containsExactly(1, 2);
        assertThat(met(Faults.NONE.onRequest(3, STALL), 5)).containsExactly(3);
        assertThat(met(Faults.NONE.onRequests(number -> number % 2 == 0, STALL), 5))
                .containsExactly(2, 4);
    }

    @Test
    void chanceIsTheSameForTheSameSeedAndAboutAsLikelyAsAsked() {
        Faults faults = Faults.NONE.withProbability(0.2, 42, STALL);

        assertThat(met(faults, 200)).isEqualTo(met(Faults.NONE.withProbability(0.2, 42, RESET), 200));
        assertThat(met(faults, 200)).isNotEqualTo(met(Faults.NONE.withProbability(0.2, 43, STALL), 200));
        assertThat(met(faults, 10_000)).hasSizeBetween(1_850, 2_150);
        assertThat(met(Faults.NONE.withProbability(0, 42, STALL), 1_000)).isEmpty();
        assertThat(met(Faults.NONE.withProbability(1, 42, STALL), 10)).hasSize(10);
    }

    @Test
    void requestsMeetFaultsByWhatTheySay() {
        Faults faults = Faults.NONE.when(request -> request.body().contains("weather"), STALL);

        assertThat(faults.of(1, request("the weather"))).isEqualTo(STALL);
        assertThat(faults.of(2, request("the time"))).isNull();
    }

    @Test
    void aRequestThatSeveralRulesMeetHasAllTheirFaults() {
        Faults faults = Faults.always(STALL).onRequest(2, RESET);

        assertThat(faults.of(1, request(""))).isEqualTo(STALL);
        assertThat(faults.of(2, request(""))).isEqualTo(new Fault.Joined(List.of(STALL, RESET)));
        assertThat(faults.all()).containsExactly(STALL, RESET);
    }

    @Test
    void joinedFaultsStayFlat() {
        Fault three = STALL.and(RESET).and(Fault.delay(Duration.ofMillis(5)));

        assertThat(three.parts()).containsExactly(STALL, RESET, Fault.delay(Duration.ofMillis(5)));
        assertThatThrownBy(() -> new Fault.Joined(List.of(three)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none of them joined");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> Fault.stallAfter(-1)).hasMessageContaining("pieces must be zero or more");
        assertThatThrownBy(() -> Fault.status(200)).hasMessageContaining("400 to 599");
        assertThatThrownBy(() -> Fault.slow(0)).hasMessageContaining("more than zero");
        assertThatThrownBy(() -> Fault.htmlErrorPage(101)).hasMessageContaining("200 to 599");
        assertThatThrownBy(() -> Fault.hugeBody(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> Fault.error(ErrorKind.RATE_LIMITED).retryAfter(Duration.ofSeconds(-1)))
                .hasMessageContaining("retryAfter must not be negative");
        assertThatThrownBy(() -> Faults.NONE.withProbability(1.5, 1, STALL)).hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> Faults.NONE.onRequest(0, STALL)).hasMessageContaining("at least 1");
    }
}
