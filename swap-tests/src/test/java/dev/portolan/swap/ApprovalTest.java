package dev.portolan.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Message;
import dev.portolan.chat.ToolResult;
import dev.portolan.codec.JsonCodec;
import dev.portolan.codec.JsonFile;
import dev.portolan.conversation.Conversation;
import dev.portolan.conversation.ConversationEntry;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import dev.portolan.simulator.openai.OpenAiSimulator;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process dies while a tool waits for approval; another one goes on where it stood, on another provider. */
@Tag("integration")
@Timeout(180)
class ApprovalTest {

    @TempDir
    Path folder;

    @Test
    void anApprovalOutlivesItsProcessAndItsProvider() throws Exception {
        try (OpenAiSimulator openAi = OpenAiSimulator.start(prompt -> Reply.text("I pay it back.")
                        .withToolCall("refund", "{\"order\":\"7\"}")
                        .withReasoning("It came broken."));
                BedrockSimulator bedrock =
                        BedrockSimulator.start(prompt -> Reply.text("Order 7 is " + result(prompt.toolResults())))) {
            Process asking = start("ask", openAi.baseUrl());
            try {
                assertThat(line(asking)).isEqualTo(Clerk.WAITING);
            } finally {
                asking.destroyForcibly();
            }
            assertThat(asking.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(conversation().pendingToolCalls()).hasSize(1);
            assertThat(folder.resolve(Clerk.PAID)).doesNotExist();

            Process approving = start("approve", bedrock.baseUrl());
            try {
                assertThat(line(approving)).isEqualTo("Order 7 is paid back");
                assertThat(approving.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(approving.exitValue()).isZero();
            } finally {
                approving.destroyForcibly();
            }
            assertThat(openAi.requests()).hasSize(1);
            assertThat(bedrock.requests()).hasSize(1);
        }
        assertThat(Files.readAllLines(folder.resolve(Clerk.PAID))).containsExactly("{\"order\":\"7\"}");
        assertThat(conversation().pendingToolCalls()).isEmpty();
        assertThat(conversation().entries())
                .extracting(ConversationEntry::origin)
                .extracting(origin -> origin == null ? "" : origin.provider())
                .containsExactly("", "openai", "", "bedrock");
        assertAuditIsComplete();
    }

    /** Every step, of one call with one digest: asked, decided by a human, begun, ended. */
    private void assertAuditIsComplete() throws IOException {
        List<String[]> events = Files.readAllLines(folder.resolve(Clerk.AUDIT)).stream()
                .map(line -> line.split(" ", -1))
                .toList();
        assertThat(events).extracting(event -> event[1]).containsOnly(events.get(0)[1]);
        assertThat(events).extracting(event -> event[5]).containsOnly(events.get(0)[5]);
        assertThat(events)
                .extracting(event -> event[2] + " " + event[3] + " " + event[4])
                .containsOnly("refund billing orders.refund");
        assertThat(events).extracting(event -> event[0]).contains("REQUESTED", "DECIDED", "EXECUTING", "EXECUTED");
        assertThat(events).filteredOn(event -> event[0].equals("EXECUTING")).hasSize(1);
        assertThat(events)
                .filteredOn(event -> event[0].equals("EXECUTED"))
                .singleElement()
                .satisfies(event -> assertThat(event[8]).isEqualTo("SUCCEEDED"));
        assertThat(events).filteredOn(event -> event[6].equals("ASKED")).isNotEmpty();
        assertThat(events)
                .filteredOn(event -> event[6].equals("APPROVED"))
                .singleElement()
                .satisfies(event -> assertThat(event[7]).isEqualTo("anna"));
    }

    private Conversation conversation() throws IOException {
        return new JsonFile<>(folder.resolve(Clerk.CONVERSATION), JsonCodec.CONVERSATION)
                .read()
                .orElseThrow();
    }

    private static String result(List<ToolResult> results) {
        return results.isEmpty()
                ? "unknown"
                : Message.toolResults(results.get(0)).results().get(0).text();
    }

    private Process start(String role, URI at) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        Clerk.class.getName(),
                        role,
                        at.toString(),
                        folder + File.separator)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The first line that a process prints. */
    private static String line(Process process) throws IOException {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        return String.valueOf(reader.readLine());
    }
}
