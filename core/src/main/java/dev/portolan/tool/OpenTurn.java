package dev.portolan.tool;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.Message;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the last answer in a history, with the results they have: all that a loop needs to know to go on. Calls the provider ran
 * are not among them.
 *
 * @param number which answer of the conversation it is, from 1
 * @param calls its calls in order
 */
record OpenTurn(int number, List<Call> calls) {

    /**
     * A call of the turn.
     *
     * @param position where it stands among the calls of the answer, from 0
     * @param call what the model wrote
     * @param key its id, told apart from equal ids earlier in the history
     * @param digest of its arguments
     * @param result the result it has, or null
     */
    record Call(
            int position,
            ToolCall call,
            String key,
            String digest,
            @Nullable ToolResult result) {

        boolean sameAs(Call other) {
            return call.name().equals(other.call.name()) && digest.equals(other.digest);
        }
    }

    /** The turn that a history ends with, or null when it does not end with an answer that calls tools, and perhaps results. */
    static @Nullable OpenTurn of(List<Message> messages) {
        int last = messages.size() - 1;
        while (last >= 0 && messages.get(last) instanceof ToolMessage) {
            last--;
        }
        if (last < 0
                || !(messages.get(last) instanceof AssistantMessage answer)
                || answer.toolCalls().isEmpty()) {
            return null;
        }
        int number = 1;
        Map<String, Integer> uses = new HashMap<>();
        for (Message message : messages.subList(0, last)) {
            if (message instanceof AssistantMessage before) {
                number++;
                before.toolCalls().forEach(call -> uses.merge(call.id(), 1, Integer::sum));
            }
        }
        Map<String, Deque<ToolResult>> results = new HashMap<>();
        for (Message message : messages.subList(last + 1, messages.size())) {
            ((ToolMessage) message)
                    .results()
                    .forEach(result -> results.computeIfAbsent(result.callId(), id -> new ArrayDeque<>())
                            .add(result));
        }
        List<Call> calls = new ArrayList<>();
        for (ToolCall call : answer.toolCalls()) {
            int use = uses.merge(call.id(), 1, Integer::sum);
            Deque<ToolResult> found = results.get(call.id());
            calls.add(new Call(
                    calls.size(),
                    call,
                    use == 1 ? call.id() : call.id() + "#" + use,
                    Digest.ofArguments(call.arguments()),
                    found == null ? null : found.poll()));
        }
        return new OpenTurn(number, List.copyOf(calls));
    }

    boolean answered() {
        return calls.stream().allMatch(call -> call.result() != null);
    }
}
