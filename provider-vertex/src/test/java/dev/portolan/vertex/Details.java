package dev.portolan.vertex;

import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ErrorDetails;
import com.google.protobuf.Any;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;

/** What the SDK makes of a failure of gRPC. */
final class Details {

    private Details() {}

    static ApiException of(StatusRuntimeException thrown) {
        Status status = StatusProto.fromThrowable(thrown);
        List<Any> details = status == null ? List.of() : status.getDetailsList();
        return new ApiException(
                thrown,
                GrpcStatusCode.of(thrown.getStatus().getCode()),
                false,
                ErrorDetails.builder().setRawErrorMessages(details).build());
    }
}
