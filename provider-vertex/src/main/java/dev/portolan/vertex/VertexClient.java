package dev.portolan.vertex;

import com.google.api.HttpBody;
import com.google.api.core.ApiFuture;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ResponseObserver;
import com.google.api.gax.rpc.ServerStreamingCallable;
import com.google.api.gax.rpc.StreamController;
import com.google.api.gax.rpc.UnaryCallable;
import com.google.cloud.aiplatform.v1.CountTokensRequest;
import com.google.cloud.aiplatform.v1.CountTokensResponse;
import com.google.cloud.aiplatform.v1.EmbedContentRequest;
import com.google.cloud.aiplatform.v1.EmbedContentResponse;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.cloud.aiplatform.v1.RawPredictRequest;
import com.google.cloud.aiplatform.v1.StreamRawPredictRequest;
import com.google.protobuf.Message;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.WireListener;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.MessageQueue;
import dev.portolan.spi.support.MessageSource;
import dev.portolan.spi.support.WireExchange;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/**
 * Makes calls on the SDK's clients and waits for them on the caller's thread: whole answers by a future, streams by an observer that
 * asks for as many messages as are read. Both can be cancelled at once. Thread-safe.
 */
final class VertexClient implements AutoCloseable {

    /** How many messages of a stream may wait for their reader. */
    private static final int WINDOW = 32;

    /** The wire's deadline comes behind the call's own, which knows what to tell. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    /** Where a call has no deadline, so that a server never works on forever. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final String ROUTING = "x-goog-request-params";
    private static final String PREDICTION = "google.cloud.aiplatform.v1.PredictionService/";

    private final SdkClients sdk;
    private final VertexAuth auth;
    private final Map<String, String> headers;
    private final long maxResponseSize;

    VertexClient(SdkClients sdk, VertexAuth auth, ConnectionOptions options) {
        this.sdk = sdk;
        this.auth = auth;
        this.headers = Map.copyOf(options.headers);
        this.maxResponseSize = options.maxResponseSize;
    }

    GenerateContentResponse generate(
            GenerateContentRequest request, Map<String, String> extra, CallContext context, CallGuard guard) {
        return unary(
                sdk.predictions().generateContentCallable(),
                "GenerateContent",
                "model",
                request,
                extra,
                context,
                guard);
    }

    MessageSource<GenerateContentResponse> generateStream(
            GenerateContentRequest request, Map<String, String> extra, CallContext context, CallGuard guard) {
        return stream(
                sdk.predictions().streamGenerateContentCallable(),
                "StreamGenerateContent",
                "model",
                request,
                extra,
                context,
                guard);
    }

    HttpBody raw(RawPredictRequest request, CallContext context, CallGuard guard) {
        return unary(
                sdk.predictions().rawPredictCallable(), "RawPredict", "endpoint", request, Map.of(), context, guard);
    }

    MessageSource<HttpBody> rawStream(StreamRawPredictRequest request, CallContext context, CallGuard guard) {
        return stream(
                sdk.predictions().streamRawPredictCallable(),
                "StreamRawPredict",
                "endpoint",
                request,
                Map.of(),
                context,
                guard);
    }

    PredictResponse predict(PredictRequest request, CallContext context, CallGuard guard) {
        return unary(sdk.predictions().predictCallable(), "Predict", "endpoint", request, Map.of(), context, guard);
    }

    EmbedContentResponse embed(EmbedContentRequest request, CallContext context, CallGuard guard) {
        return unary(
                sdk.predictions().embedContentCallable(), "EmbedContent", "model", request, Map.of(), context, guard);
    }

    CountTokensResponse count(CountTokensRequest request, CallContext context, CallGuard guard) {
        return unary(
                sdk.utilities().countTokensCallable(),
                "google.cloud.aiplatform.v1.LlmUtilityService/CountTokens",
                "endpoint",
                request,
                Map.of(),
                context,
                guard);
    }

    private <Q extends Message, R extends Message> R unary(
            UnaryCallable<Q, R> method,
            String name,
            String routedBy,
            Q request,
            Map<String, String> extra,
            CallContext context,
            CallGuard guard) {
        Map<String, String> sent = headers(extra, context, guard);
        sent.put(ROUTING, routing(request, routedBy));
        guard.requireRunning();
        guard.sending();
        WireExchange exchange = exchange(name, request, sent, guard);
        ApiFuture<R> future = method.futureCall(request, callContext(sent, context));
        guard.onAbort(() -> future.cancel(true));
        try {
            R answer = future.get();
            guard.received();
            WatchedMessages.answered(exchange);
            WatchedMessages.show(exchange, answer);
            exchange.ended(WireListener.End.COMPLETE, null);
            return answer;
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            exchange.ended(WireListener.End.LEFT, null);
            throw LlmException.of(
                    ErrorKind.CANCELLED,
                    ErrorDetails.builder("the calling thread was interrupted").build(),
                    e);
        } catch (ExecutionException | CancellationException e) {
            exchange.ended(WireListener.End.BROKEN, null);
            LlmException stopped = guard.failure(null);
            throw stopped != null ? stopped : failure(e);
        }
    }

    private <Q extends Message, R extends Message> MessageSource<R> stream(
            ServerStreamingCallable<Q, R> method,
            String name,
            String routedBy,
            Q request,
            Map<String, String> extra,
            CallContext context,
            CallGuard guard) {
        Map<String, String> sent = headers(extra, context, guard);
        sent.put(ROUTING, routing(request, routedBy));
        guard.requireRunning();
        guard.sending();
        WireExchange exchange = exchange(name, request, sent, guard);
        MessageQueue<R> queue = new MessageQueue<>(WINDOW, this::inStream);
        guard.onAbort(queue::abort);
        try {
            method.call(request, new Observer<>(queue), callContext(sent, context));
        } catch (RuntimeException e) {
            // A call that was cancelled before it began says so in its own way.
            exchange.ended(WireListener.End.BROKEN, null);
            LlmException stopped = guard.failure(null);
            throw stopped != null ? stopped : failure(e);
        }
        return new WatchedMessages<>(queue, exchange, maxResponseSize);
    }

    private Map<String, String> headers(Map<String, String> extra, CallContext context, CallGuard guard) {
        Map<String, String> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
        all.putAll(extra);
        context.traceHeaders().forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
        all.putAll(auth.headers(context.credentials(), guard));
        return all;
    }

    /** What calls find their way by; the SDK adds it to connections of its own making only. */
    private static String routing(Message request, String field) {
        Object value = request.getField(request.getDescriptorForType().findFieldByName(field));
        return field + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
    }

    private static GrpcCallContext callContext(Map<String, String> headers, CallContext context) {
        Deadline deadline = context.deadline();
        Duration left = deadline == null ? LONGEST : deadline.remaining().plus(MARGIN);
        Map<String, List<String>> sent = new HashMap<>();
        headers.forEach((name, value) -> sent.put(name, List.of(value)));
        return GrpcCallContext.createDefault().withTimeoutDuration(left).withExtraHeaders(sent);
    }

    private LlmException failure(Throwable thrown) {
        return ErrorMapper.map(thrown, sdk.host());
    }

    private Exception inStream(Throwable thrown) {
        return ErrorMapper.isBroken(thrown) ? new IOException("the connection broke") : failure(thrown);
    }

    private WireExchange exchange(String name, Message request, Map<String, String> sent, CallGuard guard) {
        if (!guard.isObserved()) {
            return WireExchange.NONE;
        }
        List<WireListener.Header> shown = new ArrayList<>();
        sent.forEach((header, value) -> shown.add(new WireListener.Header(header, value)));
        String path = name.indexOf('/') < 0 ? PREDICTION + name : name;
        return guard.exchange("gRPC", "https://" + sdk.host() + "/" + path, shown, WatchedMessages.json(request));
    }

    @Override
    public void close() {
        sdk.close();
        auth.close();
    }

    /** Hands messages over; nothing of it waits. */
    private record Observer<R>(MessageQueue<R> queue) implements ResponseObserver<R> {
        @Override
        public void onStart(StreamController controller) {
            controller.disableAutoInboundFlowControl();
            queue.start(new MessageQueue.Flow() {
                @Override
                public void request(int count) {
                    controller.request(count);
                }

                @Override
                public void cancel() {
                    controller.cancel();
                }
            });
        }

        @Override
        public void onResponse(R message) {
            queue.add(message);
        }

        @Override
        public void onError(Throwable thrown) {
            queue.end(thrown);
        }

        @Override
        public void onComplete() {
            queue.end(null);
        }
    }
}
