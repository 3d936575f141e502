package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * The SDK's objects as the JSON they stand for on the wire, and back, by the names in the service model. So the mappers read
 * and write JSON, as those of every other wire do, and what a user merges in raw reaches the SDK too. Enumerations are texts,
 * so a value that the SDK does not know yet is not lost.
 */
final class SdkJson {

    private SdkJson() {}

    /**
     * Fills a builder of the SDK.
     *
     * @throws dev.portolan.error.LlmException of kind unsupported-feature when the JSON has a member that the SDK does not know
     */
    static <B extends SdkPojo> B fill(B builder, JsonNode json) {
        fill(builder, json, "");
        return builder;
    }

    private static void fill(SdkPojo builder, JsonNode json, String at) {
        if (!json.isObject()) {
            throw unknown(at.isEmpty() ? "the request" : at, "must be an object");
        }
        Map<String, SdkField<?>> fields = new LinkedHashMap<>();
        for (SdkField<?> field : builder.sdkFields()) {
            fields.put(field.locationName(), field);
        }
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            String path = at.isEmpty() ? member.getKey() : at + "." + member.getKey();
            SdkField<?> field = fields.get(member.getKey());
            if (field == null) {
                throw unknown(path, "is not known to the version of the AWS SDK in use");
            }
            if (!member.getValue().isNull() || field.marshallingType() == MarshallingType.DOCUMENT) {
                field.set(builder, value(field, member.getValue(), path));
            }
        }
    }

    private static @Nullable Object value(SdkField<?> field, JsonNode json, String at) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.DOCUMENT) {
            return Documents.of(json);
        }
        if (json.isNull()) {
            return null;
        }
        if (type == MarshallingType.SDK_POJO) {
            SdkPojo nested = field.constructor().get();
            fill(nested, json, at);
            return ((Buildable) nested).build();
        }
        if (type == MarshallingType.LIST) {
            return list(field, json, at);
        }
        if (type == MarshallingType.MAP) {
            return map(field, json, at);
        }
        if (type == MarshallingType.STRING) {
            return json.asText();
        }
        if (type == MarshallingType.SDK_BYTES) {
            return bytes(json, at);
        }
        if (type == MarshallingType.BOOLEAN) {
            return json.asBoolean();
        }
        return number(type, json, at);
    }

    private static Object number(MarshallingType<?> type, JsonNode json, String at) {
        if (type == MarshallingType.INTEGER) {
            return json.asInt();
        }
        if (type == MarshallingType.LONG) {
            return json.asLong();
        }
        if (type == MarshallingType.FLOAT) {
            return (float) json.asDouble();
        }
        if (type == MarshallingType.DOUBLE) {
            return json.asDouble();
        }
        throw unknown(at, "is of a type that cannot be set here");
    }

    private static List<@Nullable Object> list(SdkField<?> field, JsonNode json, String at) {
        SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
        List<@Nullable Object> values = new ArrayList<>(json.size());
        for (JsonNode each : json) {
            values.add(value(member, each, at + "[" + values.size() + "]"));
        }
        return values;
    }

    private static Map<String, @Nullable Object> map(SdkField<?> field, JsonNode json, String at) {
        SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : json.properties()) {
            values.put(each.getKey(), value(member, each.getValue(), at + "." + each.getKey()));
        }
        return values;
    }

    private static SdkBytes bytes(JsonNode json, String at) {
        try {
            byte[] bytes = json.binaryValue();
            if (bytes != null) {
                return SdkBytes.fromByteArrayUnsafe(bytes);
            }
        } catch (IOException e) {
            // Falls through: no base64.
        }
        throw unknown(at, "must be base64");
    }

    private static RuntimeException unknown(String at, String what) {
        return ErrorDetails.builder("nothing was sent: " + at + " " + what)
                .remedy("Correct it, or take a version of the AWS SDK that knows it")
                .toException(ErrorKind.UNSUPPORTED_FEATURE);
    }

    /** The JSON that an object of the SDK stands for; members that are not set are left out. */
    static ObjectNode of(SdkPojo object) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (SdkField<?> field : object.sdkFields()) {
            Object value = field.getValueOrDefault(object);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                json.set(field.locationName(), json(value));
            }
        }
        return json;
    }

    private static JsonNode json(@Nullable Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof SdkPojo nested) {
            return of(nested);
        }
        if (value instanceof Document document) {
            return Documents.json(document);
        }
        if (value instanceof SdkBytes bytes) {
            return nodes.binaryNode(bytes.asByteArrayUnsafe());
        }
        if (value instanceof List<?> list) {
            ArrayNode array = nodes.arrayNode(list.size());
            list.forEach(each -> array.add(json(each)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = nodes.objectNode();
            map.forEach((key, each) -> object.set(String.valueOf(key), json(each)));
            return object;
        }
        if (value instanceof Boolean bool) {
            return nodes.booleanNode(bool);
        }
        if (value instanceof Integer number) {
            return nodes.numberNode(number);
        }
        if (value instanceof Long number) {
            return nodes.numberNode(number);
        }
        if (value instanceof Float number) {
            return nodes.numberNode(number);
        }
        if (value instanceof Double number) {
            return nodes.numberNode(number);
        }
        return value == null ? nodes.nullNode() : nodes.textNode(value.toString());
    }
}
