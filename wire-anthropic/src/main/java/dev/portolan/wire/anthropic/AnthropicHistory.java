package dev.portolan.wire.anthropic;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes turns of a conversation as this wire wants them: what one role says in a row is one turn, all results of a turn stand in
 * one message and come first, no text is blank, and system text stands at the start but where a model takes it later. What came
 * from another origin and has no meaning here stays behind. One for each request; not thread-safe.
 *
 * @see <a href="https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use">Anthropic: handling tool use
 *     and tool result content blocks</a>
 */
final class AnthropicHistory {

    /**
     * A part, and where in the request it stands.
     *
     * @param part the part
     * @param field its place, for warnings
     */
    record Item(Part part, String field) {}

    /**
     * A message of the wire.
     *
     * @param role {@code user}, {@code assistant} or {@code system}
     * @param items what is in it, never empty
     */
    record Turn(String role, List<Item> items) {}

    private final boolean systemAnywhere;
    private final LeftOut leftOut;

    /** From which message on reasoning stays behind, or -1. */
    private final int thoughtless;

    private final List<Item> system = new ArrayList<>(1);
    private final List<Turn> turns = new ArrayList<>();
    private final Set<String> executed = new HashSet<>(0);

    /**
     * @param sleeps whether the model could think and does not now, so that it takes no thoughts in an open turn of tools
     */
    AnthropicHistory(List<Message> messages, boolean systemAnywhere, boolean sleeps, LeftOut leftOut) {
        this.systemAnywhere = systemAnywhere;
        this.leftOut = leftOut;
        this.thoughtless = sleeps ? OpenTurn.start(messages) : -1;
        for (int i = 0; i < messages.size(); i++) {
            add(messages.get(i), i);
        }
        turns.replaceAll(AnthropicHistory::resultsFirst);
    }

    /** What goes to the top of the request. */
    List<Item> system() {
        return system;
    }

    /** The messages. */
    List<Turn> turns() {
        return turns;
    }

    private void add(Message message, int index) {
        String field = "messages[" + index + "]";
        leftOut.state(field, message.vendorState());
        String role = message instanceof SystemMessage
                ? "system"
                : message instanceof AssistantMessage ? "assistant" : "user";
        for (int k = 0; k < message.parts().size(); k++) {
            Part part = message.parts().get(k);
            if (part instanceof ReasoningPart && thoughtless >= 0 && index >= thoughtless) {
                leftOut.untimely(field, "A model that does not think now takes no reasoning in the open turn of tools");
            } else if (travels(part, field)) {
                into(role).add(new Item(part, field + ".parts[" + k + "]"));
            }
        }
    }

    private List<Item> into(String role) {
        Turn last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
        if (last != null && last.role().equals(role)) {
            return last.items();
        }
        if (role.equals("system")
                && (last == null || !systemAnywhere || !last.role().equals("user"))) {
            if (last != null) {
                leftOut.rewritten("messages", "System text in the middle of the conversation was moved to its start");
            }
            return system;
        }
        Turn turn = new Turn(role, new ArrayList<>());
        turns.add(turn);
        return turn.items();
    }

    /** Whether there is anything of a part to be sent. */
    private boolean travels(Part part, String field) {
        if (part instanceof TextPart text) {
            leftOut.state(field, text.vendorState());
            return !text.text().isBlank();
        } else if (part instanceof RefusalPart said) {
            leftOut.state(field, said.vendorState());
            return !said.text().isBlank();
        } else if (part instanceof ReasoningPart thought) {
            return proven(thought, field);
        } else if (part instanceof CitationPart citation) {
            if (Origin.own(citation.vendorState()) == null) {
                leftOut.part(field, "citations");
            }
            // The text carries its citations itself.
            return false;
        } else if (part instanceof OtherPart other) {
            return known(Origin.own(other.vendorState()) != null, field, other.type());
        } else if (part instanceof ToolCall call && call.providerExecuted()) {
            boolean own = Origin.own(call.vendorState()) != null;
            if (!own) {
                executed.add(call.id());
            }
            return known(own, field, "a call that a provider ran itself");
        } else if (part instanceof ToolResult result && executed.contains(result.callId())) {
            return known(false, field, "the result of a call that a provider ran itself");
        }
        return true;
    }

    /** Reasoning goes back with what proves it only. */
    private boolean proven(ReasoningPart thought, String field) {
        if (thought.vendorState() == null) {
            return known(false, field, "reasoning without a signature");
        }
        leftOut.state(field, thought.vendorState());
        return Origin.own(thought.vendorState()) != null;
    }

    private boolean known(boolean known, String field, String what) {
        if (!known) {
            leftOut.part(field, what);
        }
        return known;
    }

    private static Turn resultsFirst(Turn turn) {
        boolean other = false;
        boolean mixed = false;
        for (Item item : turn.items()) {
            boolean result = item.part() instanceof ToolResult;
            mixed |= result && other;
            other |= !result;
        }
        if (!mixed) {
            return turn;
        }
        List<Item> ordered = new ArrayList<>(turn.items().size());
        turn.items().stream().filter(item -> item.part() instanceof ToolResult).forEach(ordered::add);
        turn.items().stream()
                .filter(item -> !(item.part() instanceof ToolResult))
                .forEach(ordered::add);
        return new Turn(turn.role(), ordered);
    }
}
