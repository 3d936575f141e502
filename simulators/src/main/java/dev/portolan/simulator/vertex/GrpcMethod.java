package dev.portolan.simulator.vertex;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.internal.Omissions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One method of a service, as bytes in and messages out. */
interface GrpcMethod {

    /**
     * Reads a request.
     *
     * @param message as it came
     * @return what is known of it
     * @throws InvalidProtocolBufferException when it is no such message
     */
    Understood read(byte[] message) throws InvalidProtocolBufferException;

    /**
     * A request that was read, accepted or not.
     *
     * @param json the message as JSON
     * @param resource the model that it names, as it was sent
     * @param prompt what was asked, or {@code null} when it was refused or is no chat
     * @param refusal why it is refused, or {@code null} when it is not
     * @param answer makes the answer, or throws a refusal
     * @param blocked makes the answer to a prompt that is blocked, or {@code null} where a block is an error
     */
    record Understood(
            String json,
            String resource,
            @Nullable Prompt prompt,
            @Nullable VertexError refusal,
            Function<Omissions, GrpcAnswer> answer,
            @Nullable Function<Omissions, GrpcAnswer> blocked) {}
}
