package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.Role;
import dev.portolan.simulator.internal.SseFraming;
import dev.portolan.simulator.internal.TokenPieces;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The events of a streamed response. There is no end marker: the last event is {@code response.completed} or {@code
 * response.incomplete}. See https://platform.openai.com/docs/api-reference/responses-streaming.
 */
final class ResponseStream {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ResponseObject response;
    private final boolean padded;
    private final List<Piece> events = new ArrayList<>();

    private ResponseStream(ResponseObject response) {
        this.response = response;
        this.padded = response.padded();
    }

    static List<Piece> of(ResponseObject response, List<ObjectNode> items) {
        ResponseStream stream = new ResponseStream(response);
        stream.snapshot("response.created", Role.START, false);
        stream.snapshot("response.in_progress", Role.START, false);
        for (int i = 0; i < items.size(); i++) {
            stream.item(items.get(i), i);
        }
        stream.snapshot(response.finalEvent(), Role.FINISH, true);
        return stream.events;
    }

    private void snapshot(String name, Role role, boolean finished) {
        add(name, role, name, event -> event.set("response", finished ? response.finished() : response.started()));
    }

    private void item(ObjectNode item, int index) {
        String type = item.get("type").textValue();
        add(
                "response.output_item.added",
                event -> event.put("output_index", index).set("item", begun(item, type)));
        switch (type) {
            case "reasoning" -> thought(item, index);
            case "function_call" -> call(item, index);
            default -> message(item, index);
        }
        add(
                "response.output_item.done",
                event -> event.put("output_index", index).set("item", item));
    }

    /** An item as it is when it begins: nothing in it yet. */
    private static ObjectNode begun(ObjectNode item, String type) {
        ObjectNode begun = item.deepCopy();
        switch (type) {
            case "reasoning" -> begun.putArray("summary");
            case "function_call" -> begun.put("arguments", "").put("status", "in_progress");
            default -> {
                begun.putArray("content");
                begun.put("status", "in_progress");
            }
        }
        return begun;
    }

    private void thought(ObjectNode item, int index) {
        if (item.get("summary").isEmpty()) {
            return;
        }
        ObjectNode part = (ObjectNode) item.get("summary").get(0);
        Consumer<ObjectNode> place =
                event -> event.put("item_id", item.get("id").textValue())
                        .put("output_index", index)
                        .put("summary_index", 0);
        add("response.reasoning_summary_part.added", place.andThen(event -> event.set("part", emptied(part, "text"))));
        deltas("response.reasoning_summary_text", part.get("text").textValue(), "text", place);
        add("response.reasoning_summary_part.done", place.andThen(event -> event.set("part", part)));
    }

    private void call(ObjectNode item, int index) {
        deltas(
                "response.function_call_arguments",
                item.get("arguments").textValue(),
                "arguments",
                event -> event.put("item_id", item.get("id").textValue()).put("output_index", index));
    }

    private void message(ObjectNode item, int index) {
        ObjectNode part = (ObjectNode) item.get("content").get(0);
        boolean refusal = part.get("type").textValue().equals("refusal");
        String member = refusal ? "refusal" : "text";
        Consumer<ObjectNode> place =
                event -> event.put("item_id", item.get("id").textValue())
                        .put("output_index", index)
                        .put("content_index", 0);
        add("response.content_part.added", place.andThen(event -> event.set("part", emptied(part, member))));
        String text = part.get(member).textValue();
        if (refusal) {
            deltas("response.refusal", text, member, place);
        } else {
            texts(text, part.withArray("logprobs"), place);
        }
        add("response.content_part.done", place.andThen(event -> event.set("part", part)));
    }

    private static ObjectNode emptied(ObjectNode part, String member) {
        ObjectNode empty = part.deepCopy().put(member, "");
        if (empty.has("logprobs")) {
            empty.putArray("logprobs");
        }
        return empty;
    }

    /** Each piece brings the log-probability of its token, if there are any. */
    private void texts(String text, ArrayNode logprobs, Consumer<ObjectNode> place) {
        List<String> pieces = TokenPieces.of(text);
        for (int i = 0; i < pieces.size(); i++) {
            String piece = pieces.get(i);
            JsonNode token = logprobs.path(i);
            add("response.output_text.delta", Role.CONTENT, piece, place.andThen(event -> {
                ArrayNode told = event.putArray("logprobs");
                if (!token.isMissingNode()) {
                    told.add(token);
                }
                delta(event, piece);
            }));
        }
        add(
                "response.output_text.done",
                Role.CONTENT,
                text,
                place.andThen(event -> event.put("text", text).set("logprobs", logprobs)));
    }

    private void deltas(String name, String text, String member, Consumer<ObjectNode> place) {
        for (String piece : TokenPieces.of(text)) {
            add(name + ".delta", Role.CONTENT, piece, place.andThen(event -> delta(event, piece)));
        }
        add(name + ".done", Role.CONTENT, text, place.andThen(event -> event.put(member, text)));
    }

    private void delta(ObjectNode event, String piece) {
        event.put("delta", piece);
        if (padded) {
            event.put("obfuscation", Padding.of(piece));
        }
    }

    private void add(String name, Consumer<ObjectNode> content) {
        add(name, Role.CONTENT, name, content);
    }

    private void add(String name, Role role, String text, Consumer<ObjectNode> content) {
        int number = events.size();
        events.add(new Piece(
                role,
                () -> {
                    ObjectNode event = NODES.objectNode().put("type", name).put("sequence_number", number);
                    content.accept(event);
                    return Json.bytes(response.withoutIds(event));
                },
                SseFraming.event(name),
                text));
    }
}
