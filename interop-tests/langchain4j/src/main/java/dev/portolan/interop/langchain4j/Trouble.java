package dev.portolan.interop.langchain4j;

import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Reply;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * One row of the table: what goes wrong with a call.
 *
 * @param name for people
 * @param streaming whether the answer is asked for piece by piece
 * @param callsTool whether the model would call the tool
 * @param service starts what goes wrong
 */
record Trouble(String name, boolean streaming, boolean callsTool, Supplier<Service> service) {

    static final String ANSWER = "Seven degrees in Oslo, and rain until the evening.";

    private static final Reply TEXT = Reply.text(ANSWER);
    private static final Reply CALL = Reply.toolCall("get_weather", "{\"city\":\"Oslo\",\"days\":3}");

    /** The text's first pieces, and then an event of another name than the rest, which has none. */
    private static final String ERROR_EVENT = chunk("{\"role\":\"assistant\",\"content\":\"\"}")
            + chunk("{\"content\":\"Seven degrees\"}")
            + chunk("{\"content\":\" in Oslo\"}")
            + "event: error\ndata: {\"error\":{\"message\":\"The server had an error while processing your request\","
            + "\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n";

    private static final int EIGHT_MIB = 8 << 20;

    /** The same question without anything that goes wrong. */
    static final Trouble NONE = new Trouble("none", true, Faults.NONE, TEXT);

    Trouble(String name, boolean streaming, Faults faults, Reply reply) {
        this(name, streaming, !reply.toolCalls().isEmpty(), () -> Service.simulated(faults, reply));
    }

    static List<Trouble> all() {
        return List.of(
                stream("connection reset in the text", Fault.resetAfter(4), TEXT),
                stream("connection reset in tool arguments", Fault.resetAfter(4), CALL),
                stream("clean end without finish marker", Fault.noFinish(), TEXT),
                stream("clean end in the middle of tool arguments", Fault.truncateAfter(4), CALL),
                stream("error object in the stream", Fault.errorInStream(4, ErrorKind.UNAVAILABLE), TEXT),
                new Trouble("`event: error` in the stream", true, false, () -> Service.scripted(ERROR_EVENT)),
                stream("silence after the first token", Fault.stallAfter(3), TEXT),
                stream("no answer at all", Fault.silent(), TEXT),
                new Trouble(
                        "429 once, with `Retry-After: 2`",
                        true,
                        Faults.first(1, Fault.error(ErrorKind.RATE_LIMITED).retryAfter(Duration.ofSeconds(2))),
                        TEXT),
                new Trouble("503 once", true, Faults.first(1, Fault.status(503)), TEXT),
                stream("one piece is no JSON", Fault.garble(3), TEXT),
                stream("text that is no UTF-8", Fault.invalidUtf8(3), TEXT),
                stream("HTML page with status 200", Fault.htmlErrorPage(200), TEXT),
                stream("wrong content type", Fault.wrongContentType("text/plain"), TEXT),
                stream("64 MiB that do not end", Fault.hugeBody(8L * EIGHT_MIB), TEXT),
                stream("no ids", Fault.missingIds(), CALL),
                stream("finish marker twice", Fault.duplicateFinish(), TEXT),
                stream("no token counts", Fault.noUsage(), TEXT),
                whole("connection reset", Fault.resetAfter(1), TEXT),
                whole("JSON cut off", Fault.truncateAfter(1), TEXT),
                whole("no answer at all", Fault.silent(), TEXT),
                whole("silence in the body", Fault.stallAfter(1), TEXT),
                new Trouble(
                        "429 once, with `Retry-After: 2`",
                        false,
                        Faults.first(1, Fault.error(ErrorKind.RATE_LIMITED).retryAfter(Duration.ofSeconds(2))),
                        TEXT),
                new Trouble("503 once", false, Faults.first(1, Fault.status(503)), TEXT),
                whole("garbled JSON", Fault.garble(0), TEXT),
                whole("text that is no UTF-8", Fault.invalidUtf8(0), TEXT),
                whole("HTML page with status 200", Fault.htmlErrorPage(200), TEXT),
                whole("HTML page with status 502", Fault.htmlErrorPage(502), TEXT),
                whole("wrong content type", Fault.wrongContentType("text/plain"), TEXT),
                whole("64 MiB that do not end", Fault.hugeBody(8L * EIGHT_MIB), TEXT),
                whole("no ids", Fault.missingIds(), CALL),
                whole("no token counts", Fault.noUsage(), TEXT));
    }

    private static Trouble stream(String name, Fault fault, Reply reply) {
        return new Trouble(name, true, Faults.always(fault), reply);
    }

    private static Trouble whole(String name, Fault fault, Reply reply) {
        return new Trouble(name, false, Faults.always(fault), reply);
    }

    private static String chunk(String delta) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
                + "\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"finish_reason\":null}]}\n\n";
    }

    @Override
    public String toString() {
        return (streaming ? "stream: " : "call: ") + name;
    }
}
