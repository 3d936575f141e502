package dev.portolan.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.JsonSchema;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Plants a mark in every text of every public noun and looks for it in {@code toString}. A component that may be shown is named
 * in {@link #SHOWN}; a new one is forbidden until somebody puts it there.
 */
class SilentToStringTest {

    /** Names, ids and the library's own words; no prompt, no answer, no key. */
    private static final Set<String> SHOWN = Set.of(
            "Attempt.provider",
            "Attempt.model",
            "Attempt.outcome",
            "Attempt.requestId",
            "Attempt.note",
            "CallContext.tenant",
            "CallContext.feature",
            "CallContext.tag.key",
            "ChatEvent.Other.type",
            "ChatEvent.ToolCallDelta.name",
            "ChatResponse.provider",
            "ChatResponse.model",
            "Credentials.key",
            "EmbeddingResponse.provider",
            "EmbeddingResponse.model",
            "ErrorDetails.summary",
            "ErrorDetails.remedy",
            "ErrorDetails.provider",
            "ErrorDetails.model",
            "ErrorDetails.vendorCode",
            "ErrorDetails.requestId",
            "FinishReason.raw",
            "Gap.field",
            "Gap.message",
            "ImagePart.detail",
            "Inline.mediaType",
            "WireListener.Header.name",
            "Media.FileReference.id",
            "Media.FileReference.mediaType",
            "ModelInfo.provider",
            "ModelInfo.model",
            "ModelInfo.baseModel",
            "OtherPart.type",
            "OutputFormat.Schema.name",
            "PromptOrigin.name",
            "PromptOrigin.version",
            "PromptOrigin.variant",
            "PromptOrigin.hash",
            "PromptOrigin.Alternative.variant",
            "PromptOrigin.Alternative.hash",
            "SchemaLoss.rule",
            "SchemaLoss.place",
            "SchemaLoss.keyword",
            "SchemaLoss.text",
            "SchemaViolation.keyword",
            "SchemaViolation.message",
            "Tool.name",
            "ToolCall.id",
            "ToolCall.name",
            "ToolChoice.toolName",
            "ToolResult.toolName",
            "VendorState.origin",
            "Warning.code",
            "Warning.field",
            "Warning.message");

    /** Behaviour and numbers, not content. */
    private static final Set<Class<?>> NO_VALUES =
            Set.of(Cancellation.class, AttemptBudget.class, Deadline.class, ChatEvent.UsageReported.class);

    private final List<String> planted = new ArrayList<>();
    private final Set<String> used = new TreeSet<>();

    @TestFactory
    Stream<DynamicTest> noNounShowsItsContent() {
        return nouns().map(type -> DynamicTest.dynamicTest(nameOf(type), () -> {
            planted.clear();
            Object noun = make(type, nameOf(type));
            if (!NO_VALUES.contains(type)) {
                assertThat(planted).as("marks in " + noun).isNotEmpty();
            }
            String shown = noun instanceof Throwable failure ? failure + failure.getMessage() : noun.toString();
            for (String mark : planted) {
                if (!SHOWN.contains(mark)) {
                    assertThat(shown).doesNotContain("~" + mark + "~");
                }
            }
        }));
    }

    @Test
    void everyNameOnTheListIsStillThere() {
        nouns().forEach(type -> make(type, nameOf(type)));
        assertThat(used).containsAll(SHOWN);
    }

    private static Stream<Class<?>> nouns() {
        return Stream.of("chat", "error", "embedding", "schema")
                .flatMap(SilentToStringTest::publicTypes)
                .filter(type -> !type.isInterface()
                        && !type.isEnum()
                        && !Modifier.isAbstract(type.getModifiers())
                        && !type.getSimpleName().equals("Builder")
                        && !Set.of(
                                        "Text",
                                        "Json",
                                        "Timeouts",
                                        "Timings",
                                        "RateLimits",
                                        "ModelLimits",
                                        "Usage",
                                        "ErrorKind",
                                        "JsonBinding",
                                        "JsonBindingException")
                                .contains(type.getSimpleName()))
                .sorted((a, b) -> a.getName().compareTo(b.getName()));
    }

    private static Stream<Class<?>> publicTypes(String name) {
        try {
            Path root = Path.of(ChatRequest.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.list(root.resolve("dev/portolan/" + name))) {
                List<Class<?>> types = new ArrayList<>();
                for (Path file : files.toList()) {
                    String simple = file.getFileName().toString().replace(".class", "");
                    if (!simple.equals("package-info") && file.toString().endsWith(".class")) {
                        Class<?> type = Class.forName("dev.portolan." + name + "." + simple);
                        if (shownToCallers(type)) {
                            types.add(type);
                        }
                    }
                }
                return types.stream();
            }
        } catch (URISyntaxException | java.io.IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean shownToCallers(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return (Modifier.isPublic(type.getModifiers())) && (outer == null || shownToCallers(outer));
    }

    private static String nameOf(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return (outer == null || type == Media.Inline.class ? "" : outer.getSimpleName() + ".") + type.getSimpleName();
    }

    private String mark(String name) {
        planted.add(name);
        used.add(name);
        return "~" + name + "~";
    }

    private Object make(Class<?> type, String name) {
        try {
            if (type == JsonSchema.class) {
                return value(type, name);
            } else if (type.isRecord()) {
                return record(type, name);
            } else if (Throwable.class.isAssignableFrom(type)) {
                ErrorDetails details = (ErrorDetails) make(ErrorDetails.class, "ErrorDetails");
                return LlmException.class == type
                        ? LlmException.of(new ErrorKind("new-kind", true, true), details, null)
                        : type.getConstructor(ErrorDetails.class, Throwable.class)
                                .newInstance(details, null);
            } else if (type == Credentials.class) {
                return Credentials.of(Map.of(mark("Credentials.key"), mark("Credentials.value")));
            } else if (type == Media.Inline.class) {
                return Media.of(
                        mark("Inline.bytes").getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "a/" + mark("Inline.mediaType"));
            } else if (NO_VALUES.contains(type)) {
                return type == Cancellation.class
                        ? new Cancellation()
                        : type == Deadline.class
                                ? Deadline.in(Duration.ofSeconds(1), (LongSupplier) () -> 0)
                                : new AttemptBudget(1);
            }
            if (type == CompiledSchema.class) {
                JsonSchema schema = (JsonSchema) value(JsonSchema.class, name);
                return new CompiledSchema(schema, mark(name + ".wire"), true, List.of(), text -> text, text -> text);
            }
            return built(type, name);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(name + ": " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private Object record(Class<?> type, String name) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i].getGenericType(), name + "." + components[i].getName());
        }
        return type.getDeclaredConstructor(types).newInstance(values);
    }

    private Object built(Class<?> type, String name) throws ReflectiveOperationException {
        Method start = Stream.of(type.getMethods())
                .filter(method -> method.getName().equals("builder"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + ": tell this test how to make one"));
        Object[] given = Stream.of(start.getParameters())
                .map(parameter -> mark(name + "."
                        + switch (type.getSimpleName()) {
                            case "ErrorDetails" -> "summary";
                            default -> planted.contains(name + ".provider") ? "model" : "provider";
                        }))
                .toArray();
        Object builder = start.invoke(null, given);
        for (Method setter : builder.getClass().getDeclaredMethods()) {
            if (Modifier.isPublic(setter.getModifiers())
                    && setter.getReturnType() == builder.getClass()
                    && !Set.of("deadline", "timeout").contains(setter.getName())
                    && !(type == ChatRequest.class
                            && Set.of("toolChoice", "add", "topP").contains(setter.getName()))) {
                set(builder, setter, name);
            }
        }
        return builder.getClass().getMethod("build").invoke(builder);
    }

    private void set(Object builder, Method setter, String name) throws ReflectiveOperationException {
        String field = name + "." + setter.getName();
        Type[] types = setter.getGenericParameterTypes();
        Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            values[i] = setter.getName().equals("vendorOptions") && i == 1
                    ? "{\"a\":\"" + mark(field) + "\"}"
                    : value(types[i], types.length == 2 && i == 0 ? field + ".key" : field);
        }
        setter.invoke(builder, values);
    }

    private Object value(Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            return generic(generic, name);
        } else if (type == Object.class || type == String.class) {
            return (name.endsWith(".mediaType") ? "a/" : "") + mark(name);
        } else if (type == JsonSchema.class) {
            return JsonSchema.of("{\"description\":\"" + mark(name) + "\"}");
        } else if (type == boolean.class || type == Boolean.class) {
            return true;
        } else if (type == int.class || type == Integer.class) {
            return 1;
        } else if (type == long.class || type == Long.class) {
            return 1L;
        } else if (type == double.class || type == Double.class) {
            return 1.0;
        } else if (type == Duration.class) {
            return Duration.ofSeconds(1);
        } else if (type == Instant.class) {
            return Instant.EPOCH;
        } else if (type == URI.class) {
            return URI.create("https://example.com/" + mark(name));
        } else if (type == ToolChoice.Mode.class) {
            return ToolChoice.Mode.NAMED;
        } else if (type instanceof Class<?> noun) {
            return noun(noun, name);
        }
        throw new IllegalStateException(name + " has an unknown type " + type);
    }

    private Object noun(Class<?> type, String name) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        } else if (type == Media.class) {
            return make(Media.Url.class, "Media.Url");
        } else if (type == OutputFormat.class) {
            return make(OutputFormat.Schema.class, "OutputFormat.Schema");
        } else if (type == Usage.class) {
            return Usage.of(1, 2);
        } else if (type == ErrorKind.class) {
            return ErrorKind.TIMEOUT;
        } else if (type == WireListener.class) {
            return new Listener(mark(name));
        }
        return make(type, nameOf(type));
    }

    private Object generic(ParameterizedType type, String name) {
        Type raw = type.getRawType();
        if (raw == Map.class) {
            Map<String, String> map = new LinkedHashMap<>();
            map.put(mark(name + ".key"), "{\"a\":\"" + mark(name) + "\"}");
            return map;
        } else if (raw == Supplier.class) {
            String metadata = mark(name);
            return (Supplier<String>) () -> metadata;
        }
        return List.of(item(type.getActualTypeArguments()[0], name));
    }

    private Object item(Type type, String name) {
        String item = type.getTypeName();
        if (item.contains("float")) {
            planted.add(name);
            return new float[] {0.5f};
        } else if (item.endsWith("Message")) {
            return new UserMessage(List.of(new TextPart(mark(name))));
        } else if (item.endsWith("Part")) {
            return name.startsWith("ToolMessage")
                    ? new ToolResult("c", "f", List.of(new TextPart(mark(name))), false, null)
                    : new TextPart(mark(name));
        } else if (item.endsWith("TokenLogprob")) {
            return new TokenLogprob(mark(name), -1.0, List.of());
        } else if (name.equals("ModelInfo.targets")) {
            return ModelInfo.builder(mark(name + ".provider"), mark(name + ".model"))
                    .build();
        }
        return value(type, name);
    }

    @Test
    void anEmbeddingRequestIsAmongThem() {
        assertThat(nouns()).contains(EmbeddingRequest.class, ChatEvent.TextDelta.class, Media.Inline.class);
    }

    /** Its text would show in what it is set on. */
    private record Listener(String secret) implements WireListener {
        @Override
        public Exchange begin(String method, String address, List<Header> headers, byte[] body) {
            throw new UnsupportedOperationException(secret);
        }
    }
}
