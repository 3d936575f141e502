package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.MessageSource;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.eventstream.EventStreamResponseHandler;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.PayloadPart;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;

/**
 * Makes calls on the SDK's asynchronous client and waits for them on the caller's thread: the only way in which cancelling a call
 * reaches the service at once. Thread-safe.
 */
final class BedrockClient implements AutoCloseable {

    /**
     * A stream that has begun.
     *
     * @param messages its messages
     * @param requestId the service's id of the request, or {@code null}
     */
    record Begun<M>(MessageSource<M> messages, @Nullable String requestId) {}

    private final BedrockRuntimeAsyncClient sdk;
    private final String endpoint;

    /**
     * @param endpoint the host, for messages
     */
    BedrockClient(BedrockRuntimeAsyncClient sdk, String endpoint) {
        this.sdk = sdk;
        this.endpoint = endpoint;
    }

    ConverseResponse converse(String model, ObjectNode body, CallContext context, CallGuard guard) {
        ShownCall shown = new ShownCall(guard);
        ConverseRequest request = SdkJson.fill(ConverseRequest.builder(), body)
                .modelId(model)
                .overrideConfiguration(call -> override(call, context, shown))
                .build();
        return await(guard, shown, () -> sdk.converse(request));
    }

    Begun<ConverseEvent> converseStream(String model, ObjectNode body, CallContext context, CallGuard guard) {
        ShownCall shown = new ShownCall(guard);
        ConverseStreamRequest request = SdkJson.fill(ConverseStreamRequest.builder(), body)
                .modelId(model)
                .overrideConfiguration(call -> override(call, context, shown))
                .build();
        Opening<ConverseStreamResponse, ConverseStreamOutput> opening =
                new Opening<>(event -> event.sdkEventType() == ConverseStreamOutput.EventType.METADATA, this::failure);
        Begun<ConverseStreamOutput> begun =
                begin(guard, shown, opening, () -> sdk.converseStream(request, new ConverseHandler(opening)));
        return new Begun<>(
                new ShownEvents<>(mapped(begun.messages(), BedrockClient::event), ConverseEvent::toJson, shown),
                begun.requestId());
    }

    InvokeModelResponse invoke(InvokeModelRequest.Builder request, CallContext context, CallGuard guard) {
        ShownCall shown = new ShownCall(guard);
        InvokeModelRequest whole = request.overrideConfiguration(call -> override(call, context, shown))
                .build();
        return await(guard, shown, () -> sdk.invokeModel(whole));
    }

    Begun<ResponseStream> invokeStream(
            InvokeModelWithResponseStreamRequest.Builder request, CallContext context, CallGuard guard) {
        ShownCall shown = new ShownCall(guard);
        InvokeModelWithResponseStreamRequest whole = request.overrideConfiguration(
                        call -> override(call, context, shown))
                .build();
        Opening<InvokeModelWithResponseStreamResponse, ResponseStream> opening =
                new Opening<>(event -> false, this::failure);
        Begun<ResponseStream> begun = begin(
                guard, shown, opening, () -> sdk.invokeModelWithResponseStream(whole, new InvokeHandler(opening)));
        return new Begun<>(new ShownEvents<>(begun.messages(), BedrockClient::json, shown), begun.requestId());
    }

    long countTokens(CountTokensRequest.Builder request, CallContext context, CallGuard guard) {
        ShownCall shown = new ShownCall(guard);
        CountTokensRequest whole = request.overrideConfiguration(call -> override(call, context, shown))
                .build();
        Integer count = await(guard, shown, () -> sdk.countTokens(whole)).inputTokens();
        if (count == null) {
            throw ErrorDetails.builder("the service told no number of tokens").toException(ErrorKind.INVALID_RESPONSE);
        }
        return count;
    }

    static @Nullable String requestId(BedrockRuntimeResponse response) {
        return response.responseMetadata() == null
                ? null
                : response.responseMetadata().requestId();
    }

    /** Decodes an answer that is there; a failure to do so tells the request's id too. */
    static ChatResponse decoded(BedrockRuntimeResponse answer, Supplier<ChatResponse.Builder> decoder) {
        String requestId = requestId(answer);
        try {
            return Decoding.of(() -> decoder.get().requestId(requestId).build());
        } catch (LlmException e) {
            throw e.requestId() != null
                    ? e
                    : e.withDetails(e.details().toBuilder().requestId(requestId).build());
        }
    }

    private static void override(AwsRequestOverrideConfiguration.Builder call, CallContext context, ShownCall shown) {
        shown.addTo(call);
        context.traceHeaders().forEach(call::putHeader);
        BedrockAuth.applyTo(call, context.credentials());
    }

    /** The model's own JSON in a chunk. */
    private static String json(ResponseStream message) {
        return message instanceof PayloadPart part && part.bytes() != null
                ? part.bytes().asUtf8String()
                : "{}";
    }

    private static ConverseEvent event(ConverseStreamOutput event) {
        return new ConverseEvent(event.sdkEventType().toString(), SdkJson.of(event));
    }

    private LlmException failure(Throwable thrown) {
        return ErrorMapper.map(thrown, endpoint);
    }

    /** Starts a call and waits for it. */
    private <T> T await(CallGuard guard, ShownCall shown, Supplier<CompletableFuture<T>> call) {
        guard.requireRunning();
        guard.sending();
        CompletableFuture<T> future = start(call);
        guard.onAbort(() -> future.cancel(true));
        T result = get(guard, shown, future);
        guard.received();
        shown.ended(null);
        return result;
    }

    /** What the SDK does on this thread, such as looking for credentials, can fail too. */
    private <T> CompletableFuture<T> start(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    private <T> T get(CallGuard guard, ShownCall shown, CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            shown.ended(e);
            Thread.currentThread().interrupt();
            throw LlmException.of(
                    ErrorKind.CANCELLED,
                    ErrorDetails.builder("the calling thread was interrupted").build(),
                    e);
        } catch (ExecutionException | CancellationException e) {
            shown.ended(ErrorMapper.unwrapped(e));
            LlmException stopped = guard.failure(null);
            throw stopped != null ? stopped : failure(e);
        }
    }

    private <R, E> Begun<E> begin(
            CallGuard guard, ShownCall shown, Opening<R, E> opening, Supplier<CompletableFuture<Void>> call) {
        guard.requireRunning();
        guard.sending();
        guard.onAbort(opening::abort);
        CompletableFuture<Void> future = start(call);
        opening.follow(future);
        try {
            R response = get(guard, shown, opening.begun);
            String id = response instanceof BedrockRuntimeResponse known ? requestId(known) : null;
            return new Begun<>(opening.queue, id);
        } catch (RuntimeException e) {
            opening.queue.close();
            throw e;
        }
    }

    private static <A, B> MessageSource<B> mapped(MessageSource<A> source, Function<A, B> mapping) {
        return new MessageSource<>() {
            @Override
            public @Nullable B next() throws IOException {
                A message = source.next();
                return message == null ? null : mapping.apply(message);
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }

    @Override
    public void close() {
        sdk.close();
    }

    /** What the SDK's handlers do, told once: the answer begins when its stream is there. */
    private static final class Opening<R, E> implements EventStreamResponseHandler<R, E> {
        final EventQueue<E> queue;
        final CompletableFuture<R> begun = new CompletableFuture<>();
        private volatile @Nullable R response;

        Opening(Predicate<E> last, Function<Throwable, RuntimeException> errors) {
            this.queue = new EventQueue<>(last, errors);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // The stage does nothing that could fail.
        void follow(CompletableFuture<Void> call) {
            queue.follow(call);
            call.whenComplete((nothing, thrown) -> {
                if (thrown != null) {
                    begun.completeExceptionally(ErrorMapper.unwrapped(thrown));
                }
            });
        }

        void abort() {
            queue.abort();
            begun.cancel(false);
        }

        @Override
        public void responseReceived(R given) {
            response = given;
        }

        @Override
        public void onEventStream(SdkPublisher<E> publisher) {
            publisher.subscribe(queue);
            begun.complete(response);
        }

        /** Comes twice for one failure; the future tells it once. */
        @Override
        public void exceptionOccurred(Throwable thrown) {}

        @Override
        public void complete() {}
    }

    private record ConverseHandler(Opening<ConverseStreamResponse, ConverseStreamOutput> opening)
            implements ConverseStreamResponseHandler {
        @Override
        public void responseReceived(ConverseStreamResponse response) {
            opening.responseReceived(response);
        }

        @Override
        public void onEventStream(SdkPublisher<ConverseStreamOutput> publisher) {
            opening.onEventStream(publisher);
        }

        @Override
        public void exceptionOccurred(Throwable thrown) {
            opening.exceptionOccurred(thrown);
        }

        @Override
        public void complete() {
            opening.complete();
        }
    }

    private record InvokeHandler(Opening<InvokeModelWithResponseStreamResponse, ResponseStream> opening)
            implements InvokeModelWithResponseStreamResponseHandler {
        @Override
        public void responseReceived(InvokeModelWithResponseStreamResponse response) {
            opening.responseReceived(response);
        }

        @Override
        public void onEventStream(SdkPublisher<ResponseStream> publisher) {
            opening.onEventStream(publisher);
        }

        @Override
        public void exceptionOccurred(Throwable thrown) {
            opening.exceptionOccurred(thrown);
        }

        @Override
        public void complete() {
            opening.complete();
        }
    }
}
