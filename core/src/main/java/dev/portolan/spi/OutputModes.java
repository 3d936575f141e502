package dev.portolan.spi;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.OutputMode;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of modes: in which ways a model can be asked for an answer of a schema, the best first. The first one that its dialect and
 * its wire take serves the request.
 *
 * <table>
 * <caption>When a mode is in question</caption>
 * <tr><th>mode</th><th>the model</th><th>tools present</th><th>reasoning on</th><th>streaming</th></tr>
 * <tr><td>native strict, native loose</td><td>takes schemas for answers</td><td>takes both together</td><td>as else</td><td>as
 * else</td></tr>
 * <tr><td>strict tool</td><td>takes tools, a forced choice, and is known to enforce arguments</td><td>the choice is free or none, and
 * one more tool fits</td><td>no: vendors refuse a forced choice while a model thinks</td><td>as else</td></tr>
 * <tr><td>tool</td><td>takes tools and a forced choice</td><td>as above</td><td>no</td><td>as else</td></tr>
 * <tr><td>JSON mode</td><td>takes JSON mode</td><td>takes schemas beside tools</td><td>no: some put the JSON into the
 * reasoning</td><td>as else</td></tr>
 * <tr><td>prompted</td><td>any</td><td>as else</td><td>as else</td><td>as else</td></tr>
 * </table>
 *
 * What is unknown of a model counts as a yes, but for enforced arguments. A format that demands strictness leaves the two strict modes;
 * one that forbids it leaves them out. A format that names its mode leaves that one, whatever the table says of tools and reasoning.
 */
final class OutputModes {

    private OutputModes() {}

    static List<OutputMode> of(ModelInfo info, ChatRequest request, OutputFormat.Schema format) {
        if (format.mode() != null) {
            return List.of(format.mode());
        }
        List<OutputMode> modes = new ArrayList<>();
        boolean tools = !request.tools().isEmpty();
        boolean reasoning = request.reasoningEffort() != null && request.reasoningEffort() != ReasoningEffort.NONE;
        boolean besideTools = !tools || info.supports(Capability.JSON_SCHEMA_WITH_TOOLS);
        boolean mayBeStrict = !Boolean.FALSE.equals(format.strict());
        boolean mayBeLoose = !Boolean.TRUE.equals(format.strict());
        if (info.supports(Capability.JSON_SCHEMA_OUTPUT) && besideTools) {
            add(modes, OutputMode.NATIVE_STRICT, mayBeStrict);
            add(modes, OutputMode.NATIVE_LOOSE, mayBeLoose);
        }
        if (!reasoning && takesAnswerTool(info, request)) {
            boolean enforced = info.knows(Capability.STRICT_TOOLS) && info.supports(Capability.STRICT_TOOLS);
            add(modes, OutputMode.STRICT_TOOL, mayBeStrict && enforced);
            add(modes, OutputMode.TOOL, mayBeLoose);
        }
        add(
                modes,
                OutputMode.JSON_MODE,
                mayBeLoose && !reasoning && besideTools && info.supports(Capability.JSON_OUTPUT));
        add(modes, OutputMode.PROMPTED, mayBeLoose);
        return modes;
    }

    /** What a mode needs of the model at the least, also when the request names it. */
    static boolean possible(OutputMode mode, ModelInfo info, ChatRequest request) {
        return switch (mode) {
            case NATIVE_STRICT, NATIVE_LOOSE ->
                info.supports(Capability.JSON_SCHEMA_OUTPUT)
                        && (request.tools().isEmpty() || info.supports(Capability.JSON_SCHEMA_WITH_TOOLS));
            case STRICT_TOOL -> info.supports(Capability.STRICT_TOOLS) && takesAnswerTool(info, request);
            case TOOL -> takesAnswerTool(info, request);
            case JSON_MODE -> info.supports(Capability.JSON_OUTPUT);
            case PROMPTED -> true;
        };
    }

    private static void add(List<OutputMode> modes, OutputMode mode, boolean when) {
        if (when) {
            modes.add(mode);
        }
    }

    private static boolean takesAnswerTool(ModelInfo info, ChatRequest request) {
        ToolChoice choice = request.toolChoice();
        Integer most = info.limits().maxTools();
        boolean demanded =
                choice != null && (choice.mode() == ToolChoice.Mode.REQUIRED || choice.mode() == ToolChoice.Mode.NAMED);
        return info.supports(Capability.TOOLS)
                && !demanded
                && (most == null || request.tools().size() < most)
                && answerChoice(info, request, "answer") != null;
    }

    /**
     * The choice that makes the model call the tool of the answer, or one of the application's where the model may call these;
     * {@code null} when it takes none such.
     */
    static @Nullable ToolChoice answerChoice(ModelInfo info, ChatRequest request, String name) {
        ToolChoice choice = request.toolChoice();
        boolean free = !request.tools().isEmpty() && (choice == null || choice.mode() == ToolChoice.Mode.AUTO);
        if (!free && info.supports(Capability.TOOL_CHOICE_NAMED)) {
            return ToolChoice.named(name);
        }
        boolean onlyTool = request.tools().isEmpty();
        return (free || onlyTool) && info.supports(Capability.TOOL_CHOICE_REQUIRED) ? ToolChoice.REQUIRED : null;
    }
}
