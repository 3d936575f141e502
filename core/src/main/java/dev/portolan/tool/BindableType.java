package dev.portolan.tool;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Whether JSON can be bound to a type, found out before a model is told about it. */
final class BindableType {

    /** Interfaces that Jackson has a class for. */
    private static final Set<Class<?>> KNOWN = Set.of(
            Collection.class, List.class, Set.class, Map.class, SortedMap.class, SortedSet.class, CharSequence.class);

    private BindableType() {}

    /**
     * Refuses types that no JSON tells how to make.
     *
     * @param place who wants it, for the message
     */
    static void require(Type type, String place) {
        require(type, place, new HashSet<>());
    }

    private static void require(Type type, String place, Set<Type> seen) {
        if (!seen.add(type)) {
            return;
        }
        if (type instanceof ParameterizedType generic) {
            require(generic.getRawType(), place, seen);
            Arrays.stream(generic.getActualTypeArguments()).forEach(one -> require(one, place, seen));
        } else if (type instanceof GenericArrayType array) {
            require(array.getGenericComponentType(), place, seen);
        } else if (type instanceof Class<?> one) {
            String problem = problem(one);
            if (problem != null) {
                throw new IllegalArgumentException(
                        place + ": arguments cannot be bound to " + one.getTypeName() + ", " + problem);
            }
            if (one.isArray()) {
                require(one.getComponentType(), place, seen);
            }
            if (one.isSealed()) {
                Arrays.stream(one.getPermittedSubclasses()).forEach(sub -> require(sub, place, seen));
            }
            components(one)
                    .forEach(component -> require(component.getGenericType(), place + "." + component.getName(), seen));
        } else {
            throw new IllegalArgumentException(place + ": arguments cannot be bound to " + type.getTypeName()
                    + ", which is no class: say what is in it");
        }
    }

    private static List<RecordComponent> components(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return components == null ? List.of() : List.of(components);
    }

    private static @Nullable String problem(Class<?> type) {
        if (type == Object.class || type == void.class || type == Void.class || type == Class.class) {
            return "which does not say what is in it";
        }
        if (type.isPrimitive() || type.isArray() || type.isEnum() || KNOWN.contains(type) || type == Optional.class) {
            return null;
        }
        if (type.isAnnotationPresent(JsonDeserialize.class)
                || type.isAnnotationPresent(JsonTypeInfo.class)
                || type.isAnnotationPresent(JsonSubTypes.class)
                || type.isSealed()) {
            return null;
        }
        if (type == Number.class || Arrays.stream(type.getDeclaredMethods()).anyMatch(BindableType::creates)) {
            return null;
        }
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            return "of which nobody knows which subtype is meant: take a record, or a sealed type";
        }
        if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
            return "an inner class: make it static";
        }
        return null;
    }

    private static boolean creates(java.lang.reflect.Method method) {
        return Modifier.isStatic(method.getModifiers()) && method.isAnnotationPresent(JsonCreator.class);
    }
}
