package dev.portolan.wire.openai.chat;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Feeds bodies to the wire. Single quotes stand for double ones. */
final class Answers {

    private Answers() {}

    static WireProfile profile(Quirk... quirks) {
        return new WireProfile("acme", Set.of(quirks));
    }

    static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    static ChatResponse decode(String body, Quirk... quirks) {
        return new ChatCompletionsWire(profile(quirks)).decode(bytes(body)).build();
    }

    /** A stream of chunks, with the end marker. */
    static String stream(String... chunks) {
        StringBuilder stream = new StringBuilder();
        for (String chunk : chunks) {
            stream.append("data: ").append(chunk).append("\n\n");
        }
        return stream.append("data: [DONE]\n\n").toString();
    }

    /** A chunk with one delta. */
    static String delta(String delta) {
        return "{'id':'chatcmpl-1','object':'chat.completion.chunk','created':1,'model':'m-2','choices':[{'index':0,'delta':"
                + delta + ",'finish_reason':null}]}";
    }

    /** The chunk that ends the answer. */
    static String finish(String reason) {
        return "{'id':'chatcmpl-1','model':'m-2','choices':[{'index':0,'delta':{},'finish_reason':'" + reason + "'}]}";
    }

    static List<ChatEvent> events(String stream, int slice, Quirk... quirks) {
        List<ChatEvent> events = new ArrayList<>();
        feed(new ChatCompletionsWire(profile(quirks)).streamDecoder(), stream, slice, events);
        return events;
    }

    static void feed(StreamDecoder decoder, String stream, int slice, List<ChatEvent> events) {
        byte[] bytes = bytes(stream);
        for (int at = 0; at < bytes.length; at += slice) {
            decoder.feed(bytes, at, Math.min(slice, bytes.length - at), events::add);
        }
        decoder.end(events::add);
    }

    static ChatResponse completed(List<ChatEvent> events) {
        return ((ChatEvent.Completed) events.get(events.size() - 1)).response();
    }

    static ChatResponse completed(String stream, Quirk... quirks) {
        return completed(events(stream, 4096, quirks));
    }
}
