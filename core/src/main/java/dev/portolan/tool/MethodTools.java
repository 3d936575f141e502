package dev.portolan.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.structured.Description;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes tools of annotated methods. */
final class MethodTools {

    private MethodTools() {}

    static List<BoundTool<?>> of(Object target) {
        Class<?> type = target instanceof Class<?> given ? given : target.getClass();
        List<BoundTool<?>> tools = new ArrayList<>();
        for (Method method : annotated(type)) {
            boolean fixed = Modifier.isStatic(method.getModifiers());
            if (target instanceof Class<?> && !fixed) {
                throw new IllegalArgumentException(
                        nameOf(method) + " is not static: give an object in place of its class");
            }
            tools.add(tool(fixed ? null : target, method));
        }
        if (tools.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " has no method annotated @ToolMethod");
        }
        tools.sort(Comparator.comparing(tool -> tool.definition().name()));
        return tools;
    }

    /** Declared or inherited; of a method that is overridden, the overriding one. */
    private static Iterable<Method> annotated(Class<?> type) {
        Map<String, Method> found = new TreeMap<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Method method : at.getDeclaredMethods()) {
                if (method.isAnnotationPresent(ToolMethod.class) && !method.isBridge()) {
                    found.putIfAbsent(signature(method), method);
                }
            }
        }
        return found.values();
    }

    private static String signature(Method method) {
        return method.getName() + List.of(method.getParameterTypes());
    }

    private static BoundTool<List<Optional<Object>>> tool(@Nullable Object target, Method method) {
        ToolMethod says = method.getAnnotation(ToolMethod.class);
        makeCallable(method);
        List<MethodParameter> parameters = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            parameters.add(MethodParameter.of(parameter, nameOf(method)));
        }
        return new BoundTool<>(
                definition(method, says, parameters),
                json -> bind(json, parameters),
                (arguments, invocation) -> invoke(method, target, arguments, parameters, invocation));
    }

    private static void makeCallable(Method method) {
        try {
            method.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    nameOf(method)
                            + " cannot be called: open its package to dev.portolan, or make class and method public",
                    e);
        }
    }

    private static ToolDefinition definition(Method method, ToolMethod says, List<MethodParameter> parameters) {
        try {
            return ToolDefinition.builder(
                            says.name().isEmpty() ? method.getName() : says.name(), described(method, says))
                    .input(MethodSchema.of(parameters))
                    .owner(orNull(says.owner()))
                    .permission(orNull(says.permission()))
                    .sensitivity(says.sensitivity())
                    .retry(retry(says))
                    .timeout(
                            says.timeoutMillis() == 0
                                    ? ToolDefinition.DEFAULT_TIMEOUT
                                    : Duration.ofMillis(says.timeoutMillis()))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(nameOf(method) + ": " + e.getMessage(), e);
        }
    }

    private static ToolRetry retry(ToolMethod says) {
        if (says.idempotent()) {
            return ToolRetry.idempotent(says.attempts());
        }
        return says.attempts() == 1 ? ToolRetry.NEVER : new ToolRetry(false, says.attempts(), Duration.ZERO);
    }

    private static String described(AnnotatedElement element, ToolMethod says) {
        Description description = element.getAnnotation(Description.class);
        return !says.description().isEmpty() ? says.description() : description == null ? "" : description.value();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static List<Optional<Object>> bind(String json, List<MethodParameter> parameters) {
        ObjectNode arguments = JsonTree.object(json);
        return parameters.stream()
                .map(parameter -> Optional.ofNullable(parameter.read(arguments)))
                .toList();
    }

    private static @Nullable Object invoke(
            Method method,
            @Nullable Object target,
            List<Optional<Object>> arguments,
            List<MethodParameter> parameters,
            ToolInvocation invocation)
            throws Exception {
        @Nullable Object[] values = new @Nullable Object[parameters.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = parameters.get(i).invocation()
                    ? invocation
                    : arguments.get(i).orElse(null);
        }
        try {
            return method.invoke(target, values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw e;
        }
    }

    static String nameOf(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
