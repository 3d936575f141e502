package dev.portolan.simulator.vertex;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.UncheckedIOException;

/** Messages as JSON and back. */
final class ProtoJson {

    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();

    private ProtoJson() {}

    static String print(MessageOrBuilder message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException("A message could not be printed", e);
        }
    }

    /** Reads an object; what is none, or no JSON, gives {@code false}. */
    static boolean isObject(String json) {
        try {
            JsonFormat.parser().merge(json, Struct.newBuilder());
            return json.stripLeading().startsWith("{");
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    static Struct struct(String json) {
        return merge(json, Struct.newBuilder()).build();
    }

    static Value value(String json) {
        return merge(json, Value.newBuilder()).build();
    }

    private static <B extends Message.Builder> B merge(String json, B builder) {
        try {
            JsonFormat.parser().merge(json, builder);
            return builder;
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException("JSON of our own making could not be read", e);
        }
    }
}
