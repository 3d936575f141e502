package dev.portolan.simulator.vertex;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.internal.FaultPlan;
import dev.portolan.simulator.internal.HttpFaults;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.SimulatorState;
import dev.portolan.simulator.internal.WithoutMessage;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the calls of one method: checks who calls, reads, looks up what the call meets, has it answered. */
final class CallHandler implements ServerCallHandler<byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(CallHandler.class);

    private final GrpcMethod method;
    private final AccessCheck access;
    private final SimulatorState state;
    private final Pace pace;
    private final ScheduledExecutorService sender;
    private final AtomicInteger inFlight;

    CallHandler(
            GrpcMethod method,
            AccessCheck access,
            SimulatorState state,
            Pace pace,
            ScheduledExecutorService sender,
            AtomicInteger inFlight) {
        this.method = method;
        this.access = access;
        this.state = state;
        this.pace = pace;
        this.sender = sender;
        this.inFlight = inFlight;
    }

    @Override
    public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
        call.request(1);
        return new Call(call, headers);
    }

    private final class Call extends ServerCall.Listener<byte[]> {
        private final ServerCall<byte[], byte[]> call;
        private final Metadata headers;
        private final AtomicBoolean counted = new AtomicBoolean(true);
        private byte @Nullable [] message;
        private volatile @Nullable Outgoing outgoing;

        Call(ServerCall<byte[], byte[]> call, Metadata headers) {
            this.call = call;
            this.headers = headers;
            inFlight.incrementAndGet();
        }

        @Override
        public void onMessage(byte[] bytes) {
            message = bytes;
        }

        @Override
        public void onHalfClose() {
            byte[] sent = message;
            try {
                if (sent == null) {
                    throw VertexError.invalid("The call has no message.");
                }
                answer(sent);
            } catch (VertexError e) {
                refuse(e);
            } catch (RuntimeException e) {
                LOG.error(
                        "The simulator of Vertex could not answer {}",
                        call.getMethodDescriptor().getFullMethodName(),
                        WithoutMessage.of(e));
                refuse(new VertexError(Code.INTERNAL, "The simulator failed; see its log"));
            }
        }

        @Override
        public void onReady() {
            Outgoing now = outgoing;
            if (now != null) {
                now.ready();
            }
        }

        @Override
        public void onCancel() {
            over();
        }

        @Override
        public void onComplete() {
            over();
        }

        private void over() {
            if (counted.compareAndSet(true, false)) {
                inFlight.decrementAndGet();
            }
        }

        private void answer(byte[] sent) {
            String name = call.getMethodDescriptor().getFullMethodName();
            GrpcMethod.Understood understood;
            try {
                understood = method.read(sent);
            } catch (InvalidProtocolBufferException e) {
                throw new VertexError(Code.INVALID_ARGUMENT, "The message could not be read.");
            }
            VertexError refusal = refusal(name, understood);
            Fault fault = state.receive(new ReceivedRequest(
                    "POST", name, headers(), understood.json(), refusal == null ? understood.prompt() : null));
            List<Fault> faults = fault == null ? List.of() : fault.parts();
            for (Fault one : faults) {
                if (one instanceof Fault.Silent) {
                    return;
                }
                if (one instanceof Fault.VendorError error && !blocksPrompt(error, understood)) {
                    throw VertexErrors.of(error.kind(), error.retryAfter(), name, understood.resource());
                }
                if (one instanceof Fault.Status status) {
                    throw VertexErrors.status(status.code(), status.retryAfter());
                }
            }
            if (refusal != null) {
                throw refusal;
            }
            boolean blocks = faults.stream()
                    .anyMatch(one -> one instanceof Fault.VendorError error && blocksPrompt(error, understood));
            Function<Omissions, GrpcAnswer> blocked = understood.blocked();
            Function<Omissions, GrpcAnswer> answer = blocks && blocked != null ? blocked : understood.answer();
            send(answer.apply(Omissions.of(faults)), faults, HttpFaults.pace(fault, pace), name, understood.resource());
        }

        /** A prompt that is blocked is no error here: the answer says so, and nothing else. */
        private boolean blocksPrompt(Fault.VendorError error, GrpcMethod.Understood understood) {
            return error.kind().equals(ErrorKind.CONTENT_FILTERED) && understood.blocked() != null;
        }

        private void send(GrpcAnswer answer, List<Fault> faults, Pace paced, String name, String resource) {
            FaultPlan plan = answer.streamed()
                    ? FaultPlan.ofStream(
                            answer.pieces().stream().map(Piece::role).toList(), faults)
                    : FaultPlan.ofWhole(faults);
            Outgoing sending = new Outgoing(
                    call, sender, answer, plan, paced, failed -> VertexErrors.of(failed.kind(), null, name, resource));
            outgoing = sending;
            Duration delay = Duration.ZERO;
            for (Fault fault : faults) {
                delay = fault instanceof Fault.Delay late ? delay.plus(late.time()) : delay;
            }
            sending.start(delay);
        }

        private @Nullable VertexError refusal(String name, GrpcMethod.Understood understood) {
            try {
                access.require(headers, name, understood.resource());
                return understood.refusal();
            } catch (VertexError e) {
                return e;
            }
        }

        private void refuse(VertexError error) {
            StatusRuntimeException failure = error.grpc();
            Metadata trailers = failure.getTrailers();
            call.close(failure.getStatus(), trailers == null ? new Metadata() : trailers);
        }

        private Map<String, List<String>> headers() {
            Map<String, List<String>> all = new LinkedHashMap<>();
            for (String key : headers.keys()) {
                if (!key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                    Iterable<String> values = headers.getAll(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER));
                    if (values != null) {
                        List<String> list = new ArrayList<>();
                        values.forEach(list::add);
                        all.put(key, list);
                    }
                }
            }
            return all;
        }
    }
}
