package dev.portolan.routing.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.routing.rollout.RolloutEvent.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TransitionsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static RolloutEvent event(
            long number, Kind kind, RolloutStage stage, int step, double percent, long epoch, long run) {
        return new RolloutEvent(
                number, kind, NOON, "i", "Ada", "manual", "why", stage, step, percent, epoch, run, 7, null, null,
                "go-1");
    }

    private static final RolloutEvent CREATED = event(1, Kind.CREATED, RolloutStage.SHADOW, -1, 0, 1, 0);

    @Test
    void aLogIsReplayedToItsState() {
        RolloutState state = RolloutState.of(List.of(
                CREATED,
                event(2, Kind.ADVANCED, RolloutStage.STEP, 0, 5, 2, 0),
                event(3, Kind.ALERT, RolloutStage.STEP, 0, 5, 2, 0),
                event(4, Kind.HELD, RolloutStage.HELD, 0, 5, 2, 0),
                event(5, Kind.RESUMED, RolloutStage.STEP, 0, 5, 3, 0),
                event(6, Kind.ROLLED_BACK, RolloutStage.ROLLED_BACK, 0, 0, 4, 0),
                event(7, Kind.RECOVERED, RolloutStage.ROLLED_BACK, 0, 0, 4, 0)));

        assertThat(Objects.requireNonNull(state).stage()).isEqualTo(RolloutStage.ROLLED_BACK);
        assertThat(state.recovered()).isTrue();
        assertThat(state.events()).isEqualTo(7);
        assertThat(state.go()).isEqualTo("go-1");
        assertThat(RolloutState.fromJson(state.toJson())).isEqualTo(state);
        assertThat(RolloutState.of(List.of())).isNull();
    }

    @Test
    void whatCannotFollowIsRefused() {
        RolloutState shadow = Transitions.apply(null, CREATED);
        RolloutState step = Transitions.apply(shadow, event(2, Kind.ADVANCED, RolloutStage.STEP, 0, 5, 2, 0));
        RolloutState back = Transitions.apply(step, event(3, Kind.ROLLED_BACK, RolloutStage.ROLLED_BACK, 0, 0, 3, 0));

        refused(null, event(1, Kind.ADVANCED, RolloutStage.STEP, 0, 5, 1, 0));
        refused(shadow, CREATED);
        refused(shadow, event(3, Kind.ADVANCED, RolloutStage.STEP, 0, 5, 2, 0));
        refused(shadow, event(2, Kind.ADVANCED, RolloutStage.STEP, 1, 25, 2, 0));
        refused(shadow, event(2, Kind.ADVANCED, RolloutStage.STEP, 0, 5, 1, 0));
        refused(shadow, event(2, Kind.DONE, RolloutStage.DONE, -1, 100, 2, 0));
        refused(step, event(3, Kind.RESUMED, RolloutStage.STEP, 0, 5, 3, 0));
        refused(step, event(3, Kind.RESET, RolloutStage.SHADOW, -1, 0, 3, 1));
        refused(step, event(3, Kind.REVIEWED, RolloutStage.STEP, 0, 5, 2, 0));
        refused(back, event(4, Kind.ADVANCED, RolloutStage.STEP, 1, 25, 4, 0));
        refused(back, event(4, Kind.RESUMED, RolloutStage.STEP, 0, 5, 4, 0));
        refused(back, event(4, Kind.ROLLED_BACK, RolloutStage.ROLLED_BACK, 0, 0, 4, 0));
        refused(back, event(4, Kind.RESET, RolloutStage.SHADOW, -1, 0, 4, 0));
    }

    private static void refused(RolloutState before, RolloutEvent event) {
        assertThatThrownBy(() -> Transitions.apply(before, event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot follow");
    }

    @Test
    void eventsAreReadAsTheyWereWritten() {
        RolloutEvent event = event(4, Kind.ROLLED_BACK, RolloutStage.ROLLED_BACK, 0, 0, 4, 2);

        assertThat(RolloutEvent.fromJson(event.toJson())).isEqualTo(event);
        for (String broken : List.of(
                "",
                "[]",
                "{}",
                event.toJson().replace("/1", "/2"),
                event.toJson().replace("\"number\":4", "\"number\":\"x\""),
                event.toJson().replace("2026-11", "never"))) {
            assertThatThrownBy(() -> RolloutEvent.fromJson(broken)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
