package dev.portolan.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolResult;
import dev.portolan.tool.ToolJournal.Entry;
import dev.portolan.tool.ToolJournal.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileToolJournalTest {

    private static final Key KEY = new Key("conv\n1", "c1", "d");
    private static final ToolResult RESULT = new ToolResult(
            "c1",
            "look",
            List.of(new TextPart("seen\n"), new ImagePart(Media.of(new byte[] {1, 2}, "image/png"))),
            true,
            null);

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("tools.jsonl");
    }

    @Test
    void whatWasNotedIsThereForTheNextProcess() throws IOException {
        try (FileToolJournal journal = FileToolJournal.open(path)) {
            assertThat(journal.find(KEY)).isEqualTo(Entry.NEW);
            assertThat(journal.begin(KEY, false)).isTrue();
            assertThat(journal.begin(KEY, false)).isFalse();
            assertThat(journal.begin(KEY, true)).isTrue();
        }
        try (FileToolJournal journal = FileToolJournal.open(path)) {
            assertThat(journal.find(KEY)).isEqualTo(Entry.BEGUN);
            journal.end(KEY, RESULT);
        }
        try (FileToolJournal journal = FileToolJournal.open(path)) {
            assertThat(journal.find(KEY)).isEqualTo(new Entry(true, RESULT));
            assertThat(journal.find(new Key("conv\n1", "c1", "e"))).isEqualTo(Entry.NEW);
        }
    }

    @Test
    void whoSharesTheFileSeesWhatOthersNoteAtOnce() throws IOException {
        try (FileToolJournal one = FileToolJournal.open(path);
                FileToolJournal other = FileToolJournal.open(path)) {
            assertThat(one.begin(KEY, false)).isTrue();
            assertThat(other.begin(KEY, false)).isFalse();
            other.end(KEY, RESULT);
            assertThat(one.find(KEY).result()).isEqualTo(RESULT);
        }
    }

    @Test
    void oneOfManyThreadsBeginsACall() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (FileToolJournal journal = FileToolJournal.open(path)) {
            threads.invokeAll(java.util.Collections.nCopies(32, () -> {
                if (journal.begin(KEY, false)) {
                    begun.incrementAndGet();
                }
                return null;
            }));
        } finally {
            threads.shutdownNow();
        }
        assertThat(begun.get()).isEqualTo(1);
    }

    @Test
    void aLineThatADyingProcessLeftUnfinishedCountsForNothing() throws IOException {
        try (FileToolJournal journal = FileToolJournal.open(path)) {
            journal.begin(KEY, false);
        }
        Files.writeString(path, "{\"portolan\":1,\"type\":\"tool-jou", StandardOpenOption.APPEND);
        Key second = new Key("conv-2", "c1", "d");
        try (FileToolJournal journal = FileToolJournal.open(path)) {
            assertThat(journal.find(KEY)).isEqualTo(Entry.BEGUN);
            assertThat(journal.begin(second, false)).isTrue();
        }
        try (FileToolJournal journal = FileToolJournal.open(path)) {
            assertThat(journal.find(second)).isEqualTo(Entry.BEGUN);
        }
    }

    @Test
    void anotherFileIsNotTakenForAJournal() throws IOException {
        Files.writeString(path, "{\"portolan\":1,\"type\":\"recording\"}\n");
        assertThatThrownBy(() -> FileToolJournal.open(path))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no journal of tools");
    }

    @Test
    void aClosedJournalFailsAndShowsNothing() throws IOException {
        FileToolJournal journal = FileToolJournal.open(path);
        journal.close();
        assertThatThrownBy(() -> journal.begin(KEY, false)).isInstanceOf(UncheckedIOException.class);
        assertThat(journal.toString()).isEqualTo("FileToolJournal[" + path + "]");
    }
}
