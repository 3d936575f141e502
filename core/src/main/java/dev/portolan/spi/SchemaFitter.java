package dev.portolan.spi;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.OutputMode;
import dev.portolan.chat.Tool;
import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.schema.SchemaUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings the schemas of a request into the dialect of a wire, and chooses how the schema of the answer is asked for. Immutable,
 * thread-safe.
 */
final class SchemaFitter {

    /** Fields in which a refusal speaks against a mode. */
    private static final List<String> OF_MODE = List.of("outputFormat", "toolChoice", "tools", "tools.strict");

    private final ModelInfo info;
    private final @Nullable SchemaDialect dialect;
    private final Function<ChatRequest, List<Gap>> wireGaps;

    /**
     * A fitter for a model.
     *
     * @param info what is known of the model
     * @param dialect its wire's, or {@code null} when schemas are sent as they are written
     * @param wireGaps what of a request for the wire the model cannot honour
     */
    SchemaFitter(ModelInfo info, @Nullable SchemaDialect dialect, Function<ChatRequest, List<Gap>> wireGaps) {
        this.info = info;
        this.dialect = dialect;
        this.wireGaps = wireGaps;
    }

    /** Whether there is anything to fit. */
    static boolean concerns(ChatRequest request) {
        return !request.tools().isEmpty() || request.outputFormat() instanceof OutputFormat.Schema;
    }

    /** Whether the model enforces arguments. */
    boolean enforces() {
        return info.supports(Capability.STRICT_TOOLS);
    }

    FittedRequest fit(ChatRequest request, FittedTools tools) {
        ChatRequest withTools = tools.unchanged()
                ? request
                : request.toBuilder().tools(tools.sent()).build();
        if (!(request.outputFormat() instanceof OutputFormat.Schema format)) {
            return new FittedRequest(withTools, joined(tools.gaps(), wireGaps.apply(withTools)), tools.schemas(), null);
        }
        return answer(withTools, format, tools.schemas(), new ArrayList<>(tools.gaps()));
    }

    private static List<Gap> joined(List<Gap> first, List<Gap> then) {
        if (first.isEmpty()) {
            return then;
        }
        List<Gap> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }

    FittedTools tools(List<Tool> asked) {
        boolean enforces = enforces();
        if (dialect == null || asked.isEmpty()) {
            return new FittedTools(asked, enforces, asked, Map.of(), List.of());
        }
        Map<String, CompiledSchema> compiled = new LinkedHashMap<>();
        List<Gap> gaps = new ArrayList<>();
        List<Tool> tools = new ArrayList<>(asked.size());
        boolean changed = false;
        for (Tool tool : asked) {
            CompiledSchema schema =
                    dialect.compile(tool.parameters(), SchemaUse.TOOL, enforces ? tool.strict() : Boolean.FALSE);
            boolean unset =
                    !schema.strict() && tool.strict() == null && !(enforces && dialect.enforcesUnasked(SchemaUse.TOOL));
            Boolean strict = unset ? null : enforces ? Boolean.valueOf(schema.strict()) : tool.strict();
            boolean same = schema.wire().equals(tool.parameters().json()) && Objects.equals(strict, tool.strict());
            tools.add(same ? tool : new Tool(tool.name(), tool.description(), schema.forWire(), strict));
            changed |= !same;
            compiled.put(tool.name(), schema);
            gaps.addAll(SchemaGaps.of(info, "tools." + tool.name(), schema));
        }
        return new FittedTools(asked, enforces, changed ? List.copyOf(tools) : asked, compiled, gaps);
    }

    private FittedRequest answer(
            ChatRequest request, OutputFormat.Schema format, Map<String, CompiledSchema> tools, List<Gap> gaps) {
        List<Gap> without = null;
        AnswerRequest first = null;
        List<OutputMode> modes = OutputModes.of(info, request, format);
        for (OutputMode mode : modes) {
            AnswerRequest tried = OutputModes.possible(mode, info, request)
                    ? AnswerRequest.of(mode, request, format, info, dialect)
                    : AnswerRequest.impossible(mode, request, info);
            first = first == null ? tried : first;
            if (tried.refused()) {
                continue;
            }
            List<Gap> found = wireGaps.apply(tried.request());
            if (speaksAgainst(found)) {
                without = without == null ? wireGaps.apply(withoutFormat(request)) : without;
                if (!without.containsAll(ofMode(found))) {
                    first = mode == modes.get(0) ? tried.with(found) : first;
                    continue;
                }
            }
            List<Gap> all = new ArrayList<>(gaps);
            all.addAll(tried.gaps());
            all.addAll(found);
            all.addAll(SchemaGaps.ofFallback(info, format, mode, mode == modes.get(0) ? List.of() : first.gaps()));
            return new FittedRequest(tried.request(), all, tools, tried.form());
        }
        gaps.addAll(first == null ? AnswerRequest.notStrict(info) : first.gaps());
        return new FittedRequest(request, gaps, tools, null);
    }

    private static ChatRequest withoutFormat(ChatRequest request) {
        return request.toBuilder().outputFormat(null).build();
    }

    private static boolean speaksAgainst(List<Gap> gaps) {
        return !ofMode(gaps).isEmpty();
    }

    private static List<Gap> ofMode(List<Gap> gaps) {
        return gaps.stream()
                .filter(gap -> gap.effect() == Gap.Effect.REFUSED && OF_MODE.contains(gap.field()))
                .toList();
    }
}
