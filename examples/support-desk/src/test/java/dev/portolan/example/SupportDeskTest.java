package dev.portolan.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.simulator.ollama.OllamaSimulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SupportDeskTest {

    @Test
    void theProgramAnswersItsTicketsWithoutKeyOrNetwork() {
        String printed = run();

        assertThat(printed)
                .startsWith(
                        "No key, no network: the answers are scripted, by the OpenAI simulator at http://127.0.0.1:")
                .contains("-Dportolan.profile=openai")
                .contains("Of course. Returns are free for 30 days")
                .contains("find_order {\"number\":1042} -> {\"number\":1042,\"item\":\"rain jacket, M\"")
                .contains("Your order 1042 (rain jacket, M) is shipped and arrives on Thursday.")
                .contains("Triage[category=billing, urgent=true, summary=Customer was charged twice");
    }

    @Test
    void everyAnswerIsFollowedByItsFigures() {
        String printed = run();

        assertThat(printed.lines().filter(line -> line.startsWith("   [openai/gpt-4o-mini-2024-07-18, ")))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line)
                        .matches(".* \\d+ tokens in, \\d+ out, first token (-|\\d+ ms), total \\d+ ms, finish"
                                + " (STOP|TOOL_CALLS), warnings none]"));
        assertThat(printed).containsPattern("first token \\d+ ms").contains("finish TOOL_CALLS");
    }

    @Test
    void theProgramAnswersFromOllamaByItsProfileAlone() {
        try (OllamaSimulator ollama = OllamaSimulator.start(new ScriptedAgent())) {
            System.setProperty("portolan.profile", "ollama");
            System.setProperty(
                    "portolan.providers.ollama.base-url", ollama.baseUrl().toString());
            String printed = run();

            assertThat(printed)
                    .contains("Of course. Returns are free for 30 days")
                    .contains("find_order {\"number\":1042} -> {\"number\":1042,\"item\":\"rain jacket, M\"")
                    .contains("Your order 1042 (rain jacket, M) is shipped and arrives on Thursday.")
                    .contains("Triage[category=");
            assertThat(printed.lines().filter(line -> line.startsWith("   [ollama/llama3.2, ")))
                    .hasSize(4)
                    .allSatisfy(line -> assertThat(line).endsWith("warnings none]"));
        } finally {
            System.clearProperty("portolan.profile");
            System.clearProperty("portolan.providers.ollama.base-url");
        }
    }

    @Test
    @Tag("integration")
    void aMissingKeyIsToldInWordsAndFailsTheProgram() throws IOException, InterruptedException {
        ProcessBuilder program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dportolan.profile=openai",
                        SupportDesk.class.getName())
                .redirectErrorStream(true);
        program.environment().remove("OPENAI_API_KEY");

        Process process = program.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(printed)
                .contains(
                        "portolan-openai.properties:2: portolan.providers.openai.api-key: ${OPENAI_API_KEY} is set neither")
                .doesNotContain("Exception", "\tat ");
    }

    private static String run() {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            SupportDesk.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
