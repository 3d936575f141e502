package dev.portolan.example.triage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.UserMessage;
import dev.portolan.evidence.check.Expectations;
import dev.portolan.evidence.check.ExpectedCall;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The mind of both simulated models: knows a good answer to each request of the workload, varies its wording from call to call, and
 * errs on a few requests as a real model does. The new model's mind has the planted regressions besides. Thread-safe.
 */
final class TicketMind implements Responder {

    private static final long SEED = 20_260_222;

    /** What neither model gets right. */
    private static final Map<String, String> WRONG_CATEGORY =
            Map.of("en-gift-card", "account", "nasty-mixed-languages", "returns");

    private static final String NOT_UNDERSTOOD = "tool-nasty-noise";

    /** Where the present model is the worse one: it believes what stands before the ticket. */
    private static final String BELIEVED = "nasty-fake-json";

    private final Map<String, Example> byText;
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final boolean next;

    private TicketMind(Dataset dataset, boolean next) {
        this.byText = dataset.examples().stream()
                .collect(Collectors.toUnmodifiableMap(example -> said(example.request()), example -> example));
        this.next = next;
    }

    /** The model that does the work today. */
    static TicketMind present(Dataset dataset) {
        return new TicketMind(dataset, false);
    }

    /** The model that shall do it. */
    static TicketMind next(Dataset dataset) {
        return new TicketMind(dataset, true);
    }

    @Override
    public Reply reply(Prompt prompt) {
        Example example = byText.get(prompt.userText().strip());
        if (example == null) {
            return Reply.text("Tidewater Outfitters, good day. What can we do for you?");
        }
        int call =
                calls.computeIfAbsent(example.id(), id -> new AtomicInteger()).getAndIncrement();
        Reply good = answer(example, mixed(Objects.hash(SEED, example.id(), call)));
        if (!next) {
            return good;
        }
        for (PlantedRegression regression : PlantedRegression.values()) {
            if (regression.concerns(example)) {
                good = regression.spoil(good, example);
            }
        }
        return good;
    }

    private Reply answer(Example example, int draw) {
        Expectations expected = example.expectations();
        String form = expected.json();
        if (form != null) {
            return Reply.text(form(example, form, draw));
        }
        List<ExpectedCall> tools = expected.toolCalls();
        if (tools == null || tools.isEmpty()) {
            return Reply.text(Phrasing.answer(example, Objects.requireNonNull(expected.text(), example.id()), draw));
        }
        if (example.id().equals(NOT_UNDERSTOOD)) {
            return Reply.text("Which order do you mean? Its number begins with TO.");
        }
        Reply reply = Reply.NOTHING;
        for (ExpectedCall tool : tools) {
            reply = reply.withToolCall(tool.tool(), tool.arguments());
        }
        return reply;
    }

    private String form(Example example, String form, int draw) {
        ObjectNode fields = (ObjectNode) Json.parse(form);
        fields.put(
                "category",
                WRONG_CATEGORY.getOrDefault(
                        example.id(), fields.path("category").asText()));
        fields.put("summary", Phrasing.summary(fields.path("summary").asText(), draw));
        if (example.id().equals(BELIEVED) && !next) {
            fields.put("order_id", "TO-00000");
        }
        return fields.toString();
    }

    /** Hashes of numbers in a row are in a row too; these are not. */
    private static int mixed(int hash) {
        return (int) ((hash * 0x9E37_79B9L) >>> 16);
    }

    private static String said(ChatRequest request) {
        List<Message> messages = request.messages();
        return ((UserMessage) messages.get(messages.size() - 1)).text().strip();
    }
}
