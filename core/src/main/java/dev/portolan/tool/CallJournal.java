package dev.portolan.tool;

import dev.portolan.chat.ToolResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal as one run sees it: nothing is kept without a journal or a conversation's name, and a journal that fails is logged. */
final class CallJournal {

    /** What can come of noting that a call begins. */
    enum Start {
        /** It may run. */
        NOTED,
        /** Somebody else runs it, or ran it. */
        TAKEN,
        /** The journal failed; it must not run. */
        FAILED
    }

    private static final Logger LOG = LoggerFactory.getLogger(ToolLoop.class);

    private final @Nullable ToolJournal journal;
    private final @Nullable String conversation;

    CallJournal(@Nullable ToolJournal journal, @Nullable String conversation) {
        this.journal = journal;
        this.conversation = conversation;
    }

    /** What is known of a call; null when the journal failed. */
    ToolJournal.@Nullable Entry find(OpenTurn.Call call) {
        if (journal == null || conversation == null) {
            return ToolJournal.Entry.NEW;
        }
        try {
            return journal.find(key(conversation, call));
        } catch (RuntimeException e) {
            failed(e);
            return null;
        }
    }

    Start begin(OpenTurn.Call call, boolean again) {
        if (journal == null || conversation == null) {
            return Start.NOTED;
        }
        try {
            return journal.begin(key(conversation, call), again) ? Start.NOTED : Start.TAKEN;
        } catch (RuntimeException e) {
            failed(e);
            return Start.FAILED;
        }
    }

    void end(OpenTurn.Call call, ToolResult result) {
        if (journal == null || conversation == null) {
            return;
        }
        try {
            journal.end(key(conversation, call), result);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private static ToolJournal.Key key(String conversation, OpenTurn.Call call) {
        return new ToolJournal.Key(conversation, call.key(), call.digest());
    }

    private static void failed(RuntimeException e) {
        // Only its class: the message of a foreign exception may hold anything.
        LOG.error("The journal of tools failed with {}", e.getClass().getName());
    }
}
