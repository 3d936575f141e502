package dev.portolan.routing.shadow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.portolan.chat.ChatRequest;
import java.util.List;
import java.util.Set;

/**
 * Requests whose vendor options make a vendor act by itself: run its own or remote tools, keep the answer, go on with what it has kept, work
 * in the background. A request in its shadow must not do that a second time.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/create">OpenAI: create a response</a>
 * @see <a href="https://docs.anthropic.com/en/docs/agents-and-tools/mcp-connector">Anthropic: MCP connector</a>
 */
final class SideEffects {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Options that act whatever their value is. */
    private static final List<String> ACTING = List.of(
            "tools",
            "toolConfig",
            "mcp_servers",
            "container",
            "previous_response_id",
            "conversation",
            "web_search_options",
            "functions");

    /** Options that act when they are switched on. */
    private static final Set<String> SWITCHES = Set.of("store", "background");

    private SideEffects() {}

    static boolean in(ChatRequest request) {
        return request.vendorOptions().values().stream().anyMatch(SideEffects::acts);
    }

    private static boolean acts(String options) {
        try {
            JsonNode node = JSON.readTree(options);
            return ACTING.stream().anyMatch(node::hasNonNull)
                    || SWITCHES.stream().anyMatch(name -> node.path(name).asBoolean());
        } catch (JsonProcessingException e) {
            return true;
        }
    }
}
