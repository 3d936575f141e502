package dev.portolan.routing.complexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SessionPinTest {

    private final SessionPin pin = new SessionPin(1, "triage");

    @Test
    void aSessionMovesUp() {
        assertThat(pin.next(3, RequestKind.TASK, "triage")).isEqualTo(new SessionPin(3, "triage"));
        assertThat(pin.next(3, RequestKind.TASK, null)).isEqualTo(new SessionPin(3, "triage"));
    }

    @Test
    void aSessionDoesNotMoveDownWithinATask() {
        assertThat(pin.next(0, RequestKind.TASK, "triage")).isEqualTo(pin);
        assertThat(pin.next(0, RequestKind.TASK, null)).isEqualTo(pin);
    }

    @Test
    void aNewTaskIsABorder() {
        assertThat(pin.next(0, RequestKind.TASK, "title")).isEqualTo(new SessionPin(0, "title"));
        assertThat(new SessionPin(2, null).next(1, RequestKind.TASK, "title")).isEqualTo(new SessionPin(1, "title"));
    }

    @Test
    void followUpsAndSmalltalkInherit() {
        assertThat(pin.next(0, RequestKind.FOLLOW_UP, "title")).isEqualTo(pin);
        assertThat(pin.next(3, RequestKind.FOLLOW_UP, null)).isEqualTo(pin);
        assertThat(pin.next(0, RequestKind.TRIVIAL, "title")).isEqualTo(pin);
    }

    @Test
    void aFollowUpOfNothingKnownGetsAtLeastTheUsualTier() {
        assertThat(SessionPin.first(0, 1, RequestKind.FOLLOW_UP, null)).isEqualTo(new SessionPin(1, null));
        assertThat(SessionPin.first(2, 1, RequestKind.FOLLOW_UP, null)).isEqualTo(new SessionPin(2, null));
        assertThat(SessionPin.first(0, 1, RequestKind.TRIVIAL, "chat")).isEqualTo(new SessionPin(0, "chat"));
        assertThatThrownBy(() -> new SessionPin(-1, null)).hasMessageContaining("tier");
    }
}
