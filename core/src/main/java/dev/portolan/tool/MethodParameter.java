package dev.portolan.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.schema.JsonBinding;
import dev.portolan.schema.JsonBindingException;
import dev.portolan.structured.Description;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a tool's method.
 *
 * @param name the property of the arguments
 * @param type what the property is bound to, without {@code Optional}
 * @param description for the model, possibly empty
 * @param required whether the model must give it
 * @param wrapped whether the method takes an {@code Optional}
 * @param invocation whether it gets the invocation, and no property
 */
record MethodParameter(
        String name, Type type, String description, boolean required, boolean wrapped, boolean invocation) {

    static MethodParameter of(Parameter parameter, String method) {
        if (parameter.getType() == ToolInvocation.class) {
            return new MethodParameter("", ToolInvocation.class, "", false, false, true);
        }
        String name = name(parameter, method);
        boolean wrapped = parameter.getType() == Optional.class;
        Type type = parameter.getParameterizedType();
        if (wrapped) {
            if (!(type instanceof ParameterizedType generic)) {
                throw new IllegalArgumentException(method + ", parameter " + name + ": an Optional must say of what");
            }
            type = generic.getActualTypeArguments()[0];
        }
        BindableType.require(type, method + ", parameter " + name);
        boolean nullable = annotations(parameter).anyMatch(MethodParameter::saysNullable);
        if (nullable && type instanceof Class<?> one && one.isPrimitive()) {
            throw new IllegalArgumentException(
                    method + ", parameter " + name + ": a " + one + " cannot be left out; take its wrapper class");
        }
        return new MethodParameter(name, type, description(parameter), !wrapped && !nullable, wrapped, false);
    }

    private static String name(Parameter parameter, String method) {
        Param says = parameter.getAnnotation(Param.class);
        if (says != null && !says.name().isEmpty()) {
            return says.name();
        }
        if (!parameter.isNamePresent()) {
            throw new IllegalArgumentException(method + ": the name of its parameter " + parameter.getName()
                    + " is not in the class file; compile with -parameters, or name it with @Param(name = ...)");
        }
        return parameter.getName();
    }

    private static String description(Parameter parameter) {
        Param says = parameter.getAnnotation(Param.class);
        Description description = parameter.getAnnotation(Description.class);
        return says != null && !says.description().isEmpty()
                ? says.description()
                : description == null ? "" : description.value();
    }

    private static Stream<Annotation> annotations(Parameter parameter) {
        return Stream.concat(
                Arrays.stream(parameter.getAnnotations()),
                Arrays.stream(parameter.getAnnotatedType().getAnnotations()));
    }

    private static boolean saysNullable(Annotation annotation) {
        return annotation.annotationType().getSimpleName().equals("Nullable");
    }

    /** The value in valid arguments. */
    @Nullable
    Object read(ObjectNode arguments) {
        if (invocation) {
            return null;
        }
        JsonNode value = arguments.path(name);
        Object bound = null;
        if (!value.isMissingNode() && !value.isNull()) {
            try {
                bound = JsonBinding.read(value.toString(), type);
            } catch (JsonBindingException e) {
                throw new JsonBindingException("$." + name + e.place().substring(1), "does not fit");
            }
        } else if (required) {
            throw new JsonBindingException("$." + name, "is missing");
        }
        return wrapped ? Optional.ofNullable(bound) : bound;
    }
}
