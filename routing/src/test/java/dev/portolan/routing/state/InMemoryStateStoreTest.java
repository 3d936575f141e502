package dev.portolan.routing.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;

class InMemoryStateStoreTest extends StateStoreContract {

    @Override
    StateStore create(Clock clock) {
        return new InMemoryStateStore(clock);
    }

    @Test
    void forgottenKeysTakeNoRoom() {
        for (int i = 0; i < 5000; i++) {
            store.update(
                    "k" + i,
                    current -> new StateChange.Next(
                            "v", java.util.List.of(), clock.instant().plusMillis(1)));
            clock.pass(java.time.Duration.ofMillis(2));
        }

        assertThat(store.toString()).matches("InMemoryStateStore\\[\\d{1,3} keys]|InMemoryStateStore\\[10\\d\\d keys]");
    }
}
