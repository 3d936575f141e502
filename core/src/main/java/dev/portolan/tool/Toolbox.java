package dev.portolan.tool;

import dev.portolan.chat.Tool;
import dev.portolan.schema.JsonBinding;
import dev.portolan.schema.JsonSchema;
import dev.portolan.structured.TypeSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tools that a model may call. Immutable; thread-safe as far as the tools are.
 *
 * <pre>{@code
 * record Refund(String order, BigDecimal amount) {}
 *
 * Toolbox toolbox = Toolbox.builder()
 *         .methods(new OrderTools(database))                                       // @ToolMethod
 *         .tool("convert", "Converts money.", Conversion.class, rates::convert)    // a function over a record
 *         .tool(refundDefinition, Refund.class, (refund, invocation) -> billing.pay(refund, invocation.idempotencyKey()))
 *         .tool(searchDefinition, (json, invocation) -> mcp.call("search", json))  // a schema from elsewhere
 *         .build();
 * }</pre>
 */
public final class Toolbox {

    /** No tools. */
    public static final Toolbox EMPTY = new Toolbox(Map.of());

    private final Map<String, BoundTool<?>> tools;

    private Toolbox(Map<String, BoundTool<?>> tools) {
        this.tools = tools;
    }

    /**
     * Starts an empty toolbox.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The tools of all annotated methods of some objects.
     *
     * @param targets objects with methods annotated {@link ToolMethod}
     * @return the toolbox
     * @throws IllegalArgumentException as {@link Builder#methods} and {@link Builder#build}
     */
    public static Toolbox of(Object... targets) {
        Builder builder = builder();
        for (Object target : targets) {
            builder.methods(target);
        }
        return builder.build();
    }

    /**
     * What the model is told, for {@code ChatRequest.Builder.tools}. {@link ToolLoop} adds them by itself.
     *
     * @return the tools in the order they were added
     */
    public List<Tool> tools() {
        return tools.values().stream().map(tool -> tool.definition().tool()).toList();
    }

    /**
     * All that is known of the tools.
     *
     * @return the definitions in the order they were added
     */
    public List<ToolDefinition> definitions() {
        return tools.values().stream()
                .<ToolDefinition>map(BoundTool::definition)
                .toList();
    }

    /**
     * All that is known of one tool.
     *
     * @param name its name
     * @return the definition, or {@code null} when there is no such tool
     */
    public @Nullable ToolDefinition definition(String name) {
        BoundTool<?> tool = tools.get(name);
        return tool == null ? null : tool.definition();
    }

    /**
     * Some of the tools, for a request that shall offer no others.
     *
     * @param names their names
     * @return a toolbox of these
     * @throws IllegalArgumentException when there is no tool of a name
     */
    public Toolbox only(String... names) {
        Map<String, BoundTool<?>> some = new LinkedHashMap<>();
        for (String name : names) {
            BoundTool<?> tool = tools.get(name);
            if (tool == null) {
                throw new IllegalArgumentException("There is no tool " + name + "; there are " + tools.keySet());
            }
            some.put(name, tool);
        }
        return new Toolbox(some);
    }

    @Nullable
    BoundTool<?> find(String name) {
        return tools.get(name);
    }

    Collection<String> names() {
        return tools.keySet();
    }

    @Override
    public String toString() {
        return "Toolbox" + tools.keySet();
    }

    /** Collects tools. Not thread-safe. */
    public static final class Builder {
        private final List<BoundTool<?>> tools = new ArrayList<>();

        private Builder() {}

        /**
         * Adds every method of an object that is annotated {@link ToolMethod}, in alphabetical order of their tool names; those of its
         * superclasses too. The owner is the annotation's.
         *
         * @param target the object the methods are called on; a {@code Class} for its static methods
         * @return this builder
         * @throws IllegalArgumentException when there is no such method, a method cannot be called, a parameter has no name, or its
         *     type no schema; the message names method and parameter
         */
        public Builder methods(Object target) {
            tools.addAll(MethodTools.of(target));
            return this;
        }

        /**
         * Adds a function over a type, with the defaults of {@link ToolDefinition}.
         *
         * @param name the name the model calls it by
         * @param description what it does and when to use it
         * @param type what the arguments are bound to: a record or class, whose schema the model is told
         * @param function what the tool does; as {@link ToolFunction#call}, without the invocation
         * @param <A> the type
         * @return this builder
         * @throws IllegalArgumentException when the name is none or the type cannot be bound
         */
        public <A> Builder tool(String name, String description, Class<A> type, Function<A, ?> function) {
            Objects.requireNonNull(function, "function");
            return tool(
                    ToolDefinition.builder(name, description).build(),
                    type,
                    (arguments, invocation) -> function.apply(arguments));
        }

        /**
         * Adds a function over a type.
         *
         * @param definition what is known of the tool; without an input the schema of the type is taken
         * @param type what the arguments are bound to: a record or class
         * @param function what the tool does
         * @param <A> the type
         * @return this builder
         * @throws IllegalArgumentException when the type cannot be bound
         */
        public <A> Builder tool(ToolDefinition definition, Class<A> type, ToolFunction<A> function) {
            BindableType.require(type, "tool " + definition.name());
            ToolDefinition whole = definition.hasInput()
                    ? definition
                    : definition.toBuilder().input(TypeSchema.of(type)).build();
            return add(new BoundTool<>(whole, json -> JsonBinding.<A>read(json, type), function));
        }

        /**
         * Adds a tool whose schema comes from elsewhere, such as one of an MCP server.
         *
         * @param definition what is known of the tool, its input included
         * @param function what the tool does; gets the arguments as JSON text
         * @return this builder
         */
        public Builder tool(ToolDefinition definition, ToolFunction<String> function) {
            return add(new BoundTool<>(definition, json -> json, function));
        }

        /**
         * Adds a tool whose schema comes from elsewhere, with the defaults of {@link ToolDefinition}.
         *
         * @param name the name the model calls it by
         * @param description what it does and when to use it
         * @param input the schema of its arguments
         * @param function what the tool does; gets the arguments as JSON text
         * @return this builder
         * @throws IllegalArgumentException when the name is none
         */
        public Builder tool(String name, String description, JsonSchema input, Function<String, ?> function) {
            Objects.requireNonNull(function, "function");
            return tool(
                    ToolDefinition.builder(name, description).input(input).build(),
                    (arguments, invocation) -> function.apply(arguments));
        }

        /**
         * Adds all tools of another toolbox.
         *
         * @param other the toolbox
         * @return this builder
         */
        public Builder all(Toolbox other) {
            tools.addAll(other.tools.values());
            return this;
        }

        private Builder add(BoundTool<?> tool) {
            tools.add(tool);
            return this;
        }

        /**
         * Builds the toolbox.
         *
         * @return the toolbox
         * @throws IllegalArgumentException when two tools have one name, or a tool's input is no object schema
         */
        public Toolbox build() {
            Map<String, BoundTool<?>> byName = new LinkedHashMap<>();
            for (BoundTool<?> tool : tools) {
                String name = tool.definition().name();
                requireObject(tool.definition());
                if (byName.put(name, tool) != null) {
                    throw new IllegalArgumentException(
                            "Two tools are called " + name + ": give one of them another name");
                }
            }
            return new Toolbox(byName);
        }

        private static void requireObject(ToolDefinition definition) {
            var schema = JsonTree.object(definition.input().json());
            if (!schema.has("$ref")
                    && !schema.has("anyOf")
                    && !schema.has("oneOf")
                    && !schema.has("allOf")
                    && !schema.path("type").asText().equals("object")) {
                throw new IllegalArgumentException(
                        "The input of tool " + definition.name()
                                + " must be the schema of an object: arguments of tools are objects. Put the value into a record");
            }
        }
    }
}
