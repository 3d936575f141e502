package dev.portolan.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.error.LlmException;
import dev.portolan.schema.JsonSchema;
import dev.portolan.tool.DuplicateCalls;
import dev.portolan.tool.ToolDefinition;
import dev.portolan.tool.ToolFailure;
import dev.portolan.tool.ToolGate;
import dev.portolan.tool.ToolInvocation;
import dev.portolan.tool.ToolLoop;
import dev.portolan.tool.ToolLoopResult;
import dev.portolan.tool.ToolLoopStream;
import dev.portolan.tool.Toolbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Replays recorded tool conversations through {@link ToolLoop}: the model answers as recorded, over a socket; the tools give back what the
 * next recorded request says; and every request that is sent must carry the calls and results that the recorded one carried, until the
 * last answer is read as it must be. Equal calls of one turn run each, as they did in what was recorded.
 */
public final class ToolReplay {

    private final RecordedAnswers server;
    private final Function<Recording, ChatModel> models;
    private final Predicate<ReasoningPart> reasons;

    /**
     * @param server where the models' requests go
     * @param models gives the model that speaks the API of a recording
     */
    public ToolReplay(RecordedAnswers server, Function<Recording, ChatModel> models) {
        this(server, models, thought -> !thought.text().isEmpty());
    }

    /**
     * The same where the wire tells of reasoning in another way than by its text.
     *
     * @param reasons whether a part counts as reasoning
     */
    public ToolReplay(RecordedAnswers server, Function<Recording, ChatModel> models, Predicate<ReasoningPart> reasons) {
        this.server = server;
        this.models = models;
        this.reasons = reasons;
    }

    /**
     * Replays all conversations of a file, prints how many there were, and fails unless each ends as recorded that is not listed in the
     * resource {@code tool-exceptions-<name>.txt}, and no other is listed.
     */
    public void check(RecordedTraffic traffic, Set<String> apis) {
        Map<String, Integer> leftOut = new TreeMap<>();
        Map<String, String> failures = new LinkedHashMap<>();
        Map<String, String> exceptions = traffic.exceptions("tool-exceptions-");
        List<String> stale = new ArrayList<>();
        int calls = 0;
        int rounds = 0;
        List<ToolConversation> conversations = ToolConversation.of(traffic, apis, leftOut);
        for (ToolConversation conversation : conversations) {
            String why = difference(conversation);
            calls += conversation.calls().size();
            rounds += conversation.records().size();
            boolean listed = exceptions.containsKey(conversation.id());
            if (why != null && !listed) {
                failures.put(conversation.id(), why);
            } else if (why == null && listed) {
                stale.add(conversation.id());
            }
        }
        System.out.println("Tool conversations of " + traffic.name() + ": " + conversations.size() + " replayed with "
                + rounds + " rounds and " + calls + " calls, " + failures.size() + " failed, "
                + (exceptions.size() - stale.size()) + " excepted; left out " + leftOut);
        assertThat(failures).isEmpty();
        assertThat(stale).as("listed as exceptions, but end as recorded").isEmpty();
        assertThat(conversations).isNotEmpty();
    }

    /** How a replay differs from the recording, or {@code null} when it does not. */
    public @Nullable String difference(ToolConversation conversation) {
        List<Recording> records = conversation.records();
        server.serve(conversation.id(), records);
        ToolLoopResult result;
        try {
            result = run(conversation);
        } catch (LlmException e) {
            return "failed with " + e.kind();
        } catch (IllegalArgumentException e) {
            return "not possible: " + e.getMessage();
        }
        ChatResponse last = last(result);
        if (last == null) {
            return "ended with " + result.getClass().getSimpleName();
        }
        JsonNode expected = records.get(records.size() - 1).expected();
        String why = Reading.of(conversation.id(), last, reasons).differenceFrom(expected);
        return why != null ? "the last answer: " + why : sent(conversation);
    }

    private ToolLoopResult run(ToolConversation conversation) {
        Recording first = conversation.records().get(0);
        ToolLoop loop = ToolLoop.builder(toolbox(conversation))
                .gate(ToolGate.OPEN)
                .parallelism(1)
                .duplicates(DuplicateCalls.RUN)
                .maxRounds(conversation.records().size())
                .build();
        CallContext context = CallContext.builder()
                .timeout(Duration.ofSeconds(30))
                .traceHeader(RecordingServer.HEADER, conversation.id())
                .build();
        ChatRequest request = ChatRequest.of("As recorded");
        if (first.streamed()) {
            try (ToolLoopStream stream = loop.stream(models.apply(first), request, List.of(), context)) {
                return stream.result();
            }
        }
        return loop.run(models.apply(first), request, context);
    }

    private static Toolbox toolbox(ToolConversation conversation) {
        List<RecordedCall> open = new ArrayList<>(conversation.calls());
        Toolbox.Builder tools = Toolbox.builder();
        conversation
                .tools()
                .forEach((name, schema) -> tools.tool(
                        ToolDefinition.builder(name, "As recorded")
                                .input(JsonSchema.of(schema))
                                .build(),
                        (arguments, invocation) ->
                                answer(conversation.records().get(0).api(), open, invocation)));
        return tools.build();
    }

    /** What the tool gave back when it was recorded. */
    private static String answer(String api, List<RecordedCall> open, ToolInvocation invocation) throws ToolFailure {
        ToolCall call = invocation.call();
        RecordedCall found = open.stream()
                .filter(one -> one.id().equals(call.id()))
                .findFirst()
                .or(() -> open.stream()
                        .filter(one -> one.name().equals(call.name()))
                        .findFirst())
                .orElseThrow(() -> new IllegalStateException("This call was not recorded"));
        open.remove(found);
        String failure = found.failure();
        if (failure != null && RecordedCall.tellsFailures(api)) {
            throw new ToolFailure(failure);
        }
        return found.text();
    }

    private static @Nullable ChatResponse last(ToolLoopResult result) {
        if (result instanceof ToolLoopResult.Completed completed) {
            return completed.response();
        }
        return result instanceof ToolLoopResult.LimitReached limit ? limit.response() : null;
    }

    /** How the requests that were sent differ from those recorded. */
    private @Nullable String sent(ToolConversation conversation) {
        List<byte[]> bodies = server.bodies(conversation.id());
        List<Recording> records = conversation.records();
        if (bodies.size() != records.size()) {
            return bodies.size() + " requests in place of " + records.size();
        }
        int before = RecordedCall.of(records.get(0).api(), records.get(0).requestBody())
                .size();
        for (int i = 0; i < bodies.size(); i++) {
            Recording record = records.get(i);
            List<RecordedCall> all = RecordedCall.of(record.api(), record.requestBody());
            List<RecordedCall> expected = all.subList(before, all.size());
            List<RecordedCall> found = RecordedCall.of(record.api(), parsed(bodies.get(i)));
            if (found.size() != expected.size()) {
                return "request " + (i + 1) + ": " + found + " in place of " + expected;
            }
            for (int k = 0; k < found.size(); k++) {
                if (!found.get(k).sameAs(expected.get(k))) {
                    return "request " + (i + 1) + ", call " + (k + 1) + ": " + found.get(k) + " in place of "
                            + expected.get(k);
                }
            }
        }
        return null;
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return Recording.MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
