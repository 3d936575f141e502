package dev.portolan.conversation;

import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.UserMessage;
import java.util.ArrayList;
import java.util.List;

/** In which order messages go: for each the step at which it does, or {@link #NEVER}. */
final class TrimPlan {

    private static final int NEVER = Integer.MAX_VALUE;

    private final List<ConversationEntry> entries;
    private final int[] step;
    private int steps;

    private TrimPlan(List<ConversationEntry> entries) {
        this.entries = entries;
        this.step = new int[entries.size()];
    }

    static TrimPlan of(List<ConversationEntry> entries) {
        TrimPlan plan = new TrimPlan(entries);
        List<Exchange> exchanges = plan.exchanges();
        for (int i = 0; i < exchanges.size(); i++) {
            plan.add(exchanges.get(i), i == exchanges.size() - 1);
        }
        return plan;
    }

    /** How many steps there are. */
    int steps() {
        return steps;
    }

    /** What is left after so many steps. */
    List<ConversationEntry> kept(int taken) {
        return part(taken, true);
    }

    /** What went in so many steps. */
    List<ConversationEntry> dropped(int taken) {
        return part(taken, false);
    }

    private List<ConversationEntry> part(int taken, boolean kept) {
        List<ConversationEntry> part = new ArrayList<>();
        for (int i = 0; i < step.length; i++) {
            if (step[i] > taken == kept) {
                part.add(entries.get(i));
            }
        }
        return part;
    }

    /** The user's words, and the answers that followed, each with the results of its calls. */
    private record Exchange(List<Integer> words, List<List<Integer>> rounds) {

        private Exchange() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private List<Exchange> exchanges() {
        List<Exchange> exchanges = new ArrayList<>();
        Exchange open = new Exchange();
        exchanges.add(open);
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).message() instanceof SystemMessage) {
                step[i] = NEVER;
            } else if (entries.get(i).message() instanceof UserMessage) {
                if (!open.rounds().isEmpty()) {
                    open = new Exchange();
                    exchanges.add(open);
                }
                open.words().add(i);
            } else {
                boolean follows = entries.get(i).message() instanceof ToolMessage
                        && !open.rounds().isEmpty();
                if (!follows) {
                    open.rounds().add(new ArrayList<>());
                }
                open.rounds().get(open.rounds().size() - 1).add(i);
            }
        }
        return exchanges;
    }

    private void add(Exchange exchange, boolean last) {
        boolean anyRoundStays = false;
        int before = steps;
        for (int i = 0; i < exchange.rounds().size(); i++) {
            List<Integer> round = exchange.rounds().get(i);
            boolean stays = pinned(round) || (last && i == exchange.rounds().size() - 1);
            anyRoundStays |= stays;
            if (!stays && last) {
                steps++;
            }
            int at = stays ? NEVER : last ? steps : before + 1;
            round.forEach(index -> step[index] = at);
        }
        boolean wordsStay = anyRoundStays || last;
        for (int index : exchange.words()) {
            step[index] = wordsStay || entries.get(index).pinned() ? NEVER : before + 1;
        }
        if (!last && goes(exchange, before + 1)) {
            steps = before + 1;
        }
    }

    private boolean goes(Exchange exchange, int at) {
        return exchange.words().stream().anyMatch(index -> step[index] == at)
                || exchange.rounds().stream().flatMap(List::stream).anyMatch(index -> step[index] == at);
    }

    private boolean pinned(List<Integer> round) {
        return round.stream().anyMatch(index -> entries.get(index).pinned());
    }
}
