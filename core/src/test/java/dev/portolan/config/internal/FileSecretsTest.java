package dev.portolan.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portolan.spi.Secret;
import dev.portolan.spi.Spi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class FileSecretsTest {

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Path file;
    private FileSecrets source;

    @BeforeEach
    void mount() throws Exception {
        file = Files.writeString(folder.resolve("openai"), "first-secret\n");
        source = new FileSecrets(folder, nanos::get);
        log.start();
        ((Logger) LoggerFactory.getLogger(FileSecret.class)).addAppender(log);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(FileSecret.class)).detachAppender(log);
    }

    private void rotate(String content, int second) throws Exception {
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000L + second)));
    }

    private void secondsPass(int seconds) {
        nanos.addAndGet(seconds * 1_000_000_000L);
    }

    @Test
    void theSecretIsTheContentWithoutTheLineEnd() {
        assertThat(source.find(file.toString()).reveal()).isEqualTo("first-secret");
        assertThat(source.find("openai").reveal()).isEqualTo("first-secret");
        assertThat(source.find("openai")).hasToString("Secret[***]");
    }

    @Test
    void aRotatedSecretIsSeenAfterASecondAndNotBefore() throws Exception {
        Secret secret = source.find("openai");
        rotate("second-secret", 1);
        assertThat(secret.reveal()).isEqualTo("first-secret");
        secondsPass(1);
        assertThat(secret.reveal()).isEqualTo("second-secret");
        secondsPass(1);
        assertThat(secret.reveal()).isEqualTo("second-secret");
    }

    @Test
    void whileTheFileIsMissingOrEmptyTheLastValueStaysWithOneWarning() throws Exception {
        Secret secret = source.find("openai");
        Files.delete(file);
        secondsPass(1);
        assertThat(secret.reveal()).isEqualTo("first-secret");
        rotate("  \n", 1);
        secondsPass(1);
        assertThat(secret.reveal()).isEqualTo("first-secret");
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains(file.toString())
                .doesNotContain("first-secret");

        rotate("second-secret", 2);
        secondsPass(1);
        assertThat(secret.reveal()).isEqualTo("second-secret");
    }

    @Test
    void aMissingOrEmptyFileIsRefusedAtFirst() throws Exception {
        assertThatThrownBy(() -> source.find("nowhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(folder.resolve("nowhere").toString());
        rotate("\n", 1);
        assertThatThrownBy(() -> source.find("openai")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> source.find("nul\0")).hasMessage("the reference is not a path");
    }

    @Test
    void theSourcesMadeByTheServiceLoaderReadTheProcess() {
        assertThat(new FileSecrets().find(file.toString()).reveal()).isEqualTo("first-secret");
        assertThat(new FileSecrets().spiVersion()).isEqualTo(Spi.VERSION);
        Map.Entry<String, String> variable = System.getenv().entrySet().stream()
                .filter(entry -> !entry.getValue().isBlank())
                .findFirst()
                .orElseThrow();
        assertThat(new EnvironmentSecrets().find(variable.getKey()).reveal())
                .isEqualTo(variable.getValue().strip());
    }
}
