package dev.portolan.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * JSON text as Java objects and back, by Jackson's annotations: records, classes, enums, collections, {@code Optional}, {@code
 * java.time}.
 *
 * <ul>
 *   <li>Unknown members are ignored. A missing or null member of a primitive type is an error, a number with a fraction is no
 *       integer, and a number is no constant of an enum.
 *   <li>Dates and times are ISO 8601 text and keep their offset. Decimals keep every digit, also within a {@code Map}.
 *   <li>Subtypes of a sealed type without {@code JsonTypeInfo} are told apart by a member {@code type} with the simple name of the
 *       class. One that is bound by its own name needs none.
 *   <li>Jackson modules that are registered as services are used too.
 * </ul>
 *
 * Stateless and thread-safe.
 */
public final class JsonBinding {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            // 10.00 is an amount; 1E+1 is not how anybody wrote it.
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .annotationIntrospector(new SealedTypes())
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .findAndAddModules()
            .build();

    private JsonBinding() {}

    /**
     * Reads JSON.
     *
     * @param json JSON text, nothing behind it
     * @param type the class
     * @param <T> the class
     * @return the object; {@code null} never, it is refused
     * @throws JsonBindingException when the text is no JSON or does not fit the type; names the place, never the value
     */
    @SuppressWarnings("unchecked") // Not by the class: that of a primitive type casts nothing.
    public static <T> T read(String json, Class<T> type) {
        return (T) read(json, (Type) type);
    }

    /**
     * Reads JSON.
     *
     * @param json JSON text, nothing behind it
     * @param type a class, or a type with arguments
     * @return an object of that type; {@code null} never, it is refused
     * @throws JsonBindingException when the text is no JSON or does not fit the type; names the place, never the value
     */
    public static Object read(String json, Type type) {
        Objects.requireNonNull(json, "json");
        try {
            Object value = MAPPER.readValue(json, MAPPER.constructType(type));
            if (value == null) {
                throw new JsonBindingException("$", "is null");
            }
            return value;
        } catch (JsonMappingException e) {
            // No cause: Jackson's messages quote the value, and those of a type's constructor may.
            throw new JsonBindingException(path(e), "does not fit " + nameOf(type));
        } catch (JsonProcessingException e) {
            throw new JsonBindingException("$", "is no JSON");
        } catch (NumberFormatException | ArithmeticException e) {
            throw new JsonBindingException("$", "holds a number that is beyond all bounds");
        }
    }

    /**
     * Writes JSON. What is an empty {@code Optional} or null is written as null.
     *
     * @param value the object, possibly {@code null}
     * @param type as what it is written: a class, or a type with arguments; tells whether a subtype has to be told apart
     * @return JSON text
     * @throws JsonBindingException when the object cannot be written; names the place, never the value
     */
    public static String write(@Nullable Object value, Type type) {
        try {
            return MAPPER.writerFor(MAPPER.constructType(type)).writeValueAsString(value);
        } catch (JsonMappingException e) {
            throw new JsonBindingException(path(e), "cannot be written as JSON");
        } catch (JsonProcessingException e) {
            throw new JsonBindingException("$", "cannot be written as JSON");
        }
    }

    private static String nameOf(Type type) {
        return type instanceof Class<?> one ? one.getSimpleName() : type.getTypeName();
    }

    /** Keys of maps are data. */
    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder("$");
        for (JsonMappingException.Reference at : e.getPath()) {
            if (at.getFieldName() == null) {
                path.append('[').append(at.getIndex()).append(']');
            } else {
                path.append('.').append(isMap(at.getFrom()) ? "*" : at.getFieldName());
            }
        }
        return path.toString();
    }

    private static boolean isMap(@Nullable Object from) {
        return from instanceof Map || (from instanceof Class<?> type && Map.class.isAssignableFrom(type));
    }
}
