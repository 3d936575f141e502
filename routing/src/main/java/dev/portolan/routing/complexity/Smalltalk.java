package dev.portolan.routing.complexity;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import java.util.List;

/**
 * Recognises requests that are nothing but smalltalk or a nod, by whole phrases in several languages. A request with tools results
 * after it, media, or any word that is in no phrase is a task.
 */
final class Smalltalk {

    /** Longer texts are tasks. */
    static final int MOST_CHARS = 80;

    private static final int MOST_WORDS = 16;

    private Smalltalk() {}

    static RequestKind kind(ChatRequest request) {
        List<Message> messages = request.messages();
        int last = messages.size() - 1;
        if (last < 0 || RequestFeatures.lastUserTurn(messages) != last) {
            return RequestKind.TASK;
        }
        List<Part> parts = messages.get(last).parts();
        if (parts.size() != 1
                || !(parts.get(0) instanceof TextPart text)
                || text.text().length() > MOST_CHARS) {
            return RequestKind.TASK;
        }
        boolean answered = false;
        for (int i = 0; i < last && !answered; i++) {
            answered = messages.get(i) instanceof AssistantMessage;
        }
        return kind(text.text(), answered);
    }

    private static RequestKind kind(String text, boolean answered) {
        long[] words = new long[MOST_WORDS];
        int count = words(text, words);
        if (count < 0) {
            return RequestKind.TASK;
        }
        boolean nod = false;
        for (int at = 0; at < count; ) {
            int phrase = SmalltalkPhrases.longest(words, at, count);
            if (phrase == 0) {
                return RequestKind.TASK;
            }
            nod |= phrase < 0;
            at += Math.abs(phrase);
        }
        if (count == 0) {
            return RequestKind.TASK;
        }
        return nod && answered ? RequestKind.FOLLOW_UP : RequestKind.TRIVIAL;
    }

    /** Hashes the words of a text; -1 when there are too many. */
    static int words(String text, long[] words) {
        int count = 0;
        long word = Letters.EMPTY;
        int length = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            boolean apostrophe = c == '\'' || c == '\u2019';
            boolean alone = Letters.unspaced(c);
            if (Letters.inWord(c) && !alone) {
                word = Letters.add(word, Letters.lower(c));
                length++;
            } else if (!apostrophe) {
                if (length > 0) {
                    if (count == words.length) {
                        return -1;
                    }
                    words[count++] = word;
                    word = Letters.EMPTY;
                    length = 0;
                }
                if (alone) {
                    if (count == words.length) {
                        return -1;
                    }
                    words[count++] = Letters.add(Letters.EMPTY, c);
                }
            }
        }
        return count;
    }
}
