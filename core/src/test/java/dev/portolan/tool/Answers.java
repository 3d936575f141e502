package dev.portolan.tool;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What models of these tests say, and what they were told. */
final class Answers {

    private Answers() {}

    static ChatResponse calling(ToolCall... calls) {
        return ended(FinishReason.Kind.TOOL_CALLS, calls);
    }

    static ChatResponse ended(FinishReason.Kind kind, Part... parts) {
        return ChatResponse.builder()
                .provider("acme")
                .model("large-1")
                .message(new AssistantMessage(Arrays.asList(parts)))
                .finishReason(FinishReason.of(kind))
                .usage(Usage.of(10, 3))
                .build();
    }

    static ToolCall call(String id, String name, String arguments) {
        return new ToolCall(id, name, arguments);
    }

    /** The results in a history, in order. */
    static List<ToolResult> results(List<Message> messages) {
        List<ToolResult> results = new ArrayList<>();
        for (Message message : messages) {
            if (message instanceof ToolMessage tool) {
                results.addAll(tool.results());
            }
        }
        return results;
    }

    static List<String> texts(List<Message> messages) {
        return results(messages).stream().map(ToolResult::text).toList();
    }

    /** Waits, or fails the test. */
    static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("Nothing happened for 20 s");
        }
    }
}
