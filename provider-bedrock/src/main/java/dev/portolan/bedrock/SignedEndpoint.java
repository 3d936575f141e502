package dev.portolan.bedrock;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.WireListener.End;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireEndpoint;
import dev.portolan.spi.support.WireExchange;
import dev.portolan.spi.support.WireJson;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * One address of Bedrock's OpenAI-compatible endpoint: JSON as it is, over the HTTP client and with the signer of the SDK, since
 * the SDK itself has no call for it. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/inference-chat-completions.html">AWS: Chat Completions on
 *     Bedrock</a>
 */
final class SignedEndpoint implements WireEndpoint {

    private final SdkAsyncHttpClient http;
    private final BedrockAuth auth;
    private final String region;
    private final URI address;
    private final String model;
    private final long maxResponseBytes;
    private final dev.portolan.wire.openai.ErrorMapper errors;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    SignedEndpoint(
            SdkAsyncHttpClient http,
            BedrockAuth auth,
            String region,
            URI address,
            String model,
            long maxResponseBytes) {
        this.http = http;
        this.auth = auth;
        this.region = region;
        this.address = address;
        this.model = model;
        this.maxResponseBytes = maxResponseBytes;
        this.errors = new dev.portolan.wire.openai.ErrorMapper(BedrockProvider.ID);
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public WireAnswer post(byte[] body, boolean stream, CallContext context, CallGuard guard) {
        SdkHttpRequest request = authorized(request(body, stream, context), body, context);
        guard.requireRunning();
        guard.sending();
        WireExchange shown = shown(request, body, guard);
        Exchange exchange = new Exchange();
        guard.onAbort(exchange::abort);
        exchange.follow(http.execute(AsyncExecuteRequest.builder()
                .request(request)
                .requestContentPublisher(new Body(body))
                .responseHandler(exchange)
                .build()));
        SdkHttpResponse head = head(exchange, guard, shown);
        SignedAnswer answer = new SignedAnswer(head, exchange.queue, guard, shown, address.getHost(), maxResponseBytes);
        if (head.isSuccessful()) {
            return answer;
        }
        try (answer) {
            throw refused(head, answer);
        }
    }

    private static WireExchange shown(SdkHttpRequest request, byte[] body, CallGuard guard) {
        return guard.isObserved()
                ? guard.exchange("POST", request.getUri().toString(), ShownCall.headers(request), body)
                : WireExchange.NONE;
    }

    private LlmException refused(SdkHttpResponse head, SignedAnswer answer) {
        byte[] body = answer.errorBytes();
        String code = head.firstMatchingHeader("x-amzn-errortype").orElse(null);
        if (code != null) {
            // Before a request reaches the models, Bedrock answers in its own way.
            String message = Decoding.of(() -> WireJson.tree(new String(body, StandardCharsets.UTF_8))
                    .path("message")
                    .asText(""));
            return ErrorMapper.answered(
                    head.statusCode(), code, message, answer.header("x-amzn-requestid"), answer.header("retry-after"));
        }
        return Decoding.of(() -> errors.map(model, head.statusCode(), answer::header, body));
    }

    private SdkHttpFullRequest.Builder request(byte[] body, boolean stream, CallContext context) {
        SdkHttpFullRequest.Builder request = SdkHttpFullRequest.builder()
                .uri(address)
                .method(SdkHttpMethod.POST)
                .putHeader("Host", host())
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", Integer.toString(body.length))
                .putHeader("Accept", stream ? "text/event-stream" : "application/json")
                .putHeader("User-Agent", BedrockConnection.USER_AGENT);
        context.traceHeaders().forEach(request::putHeader);
        return request;
    }

    private String host() {
        return address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort();
    }

    private SdkHttpRequest authorized(SdkHttpFullRequest.Builder request, byte[] body, CallContext context) {
        String bearer = auth.bearer(context.credentials());
        if (bearer != null) {
            return request.putHeader("Authorization", "Bearer " + bearer).build();
        }
        try {
            return signer.sign(sign -> sign.identity(auth.signing(context.credentials()))
                            .request(request.build())
                            .payload(ContentStreamProvider.fromByteArray(body))
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock")
                            .putProperty(AwsV4HttpSigner.REGION_NAME, region))
                    .request();
        } catch (RuntimeException e) {
            throw ErrorMapper.map(e, address.getHost());
        }
    }

    private SdkHttpResponse head(Exchange exchange, CallGuard guard, WireExchange shown) {
        try {
            SdkHttpResponse head = exchange.head.get();
            if (shown.isObserved()) {
                shown.answered(head.statusCode(), ShownCall.headers(head));
            }
            return head;
        } catch (InterruptedException e) {
            exchange.abort();
            shown.ended(End.BROKEN, e);
            Thread.currentThread().interrupt();
            throw LlmException.of(
                    ErrorKind.CANCELLED,
                    ErrorDetails.builder("the calling thread was interrupted").build(),
                    e);
        } catch (ExecutionException | CancellationException e) {
            exchange.queue.close();
            shown.ended(End.BROKEN, e);
            LlmException stopped = guard.failure(null);
            throw stopped != null ? stopped : ErrorMapper.map(e, address.getHost());
        }
    }

    @Override
    public String toString() {
        return "SignedEndpoint[" + address.getHost() + address.getPath() + "]";
    }

    /** One request and what comes back. */
    private final class Exchange implements SdkAsyncHttpResponseHandler {
        final CompletableFuture<SdkHttpResponse> head = new CompletableFuture<>();
        final EventQueue<ByteBuffer> queue =
                new EventQueue<>(piece -> false, e -> ErrorMapper.map(e, address.getHost()));
        private volatile SdkHttpResponse response =
                SdkHttpResponse.builder().statusCode(500).build();

        @SuppressWarnings("FutureReturnValueIgnored") // The stage does nothing that could fail.
        void follow(CompletableFuture<Void> call) {
            queue.follow(call);
            call.whenComplete((nothing, thrown) -> {
                if (thrown != null) {
                    head.completeExceptionally(thrown);
                }
            });
        }

        void abort() {
            queue.abort();
            head.cancel(false);
        }

        @Override
        public void onHeaders(SdkHttpResponse given) {
            response = given;
        }

        @Override
        public void onStream(Publisher<ByteBuffer> stream) {
            stream.subscribe(queue);
            head.complete(response);
        }

        @Override
        public void onError(Throwable thrown) {
            head.completeExceptionally(thrown);
        }
    }

    /** The body of a request, whole. */
    private static final class Body implements SdkHttpContentPublisher {
        private final byte[] bytes;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public Optional<Long> contentLength() {
            return Optional.of((long) bytes.length);
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
            subscriber.onSubscribe(new Subscription() {
                private boolean done;

                @Override
                public void request(long count) {
                    if (!done) {
                        done = true;
                        subscriber.onNext(ByteBuffer.wrap(bytes));
                        subscriber.onComplete();
                    }
                }

                @Override
                public void cancel() {
                    done = true;
                }
            });
        }
    }
}
