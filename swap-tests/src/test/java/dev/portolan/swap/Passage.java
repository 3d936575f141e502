package dev.portolan.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.codec.JsonCodec;
import dev.portolan.conversation.Conversation;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One conversation on its way over several wires. */
final class Passage {

    private final Talk talk;
    private Conversation conversation = Conversation.create("passage").add(Talk.system());

    /** Which wire gave which message. */
    private final Map<Integer, Wire> given = new HashMap<>();

    private AssistantMessage last = new AssistantMessage(List.of());

    Passage(Talk talk) {
        this.talk = talk;
    }

    /** Says some of the talk's steps on a wire. */
    void say(Running running, int from, int to, boolean streamed) {
        for (Talk.Step step : talk.steps.subList(from, to)) {
            say(running, step, streamed);
        }
    }

    void say(Running running, Talk.Step step, boolean streamed) {
        conversation = conversation.add(step.says().apply(last));
        ChatRequest request =
                conversation.toRequest(ChatRequest.builder().tools(Talk.TOOLS).reasoningEffort(talk.effort));
        running.simulator().forgetRequests();
        running.simulator().respond(prompt -> step.reply());

        ChatResponse response = ask(running.model(), request, streamed);

        List<ReceivedRequest> received = running.simulator().requests().stream()
                .filter(each -> each.prompt() != null)
                .toList();
        assertThat(received).hasSize(1);
        assertAnswered(response, step.reply());
        new Crossing(conversation, given, running.wire()).check(received.get(0), response);
        last = response.message();
        given.put(conversation.entries().size(), running.wire());
        conversation = conversation.add(response);
    }

    private static ChatResponse ask(ChatModel model, ChatRequest request, boolean streamed) {
        if (!streamed) {
            return model.chat(request);
        }
        try (ChatStream stream = model.stream(request)) {
            return stream.response();
        }
    }

    private static void assertAnswered(ChatResponse response, Reply reply) {
        assertThat(response.text()).isEqualTo(reply.text() == null ? "" : reply.text());
        assertThat(response.toolCalls()).hasSameSizeAs(reply.toolCalls());
    }

    /** As if another process went on: only the document remains. */
    void writeAndRead() {
        String json = JsonCodec.CONVERSATION.toJson(conversation);
        Conversation again = JsonCodec.CONVERSATION.fromJson(json);
        assertThat(again).isEqualTo(conversation);
        conversation = again;
        last = (AssistantMessage) again.messages().get(again.messages().size() - 1);
        assertThat(again.pendingToolCalls()).isEqualTo(last.toolCalls());
    }
}
