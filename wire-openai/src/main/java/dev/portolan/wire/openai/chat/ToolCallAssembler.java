package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.CallIds;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts tool calls together from their pieces. A piece belongs to the call of its index; without index to the call of its id,
 * else to the latest. A new id with a name under a known index starts another call, and so does a name after arguments that
 * are whole where the server sends no ids. Names may come late. A call is complete when the answer is, never before: a prefix
 * that parses is no proof.
 */
final class ToolCallAssembler {

    private final String origin;
    private final List<Call> calls = new ArrayList<>(2);

    ToolCallAssembler(String origin) {
        this.origin = origin;
    }

    private static final class Call {
        final @Nullable Integer index;
        final int block;
        final StringBuilder arguments = new StringBuilder();
        String id = "";
        String name = "";
        boolean custom;
        boolean legacy;

        @Nullable
        RawFields extra;

        Call(@Nullable Integer index, int block) {
            this.index = index;
            this.block = block;
        }
    }

    void add(Delta.ToolDelta delta, IntSupplier nextBlock, Consumer<ChatEvent> out) {
        Call call = find(delta);
        boolean first = call == null || startsAnother(call, delta);
        if (call == null || first) {
            call = new Call(delta.index, nextBlock.getAsInt());
            call.custom = delta.custom;
            call.legacy = delta.legacy;
            calls.add(call);
        }
        if (call.id.isEmpty() && delta.id != null && !delta.id.isBlank()) {
            call.id = delta.id;
        }
        if (call.name.isEmpty() && delta.name != null && !delta.name.isBlank()) {
            call.name = delta.name;
        }
        if (delta.extra != null) {
            if (call.extra == null) {
                call.extra = delta.extra;
            } else {
                call.extra.addAll(delta.extra);
            }
        }
        String piece = delta.arguments == null ? "" : delta.arguments;
        call.arguments.append(piece);
        out.accept(new ChatEvent.ToolCallDelta(
                call.block,
                call.id.isEmpty() ? null : call.id,
                call.name.isEmpty() ? null : call.name,
                call.custom ? escaped(piece, first) : piece));
    }

    private @Nullable Call find(Delta.ToolDelta delta) {
        if (calls.isEmpty()) {
            return null;
        }
        for (int i = calls.size() - 1; i >= 0; i--) {
            Call call = calls.get(i);
            if (delta.index != null
                    ? delta.index.equals(call.index)
                    : given(delta.id) ? call.id.equals(delta.id) : call.legacy == delta.legacy) {
                return call;
            }
        }
        return null;
    }

    private static boolean startsAnother(Call call, Delta.ToolDelta delta) {
        if (!given(delta.name) || call.name.isEmpty()) {
            return false;
        }
        if (given(delta.id)) {
            return !call.id.isEmpty() && !call.id.equals(delta.id);
        }
        return delta.arguments != null
                && delta.arguments.startsWith("{")
                && WireJson.isObject(call.arguments.toString());
    }

    private static boolean given(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    /** How many calls came without a name: nobody could run them. */
    int nameless() {
        return (int) calls.stream().filter(call -> call.name.isEmpty()).count();
    }

    /** The calls as they are now; those without a name are left out, nobody could run them. */
    List<Completed> complete() {
        Set<String> ids = new HashSet<>();
        List<Completed> done = new ArrayList<>(calls.size());
        for (Call call : calls) {
            if (!call.name.isEmpty()) {
                boolean synthetic = call.id.isEmpty() || !ids.add(call.id);
                String id = synthetic ? CallIds.madeUp() : call.id;
                done.add(new Completed(
                        new ToolCall(id, call.name, arguments(call), synthetic, false, state(call)), call.block));
            }
        }
        return done;
    }

    /** A call and the block of its pieces. */
    record Completed(ToolCall call, int block) {}

    private static String arguments(Call call) {
        String text = call.arguments.toString();
        return call.custom ? escaped(text, true) + "\"}" : text;
    }

    /** The free text of a custom tool as the only member of an object. */
    private static String escaped(String piece, boolean first) {
        return (first ? "{\"input\":\"" : "")
                + new String(JsonStringEncoder.getInstance().quoteAsString(piece));
    }

    /** The end of a custom call's arguments, which its pieces leave open. */
    void closeCustom(Consumer<ChatEvent> out) {
        for (Call call : calls) {
            if (call.custom && !call.name.isEmpty()) {
                out.accept(
                        new ChatEvent.ToolCallDelta(call.block, call.id.isEmpty() ? null : call.id, call.name, "\"}"));
            }
        }
    }

    private @Nullable VendorState state(Call call) {
        if (call.custom) {
            return new VendorState(origin, "{\"type\":\"custom\"}");
        }
        if (call.legacy) {
            return new VendorState(origin, "{\"function_call\":true}");
        }
        return call.extra == null || call.extra.isEmpty()
                ? null
                : new VendorState(origin, Objects.requireNonNull(call.extra).toJson());
    }
}
