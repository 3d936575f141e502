package dev.portolan.structured;

import com.github.victools.jsonschema.generator.SchemaGenerator;
import dev.portolan.schema.JsonSchema;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The JSON Schema of a Java type, as Jackson would write and read it: records, classes, enums, sealed hierarchies, lists, sets,
 * maps, dates and numbers, nested and recursive.
 *
 * <ul>
 *   <li>A property is required unless its type is {@code Optional} or it is annotated {@code Nullable}, by whatever library; such
 *       a one may also be null.
 *   <li>Names, order, descriptions and subtypes follow Jackson's annotations; {@link Description} describes too.
 *   <li>A sealed type without {@code JsonTypeInfo} is told apart by a property {@code type} with the simple name of the class.
 *   <li>Constraints of Jakarta Validation are taken over when its API is on the class path.
 *   <li>{@code LocalDate}, {@code OffsetDateTime}, {@code Instant}, {@code LocalTime}, {@code Duration}, {@code UUID} and {@code URI}
 *       are strings with a format, {@code BigDecimal} is a number, a set is a list of different items.
 * </ul>
 *
 * The same type always gives the same text. Schemas are remembered for as long as this library is loaded.
 */
public final class TypeSchema {

    private static final Map<Type, JsonSchema> KNOWN = new ConcurrentHashMap<>();
    private static final SchemaGenerator GENERATOR = TypeSchemaGenerator.create();

    private TypeSchema() {}

    /**
     * The schema of a class.
     *
     * @param type the class
     * @return its schema, draft 2020-12
     * @throws IllegalArgumentException when the type has no schema, such as {@code Object} or a raw collection; the message names it
     */
    public static JsonSchema of(Class<?> type) {
        return of((Type) type);
    }

    /**
     * The schema of a type with arguments.
     *
     * @param type the type
     * @return its schema, draft 2020-12
     * @throws IllegalArgumentException when the type has no schema; the message names it
     */
    public static JsonSchema of(TypeRef<?> type) {
        return of(type.type());
    }

    /**
     * The schema of a type as reflection gives it, such as a method's parameter.
     *
     * @param type a class, or a type with arguments
     * @return its schema, draft 2020-12
     * @throws IllegalArgumentException when the type has no schema; the message names it
     */
    public static JsonSchema of(Type type) {
        Objects.requireNonNull(type, "type");
        JsonSchema known = KNOWN.get(type);
        if (known == null) {
            known = JsonSchema.of(GENERATOR.generateSchema(type).toString());
            KNOWN.putIfAbsent(type, known);
        }
        return known;
    }
}
