package dev.portolan.example.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.routing.rollout.RolloutEvent;
import dev.portolan.routing.rollout.RolloutEvent.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LiveRolloutTest {

    @Test
    @Tag("integration")
    void trafficMovesStepByStepAndBackByItselfAndNoCustomerSeesIt() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

        LiveRollout.Result result = new LiveRollout(out).run();

        List<RolloutEvent> log = result.rollout().log();
        assertThat(log.stream().map(RolloutEvent::kind).filter(Kind::isTransition))
                .containsExactly(Kind.CREATED, Kind.ADVANCED, Kind.ADVANCED, Kind.ROLLED_BACK, Kind.RECOVERED);
        assertThat(log.stream().map(RolloutEvent::percent)).contains(5.0, 25.0).doesNotContain(100.0);
        RolloutEvent rolledBack = log.stream()
                .filter(event -> event.kind() == Kind.ROLLED_BACK)
                .findFirst()
                .orElseThrow();
        assertThat(rolledBack.actor()).isEqualTo(RolloutEvent.JUDGE);
        assertThat(rolledBack.reason()).contains("calls to the target failed").contains("limit 5 %");
        assertThat(result.failures()).isZero();
        assertThat(result.answeredAfterwards()).isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("now next begins to fail")
                .contains("rolled-back")
                .contains("0 of them failed for a customer");
    }
}
