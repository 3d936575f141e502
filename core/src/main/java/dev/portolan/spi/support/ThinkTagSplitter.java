package dev.portolan.spi.support;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parts reasoning from text where a server sends both as one: {@code <think>...</think>} before the answer, as the chat
 * templates of DeepSeek R1, Qwen and others write it. Text may be cut anywhere, within a tag too. One instance for each
 * answer; not thread-safe.
 *
 * <p>Only a tag at the very beginning, after white space, opens reasoning: a model that writes about the tag is left alone.
 * White space around the tags is no content. A {@code </think>} without an opening tag is left in the text.
 */
public final class ThinkTagSplitter {

    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private enum State {
        BEFORE,
        THINKING,
        BETWEEN,
        ANSWER
    }

    private final Sink sink;
    private State state = State.BEFORE;
    private boolean thought;

    /** What may be the beginning of a tag, or white space that may be in front of one. */
    private String pending = "";

    /**
     * A splitter at the beginning of an answer.
     *
     * @param sink receives the pieces
     */
    public ThinkTagSplitter(Sink sink) {
        this.sink = Objects.requireNonNull(sink, "sink");
    }

    /** Receives the pieces. */
    @FunctionalInterface
    public interface Sink {

        /**
         * A piece of one kind.
         *
         * @param text the piece, not empty
         * @param reasoning whether it is reasoning
         */
        void piece(String text, boolean reasoning);
    }

    /**
     * Splits a whole text.
     *
     * @param text the text, or {@code null} for none
     * @param sink receives the pieces
     */
    public static void split(@Nullable String text, Sink sink) {
        ThinkTagSplitter splitter = new ThinkTagSplitter(sink);
        if (text != null) {
            splitter.feed(text);
        }
        splitter.end();
    }

    /**
     * Takes the next piece of text.
     *
     * @param text the piece, possibly empty
     */
    public void feed(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (state == State.ANSWER) {
            sink.piece(text, false);
            return;
        }
        String rest = pending.isEmpty() ? text : pending + text;
        pending = "";
        while (!rest.isEmpty()) {
            rest = switch (state) {
                case BEFORE -> before(rest);
                case THINKING -> thinking(rest);
                case BETWEEN -> between(rest);
                case ANSWER -> answer(rest);
            };
        }
    }

    /** The answer has ended: what was held back is handed out. */
    public void end() {
        String rest = pending;
        pending = "";
        if (state == State.THINKING) {
            emit(rest.stripTrailing(), true);
        } else if (state == State.BEFORE) {
            emit(rest, false);
        }
        state = State.ANSWER;
    }

    private String before(String rest) {
        String from = rest.stripLeading();
        if (from.startsWith(OPEN)) {
            state = State.THINKING;
            return from.substring(OPEN.length());
        }
        if (OPEN.startsWith(from)) {
            pending = rest;
            return "";
        }
        state = State.ANSWER;
        return rest;
    }

    private String thinking(String rest) {
        String from = thought ? rest : rest.stripLeading();
        int close = from.indexOf(CLOSE);
        if (close >= 0) {
            emit(from.substring(0, close).stripTrailing(), true);
            state = State.BETWEEN;
            return from.substring(close + CLOSE.length());
        }
        int safe = from.length();
        for (int tail = Math.min(CLOSE.length() - 1, from.length()); tail > 0; tail--) {
            if (CLOSE.startsWith(from.substring(from.length() - tail))) {
                safe -= tail;
                break;
            }
        }
        while (safe > 0 && Character.isWhitespace(from.charAt(safe - 1))) {
            safe--;
        }
        pending = from.substring(safe);
        emit(from.substring(0, safe), true);
        return "";
    }

    private String between(String rest) {
        String from = rest.stripLeading();
        if (!from.isEmpty()) {
            state = State.ANSWER;
        }
        return from;
    }

    private String answer(String rest) {
        emit(rest, false);
        return "";
    }

    private void emit(String piece, boolean reasoning) {
        if (!piece.isEmpty()) {
            thought |= reasoning;
            sink.piece(piece, reasoning);
        }
    }
}
