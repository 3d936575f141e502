package dev.portolan.routing.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Tier;
import dev.portolan.spi.ModelResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
    private static final Resolution LIKE = new Resolution(
            Wanted.like(Cloud.BEDROCK, "gpt-4o-mini"),
            "amazon.nova-lite-v1:0",
            "amazon/nova-lite",
            "2026.11.21",
            DAY,
            List.of("a written\npairing", "0.9 times the price"));
    private static final Resolution TIER = new Resolution(
            Wanted.tier(Cloud.AZURE, Tier.MINI), "gpt-5.4-mini", "openai/gpt-5.4-mini", "2026.11.21", DAY, List.of());

    @TempDir
    private Path folder;

    @Test
    void theSameAnswersGiveTheSameBytesInOneOrder() {
        assertThat(LockFile.of(List.of(LIKE, TIER)).text())
                .isEqualTo(LockFile.of(List.of(TIER, LIKE)).text())
                .isEqualTo("""
                        # What like= and tier= in the configuration stand for. Commit this file with it.
                        # "portolan catalog resolve" writes it anew; a newer catalog alone changes nothing.
                        lock = 1

                        [azure tier=mini]
                        model = gpt-5.4-mini
                        canonical = openai/gpt-5.4-mini
                        catalog = 2026.11.21
                        day = 2026-11-21

                        [bedrock like=gpt-4o-mini]
                        model = amazon.nova-lite-v1:0
                        canonical = amazon/nova-lite
                        catalog = 2026.11.21
                        day = 2026-11-21
                        reason = a written pairing
                        reason = 0.9 times the price
                        """);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        LockFile lock = LockFile.of(List.of(LIKE, TIER));
        Path file = folder.resolve("portolan.lock");
        lock.write(file);

        LockFile read = LockFile.read(file);

        assertThat(read).isEqualTo(lock).hasSameHashCodeAs(lock);
        assertThat(read.answer(LIKE.wanted())).isEqualTo(LIKE);
        assertThat(read.answer(Wanted.like(Cloud.AZURE, "gpt-4o-mini"))).isNull();
        assertThat(read.source()).isEqualTo(file.toString());
        assertThat(read).hasToString("LockFile[" + file + ", 2 answers]");
    }

    @Test
    void everyMistakeIsToldWithItsLine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LockFile.parse("""
                        model = early
                        lock = 2
                        [mars like=x]
                        [bedrock]
                        [azure tier=huge]
                        [azure tier=mini]
                        model = a
                        model = b
                        colour = blue
                        canonical =
                        what is this
                        [openai tier=mini]
                        model = a
                        canonical = b/a
                        catalog = 1
                        day = yesterday
                        [openai like=z]
                        model = a
                        canonical = b/a
                        catalog = 1
                        day = 2026-11-21
                        [openai like=z]
                        model = a
                        canonical = b/a
                        catalog = 1
                        day = 2026-11-21
                        """, "p.lock"))
                .withMessageContaining("portolan catalog resolve")
                .withMessageContaining("p.lock:1: \"model\" stands before the first [cloud ...]")
                .withMessageContaining("p.lock:2: form 2 of lock files is not known here")
                .withMessageContaining("p.lock:3: There is no cloud \"mars\"")
                .withMessageContaining("p.lock:4: after the cloud stands like=... or tier=...")
                .withMessageContaining("p.lock:5: There is no tier \"huge\"")
                .withMessageContaining("p.lock:6: [azure tier=mini] lacks canonical, catalog, day")
                .withMessageContaining("p.lock:8: model is given twice")
                .withMessageContaining("p.lock:9: there is no \"colour\" here")
                .withMessageContaining("p.lock:10: canonical is empty")
                .withMessageContaining("p.lock:11: is neither")
                .withMessageContaining("p.lock:12: day: \"yesterday\" is not a day")
                .withMessageContaining("p.lock:22: [openai like=z] stands here twice");
    }

    @Test
    void anyOtherFileIsNoLock() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LockFile.parse("", "p.lock"))
                .withMessageContaining("this is no lock file");
    }

    @Test
    void theLockLiesWhereItIsNamedElseBesideTheConfiguration() throws IOException {
        Path near = Files.createDirectory(folder.resolve("near"));
        Path far = Files.createDirectory(folder.resolve("far"));
        ModelResolver.Surroundings both = new ModelResolver.Surroundings(null, List.of(near, far), List.of());
        assertThat(LockFile.find(both)).isNull();
        assertThat(LockFile.place(both)).isEqualTo(near.resolve("portolan.lock"));

        LockFile.of(List.of(TIER)).write(far.resolve("portolan.lock"));
        assertThat(LockFile.find(both)).isEqualTo(LockFile.of(List.of(TIER)));
        assertThat(LockFile.place(both)).isEqualTo(far.resolve("portolan.lock"));

        Path named = folder.resolve("models.lock");
        ModelResolver.Surroundings said = new ModelResolver.Surroundings(named, List.of(far), List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LockFile.find(said))
                .withMessageContaining("there is no such file");
        LockFile.of(List.of(LIKE)).write(named);
        assertThat(LockFile.find(said)).isEqualTo(LockFile.of(List.of(LIKE)));
        assertThat(LockFile.place(said)).isEqualTo(named);
        assertThat(LockFile.place(ModelResolver.Surroundings.NONE)).isNull();
    }

    @Test
    void aLockOnTheClassPathIsFoundLast() throws IOException {
        LockFile.of(List.of(TIER)).write(folder.resolve("portolan.lock"));
        try (java.net.URLClassLoader loader =
                new java.net.URLClassLoader(new java.net.URL[] {folder.toUri().toURL()}, null)) {
            assertThat(LockFile.find(new ModelResolver.Surroundings(null, List.of(), List.of(loader))))
                    .isEqualTo(LockFile.of(List.of(TIER)));
        }
    }

    @Test
    void aQuestionIsOfOneKindAndOneLine() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Wanted(Cloud.AZURE, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Wanted(Cloud.AZURE, "a", Tier.MINI));
        assertThatIllegalArgumentException().isThrownBy(() -> Wanted.like(Cloud.AZURE, "a\nb"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Resolution(TIER.wanted(), "a\nmodel = b", "c", "1", DAY, List.of()));
    }

    @Test
    void zonesArePartOfTheQuestion() {
        Wanted inTheEu = Wanted.like(Cloud.BEDROCK, "gpt-4o-mini").within(List.of("eu", "us"));
        Resolution answer = new Resolution(inTheEu, "eu.a", "b/a", "1", DAY, List.of());
        LockFile read = LockFile.parse(LockFile.of(List.of(answer)).text(), "a");

        assertThat(inTheEu).hasToString("bedrock like=gpt-4o-mini residency=eu,us");
        assertThat(read.answer(inTheEu)).isEqualTo(answer);
        assertThat(read.answer(Wanted.like(Cloud.BEDROCK, "gpt-4o-mini"))).isNull();
        assertThatIllegalArgumentException().isThrownBy(() -> inTheEu.within(List.of("E U")));
    }
}
