package dev.portolan.tool;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A tool that can be run.
 *
 * @param definition what is known of it
 * @param binder makes of valid arguments, as JSON text, what the function takes; throws {@code JsonBindingException}
 * @param function what it does
 * @param <A> what the function takes
 */
record BoundTool<A>(ToolDefinition definition, Function<String, A> binder, ToolFunction<A> function) {

    /** The arguments as the function takes them, ready to be run. */
    Bound bind(String arguments) {
        A bound = binder.apply(arguments);
        return invocation -> function.call(bound, invocation);
    }

    /** A function with its arguments. */
    @FunctionalInterface
    interface Bound {
        @Nullable
        Object call(ToolInvocation invocation) throws Exception;
    }
}
