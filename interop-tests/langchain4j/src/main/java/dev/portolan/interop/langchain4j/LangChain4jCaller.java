package dev.portolan.interop.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** Calls by LangChain4j's module for OpenAI on the JDK's HTTP client; all at its defaults but the timeout. */
final class LangChain4jCaller {

    /** How long nothing may happen before it is told as nothing. */
    private static final int PATIENCE_SECONDS = 5;

    /** How long further callbacks are waited for after one that ends a stream: longer than what is left of it takes to come. */
    private static final int AFTERWARDS_MILLIS = 1_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final ChatModel model;
    private final StreamingChatModel streaming;

    LangChain4jCaller(URI baseUrl) {
        model = OpenAiChatModel.builder()
                .baseUrl(baseUrl.toString())
                .apiKey("sk-any")
                .modelName("gpt-4o-mini")
                .timeout(TIMEOUT)
                .build();
        streaming = OpenAiStreamingChatModel.builder()
                .baseUrl(baseUrl.toString())
                .apiKey("sk-any")
                .modelName("gpt-4o-mini")
                .timeout(TIMEOUT)
                .build();
    }

    String call(Trouble trouble) throws InterruptedException {
        ChatRequest.Builder request = ChatRequest.builder().messages(UserMessage.from("How warm is Oslo?"));
        if (trouble.callsTool()) {
            request.toolSpecifications(ToolSpecification.builder()
                    .name("get_weather")
                    .description("How warm a city is.")
                    .parameters(
                            JsonObjectSchema.builder().addStringProperty("city").build())
                    .build());
        }
        return trouble.streaming() ? stream(request.build()) : call(request.build());
    }

    /** On a thread of its own, since it may never come back. */
    private String call(ChatRequest request) throws InterruptedException {
        SynchronousQueue<String> seen = new SynchronousQueue<>();
        Thread thread = new Thread(() -> {
            String words;
            try {
                words = "answer: " + content(model.chat(request));
            } catch (RuntimeException e) {
                words = failure(e);
            }
            seen.offer(words);
        });
        thread.setDaemon(true);
        thread.start();
        String words = seen.poll(2L * PATIENCE_SECONDS, TimeUnit.SECONDS);
        return words == null ? "nothing within " + 2 * PATIENCE_SECONDS + " s" : words;
    }

    private String stream(ChatRequest request) throws InterruptedException {
        Queue<String> calls = new ConcurrentLinkedQueue<>();
        CountDownLatch ended = new CountDownLatch(1);
        streaming.chat(request, new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                calls.add("`onCompleteResponse`: " + content(response));
                ended.countDown();
            }

            @Override
            public void onError(Throwable error) {
                calls.add("`onError` with " + failure(error));
                ended.countDown();
            }
        });
        if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            return "nothing within " + PATIENCE_SECONDS + " s";
        }
        TimeUnit.MILLISECONDS.sleep(AFTERWARDS_MILLIS);
        return String.join(", then ", calls);
    }

    private static String content(ChatResponse response) {
        String words = response.aiMessage().hasToolExecutionRequests()
                ? call(response.aiMessage().toolExecutionRequests().get(0))
                : Words.text(response.aiMessage().text());
        if (response.finishReason() == null) {
            words += ", no finish reason";
        }
        return response.tokenUsage() == null ? words + ", no usage" : words;
    }

    private static String call(ToolExecutionRequest call) {
        return Words.call(call.id(), call.arguments());
    }

    /** Not past a timeout of the JDK's client: depending on which of its threads is first, it has a cause or none. */
    private static String failure(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root && !(root instanceof HttpTimeoutException)) {
            root = root.getCause();
        }
        String name = "`" + error.getClass().getSimpleName() + "`";
        return root == error ? name : name + " (`" + root.getClass().getSimpleName() + "`)";
    }
}
