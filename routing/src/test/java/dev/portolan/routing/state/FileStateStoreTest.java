package dev.portolan.routing.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStateStoreTest extends StateStoreContract {

    @TempDir
    Path temp;

    @Override
    StateStore create(Clock clock) {
        return FileStateStore.open(folder(), clock);
    }

    private Path folder() {
        return temp.resolve("state");
    }

    private List<Path> files(String end) throws IOException {
        try (Stream<Path> all = Files.walk(folder())) {
            return all.filter(file -> file.getFileName().toString().matches("[0-9a-f]{64}" + end))
                    .toList();
        }
    }

    private Path only(String end) throws IOException {
        List<Path> found = files(end);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private void reopen() {
        store.close();
        store = create(clock);
    }

    @Test
    void whatWasWrittenIsThereWhenTheFolderIsOpenedAgain() {
        store.update("a", current -> new StateChange.Next("one", List.of("e1"), null));
        store.update("a", current -> new StateChange.Next("two", List.of("e2"), null));

        reopen();

        assertThat(store.read("a")).isEqualTo(new StoredState("two", 2));
        assertThat(store.events("a", 0, 9)).containsExactly(new StoredEvent(1, 1, "e1"), new StoredEvent(2, 2, "e2"));
    }

    @Test
    void storesOfOneProcessShareAFolderAndOneOutlivesTheOther() {
        try (StateStore other = FileStateStore.open(folder().resolve("..").resolve("state"), clock)) {
            other.update("a", current -> new StateChange.Next("of the other"));
            assertThat(store.read("a")).isEqualTo(new StoredState("of the other", 1));
        }

        store.update("a", current -> new StateChange.Next("mine"));
        assertThat(store.read("a")).isEqualTo(new StoredState("mine", 2));
    }

    @Test
    void aWriteThatWasCutOffAtAnyByteLeavesTheOldStateOrTheNew() throws IOException {
        store.update("a", current -> new StateChange.Next("first " + "x".repeat(60)));
        store.update("a", current -> new StateChange.Next("second " + "y".repeat(40)));
        Path file = only("");
        byte[] before = Files.readAllBytes(file);
        store.update("a", current -> new StateChange.Next("third " + "z".repeat(70)));
        byte[] after = Files.readAllBytes(file);
        int from = Arrays.mismatch(before, after);

        int old = 0;
        for (int cut = from; cut <= from + 220; cut++) {
            byte[] torn = before.clone();
            System.arraycopy(after, 0, torn, 0, cut);
            Files.write(file, torn);
            reopen();

            StoredState found = store.read("a");
            assertThat(found.version()).isIn(2L, 3L);
            assertThat(found.value()).startsWith(found.version() == 2 ? "second" : "third");
            old += found.version() == 2 ? 1 : 0;
            StateStore.Outcome next =
                    store.update("a", current -> new StateChange.Next("next after " + current.version()));
            assertThat(next.state()).isEqualTo(new StoredState("next after " + found.version(), found.version() + 1));
            assertThat(store.read("a")).isEqualTo(next.state());
        }
        assertThat(old).as("cuts after which the old state stands").isBetween(80, 200);
    }

    @Test
    void zerosWhereAPageWasNotWrittenLeaveTheOldState() throws IOException {
        store.update("a", current -> new StateChange.Next("first"));
        store.update("a", current -> new StateChange.Next("second"));
        Path file = only("");
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 512, (byte) 0);
        Files.write(file, bytes);

        assertThat(store.read("a")).isEqualTo(new StoredState("first", 1));
    }

    @Test
    void eventsWithoutTheirStateNeverHappened() throws IOException {
        store.update("a", current -> new StateChange.Next("one", List.of("e1"), null));
        byte[] before = Files.readAllBytes(only(""));
        store.update("a", current -> new StateChange.Next("two", List.of("a long event that was cut off"), null));
        Files.write(only(""), before);

        assertThat(store.events("a", 0, 9)).containsExactly(new StoredEvent(1, 1, "e1"));
        store.update("a", current -> new StateChange.Next("three", List.of("e2"), null));
        assertThat(store.events("a", 0, 9)).containsExactly(new StoredEvent(1, 1, "e1"), new StoredEvent(2, 2, "e2"));
    }

    @Test
    void aFileDoesNotGrowWithTheNumberOfUpdates() throws IOException {
        for (int i = 0; i < 200; i++) {
            store.update("a", current -> new StateChange.Next("v".repeat(100)));
        }

        assertThat(Files.size(only(""))).isEqualTo(8192);
    }

    @Test
    void expiredKeysAndWhatADyingProcessLeftAreRemovedInTime() throws IOException {
        for (int i = 0; i < 50; i++) {
            String key = "old" + i;
            store.update(
                    key,
                    current -> new StateChange.Next(
                            "v", List.of("e"), clock.instant().plusSeconds(1)));
        }
        Path left = files("").get(0);
        Files.write(left.resolveSibling("ab".repeat(32) + ".part"), new byte[9]);
        Files.write(left.resolveSibling("cd".repeat(32) + ".events"), new byte[9]);
        clock.pass(Duration.ofSeconds(2));

        for (int i = 0; i < 16 * StateFolder.STRIPES; i++) {
            store.update("new", current -> new StateChange.Next("v"));
        }

        assertThat(files("")).hasSize(1);
        assertThat(files("\\..*")).isEmpty();
    }

    @Test
    void anInterruptedThreadGetsItsUpdateThroughAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        try {
            store.update("a", current -> new StateChange.Next("rolled back", List.of("e"), null));
            assertThat(store.read("a").value()).isEqualTo("rolled back");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        store.update("a", current -> new StateChange.Next("again"));
        assertThat(store.read("a").version()).isEqualTo(2);
    }

    @Test
    void aChangeThatUsesTheStoreIsToldSo() {
        assertThatThrownBy(() -> store.update("a", current -> {
                    store.read("b");
                    return null;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must not use");
        assertThatThrownBy(() -> store.update("a", current -> {
                    store.close();
                    return null;
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void twoBrokenSlotsAreAnErrorThatNamesTheFile() throws IOException {
        store.update("a", current -> new StateChange.Next("secret value"));
        store.update("b", current -> new StateChange.Next("whole"));
        Path broken = files("").stream()
                .filter(file -> contains(file, "secret value"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(broken);
        bytes[40] ^= 1;
        Files.write(broken, bytes);

        assertThatThrownBy(() -> store.read("a"))
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        e -> assertThat(e.mayHaveChanged()).isFalse())
                .hasMessageContaining("broken")
                .hasMessageContaining(broken.toString())
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> store.update("a", current -> new StateChange.Next("new")))
                .isInstanceOf(StateStoreException.class);
        assertThat(store.read("b").value()).isEqualTo("whole");
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aBrokenOrMissingEventThatCountedIsAnError() throws IOException {
        store.update("a", current -> new StateChange.Next("v", List.of("e1", "e2"), null));
        Path log = only("\\.events");
        byte[] bytes = Files.readAllBytes(log);
        byte[] rotten = bytes.clone();
        rotten[rotten.length - 1] ^= 1;
        Files.write(log, rotten);
        assertThat(store.events("a", 0, 1)).hasSize(1);
        assertThatThrownBy(() -> store.events("a", 0, 2)).hasMessageContaining("event 2");

        byte[] wrongLength = bytes.clone();
        wrongLength[0] = 1;
        Files.write(log, wrongLength);
        assertThatThrownBy(() -> store.events("a", 0, 2)).hasMessageContaining("event 1");

        Files.write(log, Arrays.copyOf(bytes, bytes.length - 3));
        assertThatThrownBy(() -> store.events("a", 0, 2)).hasMessageContaining("missing");
        Files.delete(log);
        assertThatThrownBy(() -> store.events("a", 0, 2))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void aFileThatWasCopiedToAnotherKeyIsFoundOut() throws IOException {
        store.update("a", current -> new StateChange.Next("of a"));
        Path a = only("");
        store.update("b", current -> new StateChange.Next("of b"));
        Path b = files("").stream().filter(file -> !file.equals(a)).findFirst().orElseThrow();
        Files.write(b, Files.readAllBytes(a));

        assertThatThrownBy(() -> store.read("b")).hasMessageContaining("another key");
    }

    @Test
    void aFolderInAnotherFormatIsRefused() throws IOException {
        store.close();
        Files.writeString(folder().resolve("portolan-state"), "format 2\n");

        assertThatThrownBy(() -> FileStateStore.open(folder()))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("another format");
    }

    @Test
    void aFolderOfOtherFilesIsRefused() throws IOException {
        Path other = Files.createDirectory(temp.resolve("other"));
        Files.writeString(other.resolve("notes.txt"), "mine");

        assertThatThrownBy(() -> FileStateStore.open(other))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("notes.txt");
    }

    @Test
    void aFolderThatCannotBeMadeIsToldWithWhatToDo() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "x");

        for (Path folder : List.of(file, file.resolve("below"))) {
            assertThatThrownBy(() -> FileStateStore.open(folder))
                    .isInstanceOf(StateStoreException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("may write");
        }
    }

    @Test
    void aFolderThatWasBeingMadeWhenAProcessDiedIsFine() throws IOException {
        Path half = Files.createDirectory(temp.resolve("half"));
        Files.writeString(half.resolve("lock"), "");
        Files.writeString(half.resolve("portolan-state.part"), "for");

        try (StateStore opened = FileStateStore.open(half)) {
            opened.update("a", current -> new StateChange.Next("v"));
            assertThat(opened.read("a")).isNotNull();
        }
    }

    @Test
    void aFolderThatVanishesIsAnErrorAndNothingChangedForCertain() throws IOException {
        store.update("a", current -> new StateChange.Next("v"));
        Path shard = only("").getParent();
        try (Stream<Path> all = Files.list(shard)) {
            for (Path file : all.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(shard);
        Files.writeString(shard, "in the way");

        assertThatThrownBy(() -> store.update("a", current -> new StateChange.Next("w")))
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        e -> assertThat(e.mayHaveChanged()).isFalse())
                .hasMessageContaining(folder().toRealPath().toString());
    }

    @Test
    void aLockThatAnotherHolderDoesNotLetGoEndsInAnError() throws IOException {
        store.close();
        store = FileStateStore.open(folder(), clock, Duration.ofMillis(20));
        // A channel of the test's own stands for a Portolan of another class loader.
        try (FileChannel other = FileChannel.open(folder().resolve("lock"), StandardOpenOption.WRITE)) {
            other.lock();
            assertThatThrownBy(() -> store.update("a", current -> new StateChange.Next("v")))
                    .isInstanceOfSatisfying(
                            StateStoreException.class,
                            e -> assertThat(e.mayHaveChanged()).isFalse())
                    .hasMessageContaining("holds the lock");
        }
        store.update("a", current -> new StateChange.Next("v"));
        assertThat(store.read("a").version()).isEqualTo(1);
    }

    @Test
    void itSaysWhereItIsAndNotWhatItHolds() throws IOException {
        store.update("a", current -> new StateChange.Next("secret"));

        assertThat(store).hasToString("FileStateStore[" + folder().toRealPath() + "]");
    }
}
