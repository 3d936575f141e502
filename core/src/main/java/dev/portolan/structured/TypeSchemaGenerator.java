package dev.portolan.structured;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeContext;
import com.github.victools.jsonschema.generator.TypeScope;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells the generator's library what {@link TypeSchema} promises. */
final class TypeSchemaGenerator {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private static final Map<Class<?>, String> FORMATS = Map.of(
            LocalDate.class, "date",
            LocalTime.class, "time",
            OffsetDateTime.class, "date-time",
            ZonedDateTime.class, "date-time",
            Instant.class, "date-time",
            Duration.class, "duration",
            UUID.class, "uuid",
            URI.class, "uri");

    private TypeSchemaGenerator() {}

    static SchemaGenerator create() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                        Option.INLINE_NULLABLE_SCHEMAS,
                        Option.FLATTENED_OPTIONALS)
                .without(Option.SCHEMA_VERSION_INDICATOR)
                .with(new JacksonModule(
                        JacksonOption.RESPECT_JSONPROPERTY_ORDER,
                        JacksonOption.RESPECT_JSONPROPERTY_REQUIRED,
                        JacksonOption.INLINE_TRANSFORMED_SUBTYPES));
        if (jakartaIsThere()) {
            Jakarta.addTo(config);
        }
        config.forTypesInGeneral()
                .withCustomDefinitionProvider(TypeSchemaGenerator::formatted)
                .withCustomDefinitionProvider(TypeSchemaGenerator::enumerated)
                .withSubtypeResolver(TypeSchemaGenerator::permitted)
                .withDescriptionResolver(scope -> described(scope.getType().getErasedType()))
                .withTypeAttributeOverride(TypeSchemaGenerator::discriminate)
                .withTypeAttributeOverride(TypeSchemaGenerator::different);
        config.forFields()
                .withDescriptionResolver(TypeSchemaGenerator::described)
                .withNullableCheck(TypeSchemaGenerator::optional)
                .withRequiredCheck(field -> !optional(field));
        return new SchemaGenerator(config.build());
    }

    private static boolean jakartaIsThere() {
        try {
            Class.forName("jakarta.validation.Constraint", false, TypeSchemaGenerator.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static @Nullable CustomDefinition formatted(ResolvedType type, SchemaGenerationContext context) {
        Class<?> erased = type.getErasedType();
        String format = FORMATS.get(erased);
        if (format == null) {
            if (erased == Object.class
                    || (type.isInstanceOf(Collection.class)
                            && type.getTypeParameters().isEmpty())) {
                throw new IllegalArgumentException("There is no schema of " + type.getBriefDescription()
                        + ": give it a type that says what is in it");
            }
            return null;
        }
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        return new CustomDefinition(
                schema.put("type", "string").put("format", format),
                CustomDefinition.DefinitionType.INLINE,
                CustomDefinition.AttributeInclusion.YES);
    }

    /** Constants as Jackson writes them, whatever annotation says how. */
    private static @Nullable CustomDefinition enumerated(ResolvedType type, SchemaGenerationContext context) {
        Object[] constants = type.getErasedType().getEnumConstants();
        if (constants == null || constants.length == 0) {
            return null;
        }
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        for (Object constant : constants) {
            values.add(MAPPER.<JsonNode>valueToTree(constant));
        }
        if (values.get(0).isTextual()) {
            schema.put("type", "string");
        }
        schema.set("enum", values);
        return new CustomDefinition(
                schema, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
    }

    private static @Nullable List<ResolvedType> permitted(ResolvedType declared, SchemaGenerationContext context) {
        Class<?> type = declared.getErasedType();
        if (!ownDiscriminator(type)) {
            return null;
        }
        TypeContext types = context.getTypeContext();
        return leaves(type).map(one -> types.resolveSubtype(declared, one)).toList();
    }

    /** A sealed type may permit sealed types. */
    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(TypeSchemaGenerator::leaves)
                : Stream.of(type);
    }

    private static boolean ownDiscriminator(Class<?> type) {
        return type.isSealed() && !type.isAnnotationPresent(JsonTypeInfo.class);
    }

    private static void discriminate(ObjectNode schema, TypeScope scope, SchemaGenerationContext context) {
        Class<?> type = scope.getType().getErasedType();
        if (type.isSealed() || !schema.path("properties").isObject() || !underSealed(type)) {
            return;
        }
        ObjectNode before = schema.withObject("properties").deepCopy();
        if (before.has("type")) {
            throw new IllegalArgumentException(
                    type.getSimpleName()
                            + " has a property named type, by which its sealed type is told apart: rename it, or say JsonTypeInfo");
        }
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("type").put("const", type.getSimpleName());
        properties.setAll(before);
        var required = schema.path("required").deepCopy();
        var all = schema.putArray("required").add("type");
        required.forEach(all::add);
    }

    private static boolean underSealed(@Nullable Class<?> type) {
        if (type == null) {
            return false;
        }
        Stream<Class<?>> above =
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()));
        return above.anyMatch(one -> ownDiscriminator(one) || underSealed(one));
    }

    private static void different(ObjectNode schema, TypeScope scope, SchemaGenerationContext context) {
        if (scope.getType().isInstanceOf(Set.class)) {
            schema.put("uniqueItems", true);
        }
    }

    private static @Nullable String described(AnnotatedElement element) {
        Description description = element.getAnnotation(Description.class);
        return description == null ? null : description.value();
    }

    private static @Nullable String described(FieldScope field) {
        if (field.isFakeContainerItemScope()) {
            return null;
        }
        for (AnnotatedElement place : places(field)) {
            String description = described(place);
            if (description != null) {
                return description;
            }
        }
        return null;
    }

    private static boolean optional(FieldScope field) {
        if (field.isFakeContainerItemScope()) {
            return false;
        }
        Class<?> type = field.getRawMember().getType();
        return type == Optional.class
                || type == OptionalInt.class
                || type == OptionalLong.class
                || type == OptionalDouble.class
                || places(field).stream()
                        .flatMap(TypeSchemaGenerator::annotations)
                        .anyMatch(TypeSchemaGenerator::saysNullable);
    }

    /** The field, and the record component it belongs to. */
    private static List<AnnotatedElement> places(FieldScope field) {
        Field raw = field.getRawMember();
        RecordComponent[] components = raw.getDeclaringClass().getRecordComponents();
        Stream<AnnotatedElement> component = components == null
                ? Stream.empty()
                : Arrays.stream(components)
                        .filter(one -> one.getName().equals(raw.getName()))
                        .flatMap(one -> Stream.of(one, one.getAccessor()));
        return Stream.concat(Stream.of(raw), component).toList();
    }

    private static Stream<Annotation> annotations(AnnotatedElement element) {
        Stream<Annotation> onType = element instanceof Field field
                ? Arrays.stream(field.getAnnotatedType().getAnnotations())
                : Stream.empty();
        return Stream.concat(Arrays.stream(element.getAnnotations()), onType);
    }

    private static boolean saysNullable(Annotation annotation) {
        return annotation.annotationType().getSimpleName().equals("Nullable");
    }

    /** Apart, so that nobody needs the API who does not use it. */
    private static final class Jakarta {

        private Jakarta() {}

        static void addTo(SchemaGeneratorConfigBuilder config) {
            config.with(new JakartaValidationModule(JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS));
        }
    }
}
