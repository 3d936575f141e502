package dev.portolan.example;

import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import java.util.Map;

/** The shop's orders, and the tool that lets a model look into them. */
final class OrderTable {

    static final Tool FIND_ORDER = Tool.of("find_order", "Finds an order by its number.", """
            {"type":"object","properties":{"number":{"type":"integer"}},"required":["number"],"additionalProperties":false}""");

    private final Map<Long, String> orders = Map.of(
            1042L,
            "{\"number\":1042,\"item\":\"rain jacket, M\",\"status\":\"shipped\",\"arrives\":\"Thursday\"}",
            1017L,
            "{\"number\":1017,\"item\":\"wool socks\",\"status\":\"delivered\",\"arrives\":null}");

    /** The arguments of the tool. */
    record FindOrder(long number) {}

    /** What was found, as JSON. Arguments that are no JSON are never acted on: the model is told. */
    String answer(ToolCall call) {
        if (!call.argumentsValid()) {
            return "{\"error\":\"The arguments are no JSON object.\"}";
        }
        long number = call.arguments(FindOrder.class).number();
        return orders.getOrDefault(number, "{\"error\":\"There is no order " + number + ".\"}");
    }
}
