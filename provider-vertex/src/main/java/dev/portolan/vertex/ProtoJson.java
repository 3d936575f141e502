package dev.portolan.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.spi.support.WireJson;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON and protocol buffers.
 *
 * @see <a href="https://protobuf.dev/programming-guides/json/">Protocol Buffers: ProtoJSON</a>
 */
final class ProtoJson {

    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser();

    /** Whole numbers up to here are exact as a double, which is all that a {@code Value} has. */
    private static final double EXACT = 9_007_199_254_740_992d;

    private ProtoJson() {}

    static String print(Message message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "a message that is no JSON: " + e.getClass().getName());
        }
    }

    /** A struct as JSON text; whole numbers have no decimals, as models write them. */
    static String print(Struct struct) {
        return tree(struct).toString();
    }

    static ObjectNode tree(Struct struct) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        struct.getFieldsMap().forEach((name, value) -> object.set(name, tree(value)));
        return object;
    }

    static JsonNode tree(Value value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value.getKindCase()) {
            case STRING_VALUE -> nodes.textNode(value.getStringValue());
            case BOOL_VALUE -> nodes.booleanNode(value.getBoolValue());
            case NUMBER_VALUE -> number(value.getNumberValue());
            case STRUCT_VALUE -> tree(value.getStructValue());
            case LIST_VALUE -> {
                ArrayNode array = nodes.arrayNode();
                value.getListValue().getValuesList().forEach(each -> array.add(tree(each)));
                yield array;
            }
            case NULL_VALUE, KIND_NOT_SET -> nodes.nullNode();
        };
    }

    private static JsonNode number(double number) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return nodes.textNode(Double.toString(number));
        }
        return number == Math.rint(number) && Math.abs(number) <= EXACT
                ? nodes.numberNode((long) number)
                : nodes.numberNode(BigDecimal.valueOf(number));
    }

    static Struct struct(JsonNode object) {
        Struct.Builder struct = Struct.newBuilder();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            struct.putFields(member.getKey(), value(member.getValue()));
        }
        return struct.build();
    }

    static Value value(JsonNode node) {
        Value.Builder value = Value.newBuilder();
        switch (node.getNodeType()) {
            case OBJECT -> value.setStructValue(struct(node));
            case ARRAY -> {
                ListValue.Builder list = ListValue.newBuilder();
                node.forEach(each -> list.addValues(value(each)));
                value.setListValue(list);
            }
            case STRING -> value.setStringValue(node.textValue());
            case NUMBER -> value.setNumberValue(node.doubleValue());
            case BOOLEAN -> value.setBoolValue(node.booleanValue());
            default -> value.setNullValue(NullValue.NULL_VALUE);
        }
        return value.build();
    }

    /** A message from JSON that this library wrote itself. */
    static <B extends Message.Builder> B parse(String json, B into) {
        try {
            PARSER.merge(json, into);
            return into;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "no " + into.getDescriptorForType().getName());
        }
    }

    /**
     * Merges vendor options into a request: messages field by field, what is under {@code tools} at the top is appended, {@code
     * null} removes, every other value replaces what is there.
     *
     * @param options a JSON object as text, or {@code null} for none
     * @throws dev.portolan.error.LlmException when the message has no such field
     */
    static void merge(Message.Builder into, @Nullable String options) {
        if (options != null) {
            merge(into, WireJson.tree(options), "");
        }
    }

    private static void merge(Message.Builder into, JsonNode options, String path) {
        Descriptor type = into.getDescriptorForType();
        for (Map.Entry<String, JsonNode> member : options.properties()) {
            FieldDescriptor field = field(type, member.getKey());
            JsonNode given = member.getValue();
            String at = path + member.getKey();
            if (field == null) {
                throw refused(at, "this version of the API has no such field");
            }
            if (given.isNull()) {
                into.clearField(field);
            } else if (isMessage(field) && given.isObject()) {
                merge(into.getFieldBuilder(field), given, at + ".");
            } else {
                if (!(path.isEmpty() && field.getName().equals("tools"))) {
                    into.clearField(field);
                }
                set(into, field, named(field, given), at);
            }
        }
    }

    /** A message with fields of its own: neither a list, nor a map, nor one that stands for any JSON. */
    private static boolean isMessage(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.isRepeated()
                && !field.getMessageType().getFullName().startsWith("google.protobuf.");
    }

    private static @Nullable FieldDescriptor field(Descriptor type, String name) {
        FieldDescriptor exact = type.findFieldByName(name);
        if (exact != null) {
            return exact;
        }
        for (FieldDescriptor field : type.getFields()) {
            if (field.getJsonName().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** The HTTP interface takes names of constants in any case. */
    private static JsonNode named(FieldDescriptor field, JsonNode given) {
        if (field.getJavaType() != FieldDescriptor.JavaType.ENUM || !given.isTextual()) {
            return given;
        }
        String capitals = given.textValue().toUpperCase(Locale.ROOT);
        return field.getEnumType().findValueByName(capitals) == null
                ? given
                : JsonNodeFactory.instance.textNode(capitals);
    }

    private static void set(Message.Builder into, FieldDescriptor field, JsonNode given, String at) {
        ObjectNode one = JsonNodeFactory.instance.objectNode();
        one.set(field.getJsonName(), given);
        try {
            Message.Builder alone = into.getDefaultInstanceForType().newBuilderForType();
            PARSER.merge(one.toString(), alone);
            into.mergeFrom(alone.buildPartial());
        } catch (InvalidProtocolBufferException e) {
            // The message would quote the value.
            throw refused(at, "its value is none that the field can have");
        }
    }

    private static RuntimeException refused(String at, String why) {
        return ErrorDetails.builder("nothing was sent: the vendor option " + at + ": " + why)
                .provider(VertexProvider.ID)
                .remedy("See the reference of GenerateContentRequest for names and values")
                .retryable(false)
                .toException(ErrorKind.INVALID_REQUEST);
    }
}
