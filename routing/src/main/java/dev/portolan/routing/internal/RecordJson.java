package dev.portolan.routing.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.io.Serial;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Function;

/** Records as JSON and back: components by name, days, moments and amounts as text, enums in lower case, unknown fields passed over. */
public final class RecordJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(LocalDate.class, new AsText<>(LocalDate.class, LocalDate::toString))
                    .addDeserializer(LocalDate.class, new FromText<>(LocalDate.class, LocalDate::parse))
                    .addSerializer(Instant.class, new AsText<>(Instant.class, Instant::toString))
                    .addDeserializer(Instant.class, new FromText<>(Instant.class, Instant::parse))
                    .addSerializer(BigDecimal.class, new AsText<>(BigDecimal.class, BigDecimal::toPlainString))
                    .addDeserializer(BigDecimal.class, new FromText<>(BigDecimal.class, BigDecimal::new)))
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** With the same ends of lines everywhere, so that a hash of the text is the same everywhere. */
    private static final PrettyPrinter LINES =
            new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));

    private RecordJson() {}

    private static final class AsText<T> extends StdScalarSerializer<T> {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient Function<T, String> text;

        AsText(Class<T> type, Function<T, String> text) {
            super(type);
            this.text = text;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(text.apply(value));
        }
    }

    private static final class FromText<T> extends StdScalarDeserializer<T> {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> value;

        FromText(Class<T> type, Function<String, T> value) {
            super(type);
            this.value = value;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
                return value.apply(in.getText());
            } catch (RuntimeException e) {
                throw JsonMappingException.from(in, "no " + handledType().getSimpleName());
            }
        }
    }

    /** The text of a record, indented; the same for the same record on every system. */
    public static String write(Object value) {
        try {
            return MAPPER.writer(LINES).writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record cannot be written", e);
        }
    }

    /** The record of a text. What is wrong is told with its place, and without what stands there. */
    public static <T> T read(String json, Class<T> type, String what) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value != null) {
                return value;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(what + ": " + reason(e));
        }
        throw new IllegalArgumentException(what + ": is null");
    }

    private static String reason(JsonProcessingException e) {
        String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
        if (!(e instanceof JsonMappingException mapping)) {
            return line + "no JSON";
        }
        StringBuilder path = new StringBuilder();
        mapping.getPath()
                .forEach(step ->
                        path.append(step.getFieldName() == null ? "/" + step.getIndex() : "/" + step.getFieldName()));
        return line + (path.isEmpty() ? "the document" : path) + " is missing or is no value of its kind";
    }
}
