package dev.portolan.routing.route;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.UserMessage;

/**
 * A hash of what the requests of one conversation have in common, and what a vendor's prompt cache would find: tools, system text, and all
 * up to the first turn of the user. 64 bits, from which no text can be read back.
 */
final class PromptPrefix {

    /** Of a longer text the first characters and its length count. */
    private static final int READ = 8_192;

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long hash = OFFSET;

    private PromptPrefix() {}

    static long of(ChatRequest request) {
        PromptPrefix prefix = new PromptPrefix();
        for (Tool tool : request.tools()) {
            prefix.add(tool.name());
            prefix.add(tool.description());
            prefix.add(tool.parameters().json());
        }
        for (Message message : request.messages()) {
            prefix.add(message.getClass().getName());
            for (Part part : message.parts()) {
                prefix.add(part);
            }
            if (message instanceof UserMessage) {
                break;
            }
        }
        return prefix.hash;
    }

    private void add(Part part) {
        if (part instanceof TextPart text) {
            add(text.text());
        } else {
            add(part.getClass().getName());
        }
    }

    private void add(String text) {
        int end = Math.min(READ, text.length());
        for (int i = 0; i < end; i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        hash = (hash ^ text.length()) * PRIME;
        hash ^= hash >>> 32;
    }

    /** The hash of a stickiness key, which may be a person's name and is therefore not kept. */
    static long of(String key) {
        PromptPrefix prefix = new PromptPrefix();
        prefix.add("key");
        prefix.add(key);
        return prefix.hash;
    }
}
