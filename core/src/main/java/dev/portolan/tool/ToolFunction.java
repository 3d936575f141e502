package dev.portolan.tool;

import org.jspecify.annotations.Nullable;

/**
 * What a tool does. Called on a thread of the loop's executor, by several threads at once when the model makes several calls.
 *
 * @param <A> what the arguments are bound to; {@code String} for JSON text
 */
@FunctionalInterface
public interface ToolFunction<A> {

    /**
     * Runs the tool.
     *
     * @param arguments the arguments, which fit the tool's schema
     * @param invocation the call they belong to
     * @return the result: text, a {@code Part} or a list of them, a {@code ToolResult}, {@code null} for nothing; a {@code Future}
     *     is waited for; anything else goes to the model as JSON
     * @throws ToolFailure to tell the model what went wrong
     * @throws InterruptedException when interrupted, which is how the loop stops a tool
     * @throws Exception any other one; the model is told that the tool failed, and nothing of the exception
     */
    @Nullable
    Object call(A arguments, ToolInvocation invocation) throws Exception;
}
