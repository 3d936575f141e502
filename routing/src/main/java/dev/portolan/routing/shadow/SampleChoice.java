package dev.portolan.routing.shadow;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolResult;
import java.util.List;

/**
 * Which calls are sampled: a pure function of the shadow's name, the rate and the call. The call stands for its stickiness key, or, without
 * one, for how many messages it has and for the ends of its last text, so that its length does not count. The same on every instance.
 */
final class SampleChoice {

    private static final int END = 256;

    private final long salt;
    private final double rate;

    SampleChoice(String name, double rate) {
        this.salt = fold(0xcbf29ce484222325L, "shadow:" + name);
        this.rate = rate;
    }

    boolean takes(ChatRequest request, CallContext context) {
        if (rate >= 1 || rate <= 0) {
            return rate >= 1;
        }
        String key = context.stickinessKey();
        long hash = key != null ? fold(salt, key) : ofRequest(request);
        return (mix(hash) >>> 11) * 0x1.0p-53 < rate;
    }

    private long ofRequest(ChatRequest request) {
        List<Message> messages = request.messages();
        long hash = salt * 31 + messages.size();
        if (messages.isEmpty()) {
            return hash;
        }
        List<Part> parts = messages.get(messages.size() - 1).parts();
        hash = hash * 31 + parts.size();
        for (int i = parts.size() - 1; i >= 0; i--) {
            Part part = parts.get(i);
            if (part instanceof TextPart said) {
                return fold(hash, said.text());
            }
            if (part instanceof ToolResult result) {
                return fold(hash, result.callId());
            }
        }
        return hash;
    }

    /** FNV-1a over both ends of a text and its length. */
    private static long fold(long start, String text) {
        int length = text.length();
        long hash = (start ^ length) * 0x100000001b3L;
        int head = Math.min(length, END);
        for (int i = 0; i < head; i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        for (int i = Math.max(head, length - END); i < length; i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The finisher of SplitMix64: neighbours get unrelated numbers. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
