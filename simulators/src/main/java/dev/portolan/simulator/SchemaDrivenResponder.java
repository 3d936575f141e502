package dev.portolan.simulator;

import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolResult;
import dev.portolan.simulator.internal.SchemaExample;
import java.util.List;
import java.util.stream.Collectors;

/** Does what the schemas of a request ask for. */
final class SchemaDrivenResponder implements Responder {

    @Override
    public Reply reply(Prompt prompt) {
        List<ToolResult> results = prompt.toolResults();
        List<Tool> tools = prompt.request().tools();
        if (results.isEmpty()
                && !tools.isEmpty()
                && !ToolChoice.NONE.equals(prompt.request().toolChoice())) {
            Tool tool = tools.get(0);
            return Reply.toolCall(
                    tool.name(), SchemaExample.of(tool.parameters().json()));
        }
        if (prompt.request().outputFormat() instanceof OutputFormat.Schema format) {
            return Reply.text(SchemaExample.of(format.schema().json()));
        }
        return Reply.text(
                results.isEmpty()
                        ? prompt.userText()
                        : results.stream().map(ToolResult::text).collect(Collectors.joining("\n")));
    }
}
