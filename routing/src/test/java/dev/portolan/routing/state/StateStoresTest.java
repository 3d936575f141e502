package dev.portolan.routing.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @TempDir
    Path temp;

    @Test
    void aFolderIsOneStoreByWhateverPathItIsNamed() throws IOException {
        StateStore store = StateStores.named("file:" + temp.resolve("state"));
        Files.createSymbolicLink(temp.resolve("link"), temp.resolve("state"));

        assertThat(StateStores.named("file:" + temp.resolve("x/../state"))).isSameAs(store);
        assertThat(StateStores.named("file:" + temp.resolve("link"))).isSameAs(store);
        store.update("a", current -> new StateChange.Next("v"));
        try (StateStore own = FileStateStore.open(temp.resolve("state"))) {
            assertThat(own.read("a")).isEqualTo(new StoredState("v", 1));
        }
    }

    @Test
    void aFolderThatCannotBeUsedIsToldAtOnce() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "x");

        assertThatThrownBy(() -> StateStores.named("file:" + file)).isInstanceOf(StateStoreException.class);
        assertThatThrownBy(() -> StateStores.named("file: ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StateStores.register("file:x", new InMemoryStateStore()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
