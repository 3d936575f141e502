package dev.portolan.routing.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatStream;
import dev.portolan.evidence.check.Check;
import dev.portolan.routing.route.Target;
import dev.portolan.spi.support.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Property 24: comparator, redactor or recorder throwing is caught, counted, and cannot fail the user's call. Redaction happens before
 * anything is queued for the file, told or written.
 */
class MishapsAndRedactionTest {

    private static final String SECRET = "my card is 4111 1111 1111 1111";

    @TempDir
    private Path folder;

    private final Stage stage = new Stage();
    private final List<ShadowResult> results = new ArrayList<>();

    private ShadowSettings.Builder all() {
        return ShadowSettings.builder().sample(1).listener(results::add);
    }

    @Test
    void property24WhateverThrowsIsCountedAndToldOnceWithoutContent() {
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        Logger log = (Logger) LoggerFactory.getLogger(ShadowModel.class);
        log.addAppender(seen);
        try {
            ShadowModel shadow = stage.shadow(
                    Voice.saying("a", "x"),
                    Voice.saying("b", "y"),
                    ShadowSettings.builder()
                            .sample(1)
                            .listener(pair -> {
                                throw new IllegalStateException("listener " + SECRET);
                            })
                            .listener(results::add)
                            .checks(List.of(new ThrowingCheck()))
                            .keepContent(text -> {
                                throw new IllegalStateException("redactor " + text);
                            })
                            .prices((provider, model) -> {
                                throw new IllegalStateException("prices " + SECRET);
                            }));
            for (int i = 0; i < 3; i++) {
                assertThat(shadow.chat(Stage.ask(SECRET), CallContext.EMPTY).text())
                        .isEqualTo("x");
                stage.run();
            }
            assertThat(shadow.statistics().mishaps())
                    .containsEntry("listener", 3L)
                    .containsEntry("check", 6L)
                    .containsEntry("redactor", 3L)
                    .containsEntry("prices", 6L);
            assertThat(shadow.statistics().pairs()).isEqualTo(3);
            assertThat(shadow.statistics().checks().get("throws").targetMissing())
                    .isEqualTo(3);
            assertThat(results)
                    .hasSize(3)
                    .allSatisfy(pair -> assertThat(pair.content()).isNull());
            assertThat(seen.list)
                    .hasSize(4)
                    .allSatisfy(event -> assertThat(event.getFormattedMessage())
                            .contains("IllegalStateException")
                            .doesNotContain("4111"));
        } finally {
            log.detachAppender(seen);
        }
    }

    private static final class ThrowingCheck implements Check {
        @Override
        public String name() {
            return "throws";
        }

        @Override
        public dev.portolan.evidence.check.Score score(dev.portolan.evidence.check.Observation observation) {
            throw new IllegalStateException("check " + SECRET);
        }
    }

    @Test
    void property24AnExecutorThatRefusesCostsNobodyHisAnswer() {
        ShadowModel shadow = stage.shadow(
                new Target("old", Voice.saying("a", "x")),
                new Target("new", Voice.saying("b", "y")),
                all().queue(2),
                task -> {
                    throw new RejectedExecutionException("full");
                });
        for (int i = 0; i < 5; i++) {
            assertThat(shadow.chat(Stage.ask("question " + i), CallContext.EMPTY)
                            .text())
                    .isEqualTo("x");
        }
        assertThat(shadow.statistics().mishaps()).containsEntry("executor", 5L);
        assertThat(shadow.statistics().notCompared(NotCompared.QUEUE_FULL)).isEqualTo(3);
    }

    @Test
    void property24AMistakeInTheTargetIsNoErrorOfTheModel() {
        ShadowModel shadow = stage.shadow(
                Voice.saying("a", "x"),
                new Voice("b", (request, context) -> {
                    throw new NullPointerException(SECRET);
                }),
                all());
        try (ChatStream stream = shadow.stream(Stage.ask(SECRET), CallContext.EMPTY)) {
            assertThat(stream.response().text()).isEqualTo("x");
        }
        stage.run();
        assertThat(shadow.statistics().pairs()).isZero();
        assertThat(shadow.statistics().notCompared(NotCompared.DEFECT)).isEqualTo(1);
        assertThat(shadow.statistics().pending()).isZero();
    }

    @Test
    void property24ContentIsRedactedBeforeListenersAndFileGetIt() throws IOException {
        Path file = folder.resolve("pairs.jsonl");
        ShadowLog log = new ShadowLog(file);
        List<ShadowContent> told = new ArrayList<>();
        ShadowModel shadow = stage.shadow(
                Voice.saying("a", "noted: " + SECRET),
                Voice.saying("b", "write to jane@example.org"),
                ShadowSettings.builder()
                        .sample(1)
                        .keepContent(Redactor.standard())
                        .listener(pair -> told.add(pair.content()))
                        .log(log));
        shadow.chat(Stage.ask(SECRET), CallContext.EMPTY);
        stage.run();
        assertThat(told.get(0).prompt()).containsExactly("user: my card is [card]");
        assertThat(told.get(0).source()).isEqualTo("noted: my card is [card]");
        assertThat(told.get(0).target()).isEqualTo("write to [e-mail]");
        stage.until(() -> log.written() == 1);
        assertThat(Files.readString(file))
                .contains("[card]")
                .doesNotContain("4111")
                .doesNotContain("jane");
        assertThat(told.get(0)).asString().doesNotContain("card");
    }

    @Test
    void property24ByDefaultOnlyMeasuresAreWritten() throws IOException {
        Path file = folder.resolve("deep/pairs.jsonl");
        ShadowLog log = new ShadowLog(file);
        ShadowModel shadow = stage.shadow(
                Voice.saying("a", "alpha"),
                Voice.saying("b", "beta"),
                all().log(log).hashKey("k"));
        shadow.chat(
                Stage.ask("gamma"),
                CallContext.builder().tenant("t1").tag("region", "eu").build());
        shadow.chat(Stage.ask("gamma"), CallContext.EMPTY);
        stage.run();
        stage.until(() -> log.written() == 2);
        String lines = Files.readString(file);
        assertThat(lines)
                .doesNotContain("alpha")
                .doesNotContain("beta")
                .doesNotContain("gamma")
                .contains("\"tenant\":\"t1\"")
                .contains("\"outcome\":\"answered\"")
                .contains("\"tokens\":{\"input\":1000,\"output\":500}");
        assertThat(results.get(0).requestHash()).isEqualTo(results.get(1).requestHash());
        assertThat(results.get(0).source().answerHash())
                .isNotEqualTo(results.get(0).target().answerHash());
        assertThat(results.get(0)).asString().doesNotContain("gamma");
    }

    @Test
    void property24TheFileIsPutAsideByItsSize() throws IOException {
        Path file = folder.resolve("small.jsonl");
        ShadowLog log = new ShadowLog(file, 1_000, 2);
        ShadowModel shadow = stage.shadow(Voice.saying("a", "x"), Voice.saying("b", "y"), all().log(log));
        for (int i = 0; i < 12; i++) {
            shadow.chat(Stage.ask("question " + i), CallContext.EMPTY);
        }
        stage.run();
        stage.until(() -> log.written() == 12);
        assertThat(log.dropped()).isZero();
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("small.jsonl", "small.jsonl.1", "small.jsonl.2");
        }
    }

    @Test
    void property24HashesOfTwoShadowsCannotBeHeldAgainstEachOtherWithoutAKey() {
        stage.shadow(Voice.saying("a", "x"), Voice.saying("b", "y"), all()).chat(Stage.ask("same"), CallContext.EMPTY);
        stage.shadow(Voice.saying("a", "x"), Voice.saying("b", "y"), all()).chat(Stage.ask("same"), CallContext.EMPTY);
        stage.run();
        assertThat(results.get(0).requestHash())
                .hasSize(32)
                .isNotEqualTo(results.get(1).requestHash());
    }
}
