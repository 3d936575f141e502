package dev.portolan.swap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.conversation.Conversation;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.ReceivedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A history that arrived at a wire: what must be there, and what must not. */
final class Crossing {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Ids, signatures and encrypted thoughts are longer; the vendor's words for kinds of things are not. */
    private static final int SECRET = 16;

    private final List<Message> messages;
    private final Map<Integer, Wire> given;
    private final Wire at;

    Crossing(Conversation conversation, Map<Integer, Wire> given, Wire at) {
        this.messages = conversation.messages();
        this.given = given;
        this.at = at;
    }

    void check(ReceivedRequest received, ChatResponse response) {
        Prompt prompt = Objects.requireNonNull(received.prompt());
        if (isWorthDescribing()) {
            assertThat(at.description.mistakes(received.body()))
                    .as("mistakes in what was sent to %s", at)
                    .isEmpty();
        }
        assertPaired(prompt.request().messages());
        assertWordsAreThere(prompt.request().messages());
        boolean silenced = isSilenced(response);
        assertStateIsWhereItBelongs(received.body(), silenced);
        assertWarned(response, silenced);
    }

    /** Checking takes time: the beginning of a conversation on one wire is the same each time, and is looked at with its end. */
    private boolean isWorthDescribing() {
        return given.size() > 2 || given.values().stream().anyMatch(wire -> wire != at);
    }

    /** Each call has its one result, after it, under its id; and none is lost. */
    private void assertPaired(List<Message> arrived) {
        List<String> calls = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (Message message : arrived) {
            if (message instanceof AssistantMessage answer) {
                assertThat(open)
                        .as("calls without result before the next answer")
                        .isEmpty();
                for (ToolCall call : answer.toolCalls()) {
                    assertThat(calls).as("ids of earlier calls").doesNotContain(call.id());
                    calls.add(call.id());
                    open.add(call.id());
                }
            } else if (message instanceof ToolMessage tools) {
                for (ToolResult result : tools.results()) {
                    assertThat(open).as("calls that wait").contains(result.callId());
                    open.remove(result.callId());
                }
            }
        }
        assertThat(open).as("calls without result").isEmpty();
        long said = messages.stream()
                .filter(AssistantMessage.class::isInstance)
                .mapToLong(message -> ((AssistantMessage) message).toolCalls().size())
                .sum();
        assertThat(calls).hasSize((int) said);
    }

    private void assertWordsAreThere(List<Message> arrived) {
        StringBuilder all = new StringBuilder();
        arrived.forEach(message ->
                Talk.words(message).forEach(words -> all.append(words).append('\n')));
        for (Message message : messages) {
            Talk.words(message).forEach(words -> assertThat(all).contains(words));
        }
    }

    /** Claude that thinks within a budget may not think in a turn of tools that another began, nor see its thoughts there. */
    private boolean isSilenced(ChatResponse response) {
        return at == Wire.BEDROCK_CLAUDE_BUDGET
                && response.warnings().stream().anyMatch(warning -> "reasoningEffort".equals(warning.field()));
    }

    /** Reasoning returns byte for byte where it is at home; no state at all goes anywhere else. */
    private void assertStateIsWhereItBelongs(String body, boolean silenced) {
        for (int i = 0; i < messages.size(); i++) {
            Wire giver = given.get(i);
            if (giver == null) {
                continue;
            }
            boolean home = giver.home.equals(at.home);
            for (Part part : messages.get(i).parts()) {
                for (String secret : secrets(part.vendorState())) {
                    if (!home) {
                        assertThat(body).as("what %s gave, at %s", giver, at).doesNotContain(secret);
                    } else if (part instanceof ReasoningPart && !silenced) {
                        assertThat(body).as("what %s gave, at %s", giver, at).contains(secret);
                    }
                }
                if (!home
                        && part instanceof ReasoningPart thought
                        && !thought.text().isEmpty()) {
                    assertThat(body).as("thoughts of %s, at %s", giver, at).doesNotContain(thought.text());
                }
            }
        }
    }

    private static List<String> secrets(@Nullable VendorState state) {
        List<String> secrets = new ArrayList<>();
        if (state != null) {
            try {
                collect(MAPPER.readTree(state.json()), secrets);
            } catch (IOException e) {
                throw new AssertionError("state is no JSON", e);
            }
        }
        return secrets;
    }

    private static void collect(JsonNode node, List<String> secrets) {
        if (node.isTextual() && node.asText().length() >= SECRET) {
            secrets.add(node.asText());
        }
        node.forEach(each -> collect(each, secrets));
    }

    /** What was left out of the history is told, and nothing is told when nothing was. */
    private void assertWarned(ChatResponse response, boolean silenced) {
        boolean lost = false;
        for (int i = 0; i < messages.size(); i++) {
            Wire giver = given.get(i);
            for (Part part : messages.get(i).parts()) {
                boolean foreign = giver != null && !giver.home.equals(at.home);
                lost |= part.vendorState() != null ? foreign : part instanceof ReasoningPart;
            }
        }
        List<String> told = response.warnings().stream()
                .filter(warning -> warning.code().equals("left-out")
                        && String.valueOf(warning.field()).startsWith("messages"))
                .map(warning -> warning.message())
                .toList();
        if (lost) {
            assertThat(told).as("warnings of %s", at).isNotEmpty();
        } else if (!silenced) {
            assertThat(told).as("warnings of %s", at).isEmpty();
        }
    }
}
