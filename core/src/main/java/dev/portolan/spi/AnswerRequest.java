package dev.portolan.spi;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.OutputMode;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.schema.SchemaUse;
import dev.portolan.spi.support.schema.RuleDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request that asks for the answer in one of the modes.
 *
 * @param request what goes to the wire
 * @param form how the answer comes
 * @param gaps what the mode loses of the schema, or why it is out of the question
 */
record AnswerRequest(ChatRequest request, AnswerForm form, List<Gap> gaps) {

    /** Tools and JSON mode of every vendor want an object. */
    private static final SchemaDialect OBJECT =
            RuleDialect.builder("object").objectAtRoot("CM1").build();

    private static final int LONGEST_NAME = 64;

    static AnswerRequest of(
            OutputMode mode,
            ChatRequest request,
            OutputFormat.Schema format,
            ModelInfo info,
            @Nullable SchemaDialect dialect) {
        return switch (mode) {
            case NATIVE_STRICT, NATIVE_LOOSE -> byFormat(mode, request, format, info, dialect);
            case STRICT_TOOL, TOOL -> byTool(mode, request, format, info, dialect);
            case JSON_MODE -> {
                CompiledSchema object = OBJECT.compile(format.schema(), SchemaUse.OUTPUT, true);
                ChatRequest asked = prompted(request, format, info, object.wire())
                        .outputFormat(OutputFormat.JSON)
                        .build();
                yield new AnswerRequest(asked, new AnswerForm(mode, null, object::restore), List.of());
            }
            case PROMPTED -> {
                ChatRequest asked = prompted(
                                request, format, info, format.schema().json())
                        .outputFormat(null)
                        .build();
                yield new AnswerRequest(asked, new AnswerForm(mode, null, UnaryOperator.identity()), List.of());
            }
        };
    }

    static AnswerRequest impossible(OutputMode mode, ChatRequest request, ModelInfo info) {
        String word = mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new AnswerRequest(
                request,
                new AnswerForm(mode, null, UnaryOperator.identity()),
                List.of(refused(SchemaGaps.name(info) + " cannot be asked for this answer by the mode " + word)));
    }

    static List<Gap> notStrict(ModelInfo info) {
        return List.of(refused(SchemaGaps.name(info) + " enforces no schema of an answer, which the format demands"));
    }

    private static Gap refused(String message) {
        return new Gap("outputFormat", Gap.Effect.REFUSED, message);
    }

    boolean refused() {
        return gaps.stream().anyMatch(gap -> gap.effect() == Gap.Effect.REFUSED);
    }

    AnswerRequest with(List<Gap> more) {
        List<Gap> all = new ArrayList<>(gaps);
        all.addAll(more);
        return new AnswerRequest(request, form, all);
    }

    private static AnswerRequest byFormat(
            OutputMode mode,
            ChatRequest request,
            OutputFormat.Schema format,
            ModelInfo info,
            @Nullable SchemaDialect dialect) {
        String name = safe(format.name());
        if (dialect == null) {
            // Whether a vendor enforces what is not demanded is not known here.
            boolean strict = Boolean.TRUE.equals(format.strict()) || format.mode() == OutputMode.NATIVE_STRICT;
            OutputMode told = strict ? OutputMode.NATIVE_STRICT : OutputMode.NATIVE_LOOSE;
            OutputFormat sent = new OutputFormat.Schema(
                    name,
                    format.schema(),
                    format.description(),
                    format.mode() == null ? format.strict() : (Boolean) (mode == OutputMode.NATIVE_STRICT));
            return new AnswerRequest(
                    sent(request, sent),
                    new AnswerForm(format.mode() == null ? told : mode, null, UnaryOperator.identity()),
                    List.of());
        }
        Boolean wanted = mode == OutputMode.NATIVE_LOOSE ? Boolean.FALSE : format.strict();
        if (format.mode() == OutputMode.NATIVE_STRICT) {
            wanted = true;
        }
        CompiledSchema schema = dialect.compile(format.schema(), SchemaUse.OUTPUT, wanted);
        OutputMode really = schema.strict() ? OutputMode.NATIVE_STRICT : OutputMode.NATIVE_LOOSE;
        List<Gap> gaps = new ArrayList<>(SchemaGaps.of(info, "outputFormat", schema));
        if (really != mode && wanted != null) {
            gaps.addAll(impossible(mode, request, info).gaps());
        }
        boolean unset = !schema.strict() && wanted == null && !dialect.enforcesUnasked(SchemaUse.OUTPUT);
        OutputFormat sent = new OutputFormat.Schema(
                name, schema.forWire(), format.description(), unset ? null : (Boolean) schema.strict());
        return new AnswerRequest(sent(request, sent), new AnswerForm(really, null, schema::restore), gaps);
    }

    private static ChatRequest sent(ChatRequest request, OutputFormat format) {
        return format.equals(request.outputFormat())
                ? request
                : request.toBuilder().outputFormat(format).build();
    }

    private static AnswerRequest byTool(
            OutputMode mode,
            ChatRequest request,
            OutputFormat.Schema format,
            ModelInfo info,
            @Nullable SchemaDialect dialect) {
        boolean strict = mode == OutputMode.STRICT_TOOL;
        CompiledSchema object = OBJECT.compile(format.schema(), SchemaUse.TOOL, true);
        CompiledSchema schema = dialect == null ? object : dialect.compile(object.forWire(), SchemaUse.TOOL, strict);
        List<Gap> gaps = new ArrayList<>(SchemaGaps.of(info, "outputFormat", schema));
        if (strict && dialect != null && !schema.strict()) {
            gaps.addAll(impossible(mode, request, info).gaps());
        }
        String name = toolName(request, format);
        String description = format.description() == null
                ? "Takes the answer. Call it once, with the whole answer."
                : format.description();
        List<Tool> tools = new ArrayList<>(request.tools());
        tools.add(new Tool(name, description, schema.forWire(), strict ? Boolean.TRUE : null));
        ToolChoice choice = Objects.requireNonNull(OutputModes.answerChoice(info, request, name), "choice");
        ChatRequest.Builder asked =
                request.toBuilder().tools(tools).toolChoice(choice).outputFormat(null);
        if (request.tools().isEmpty()
                && info.knows(Capability.PARALLEL_TOOL_CALLS)
                && info.supports(Capability.PARALLEL_TOOL_CALLS)) {
            asked.parallelToolCalls(false);
        }
        UnaryOperator<String> restoring =
                schema == object ? object::restore : answer -> object.restore(schema.restore(answer));
        return new AnswerRequest(asked.build(), new AnswerForm(mode, name, restoring), gaps);
    }

    private static ChatRequest.Builder prompted(
            ChatRequest request, OutputFormat.Schema format, ModelInfo info, String schema) {
        return request.toBuilder().messages(SchemaPrompt.added(request, info, format, schema));
    }

    private static String toolName(ChatRequest request, OutputFormat.Schema format) {
        String name = safe(format.name());
        while (taken(request, name)) {
            name = safe("answer_" + name);
        }
        return name;
    }

    private static boolean taken(ChatRequest request, String name) {
        return request.tools().stream().anyMatch(tool -> tool.name().equals(name));
    }

    /** Names of formats and tools: what every vendor takes (OA15). */
    private static String safe(String name) {
        String letters = name.replaceAll("[^A-Za-z0-9_-]", "_");
        return letters.length() > LONGEST_NAME ? letters.substring(0, LONGEST_NAME) : letters;
    }
}
