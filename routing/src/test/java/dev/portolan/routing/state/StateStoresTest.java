package dev.portolan.routing.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StateStoresTest {

    @Test
    void memoryIsAlwaysThere() {
        assertThat(StateStores.named("memory")).isSameAs(StateStores.named(StateStores.MEMORY));
    }

    @Test
    void aRegisteredStoreIsFoundByItsNameUntilItIsDeregistered() {
        StateStore mine = new InMemoryStateStore();
        StateStores.register("state-stores-test", mine);
        try {
            StateStores.register("state-stores-test", mine);
            assertThat(StateStores.named("state-stores-test")).isSameAs(mine);
            assertThatThrownBy(() -> StateStores.register("state-stores-test", new InMemoryStateStore()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("deregister");
        } finally {
            StateStores.deregister("state-stores-test");
        }
        assertThatThrownBy(() -> StateStores.named("state-stores-test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("memory")
                .hasMessageContaining("register");
    }

    @Test
    void theNameOfTheMemoryIsTaken() {
        assertThatThrownBy(() -> StateStores.register("memory", new InMemoryStateStore()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
