package dev.portolan.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ErrorsPageTest {

    @Test
    void thePageTellsEachKindWithItsClassAndWhatHelps() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "errors.md"));
        for (ErrorKind kind : ErrorKind.values()) {
            LlmException thrown = ErrorDetails.builder("x").toException(kind);
            assertThat(page)
                    .contains("| `" + kind.id() + "` | `" + thrown.getClass().getSimpleName() + "` | "
                            + yesOrNo(kind.retryable()) + " | " + yesOrNo(kind.failoverWorthy()) + " |");
        }
    }

    private static String yesOrNo(boolean value) {
        return value ? "yes" : "no";
    }
}
