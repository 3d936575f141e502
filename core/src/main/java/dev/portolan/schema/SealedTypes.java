package dev.portolan.schema;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lets Jackson tell the subtypes of a sealed type apart without annotations. */
final class SealedTypes extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;
    private static final String PROPERTY = "type";

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo.Value said = super.findPolymorphicTypeInfo(config, annotated);
        if (said != null || !(annotated instanceof AnnotatedClass) || sealedAbove(annotated.getRawType()) == null) {
            return said;
        }
        return JsonTypeInfo.Value.construct(
                JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, PROPERTY, null, false, false, null);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        List<NamedType> said = super.findSubtypes(annotated);
        Class<?> type = annotated.getRawType();
        if (!(annotated instanceof AnnotatedClass) || !type.isSealed() || sealedAbove(type) == null) {
            return said;
        }
        List<NamedType> all = said == null ? new ArrayList<>() : new ArrayList<>(said);
        leaves(type).forEach(leaf -> all.add(new NamedType(leaf, leaf.getSimpleName())));
        return all;
    }

    @Override
    public @Nullable String findTypeName(AnnotatedClass annotated) {
        String said = super.findTypeName(annotated);
        Class<?> type = annotated.getRawType();
        return said == null && sealedAbove(type) != null ? type.getSimpleName() : said;
    }

    /** The type itself, or one above it, that is sealed and says nothing about its subtypes. */
    private static @Nullable Class<?> sealedAbove(@Nullable Class<?> type) {
        if (type == null || type.isEnum()) {
            return null;
        }
        if (type.isSealed()) {
            return type.isAnnotationPresent(JsonTypeInfo.class) ? null : type;
        }
        return Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                .map(SealedTypes::sealedAbove)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** A sealed type may permit sealed types. */
    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(SealedTypes::leaves)
                : Stream.of(type);
    }
}
