package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Prompts for models that take one text: a conversation with the marks that the family was trained on.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html">AWS: Llama's prompt</a>
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-text-completion.html">AWS:
 *     Mistral's prompt</a>
 */
final class Prompts {

    private Prompts() {}

    static String system(JsonNode converse) {
        StringBuilder text = new StringBuilder();
        for (JsonNode block : converse.path("system")) {
            if (block.path("text").isTextual()) {
                text.append(text.length() > 0 ? "\n" : "")
                        .append(block.path("text").asText());
            }
        }
        return text.toString();
    }

    /** The text of a turn, or a refusal of what is no text. */
    static String text(JsonNode turn) {
        StringBuilder text = new StringBuilder();
        for (JsonNode block : turn.path("content")) {
            if (block.path("text").isTextual()) {
                text.append(text.length() > 0 ? "\n" : "")
                        .append(block.path("text").asText());
            } else if (!block.has("cachePoint")) {
                throw MediaBlocks.unsupported("messages", "the model takes text only in its own format");
            }
        }
        return text.toString();
    }

    private static boolean user(JsonNode turn) {
        return turn.path("role").asText().equals("user");
    }

    /** A single question as it is; a conversation with names. */
    static String plain(JsonNode converse) {
        String system = system(converse);
        JsonNode turns = converse.path("messages");
        if (turns.size() == 1 && system.isEmpty()) {
            return text(turns.get(0));
        }
        StringBuilder prompt = new StringBuilder(system);
        for (JsonNode turn : turns) {
            prompt.append(prompt.length() > 0 ? "\n" : "")
                    .append(user(turn) ? "User: " : "Bot: ")
                    .append(text(turn));
        }
        return prompt.append("\nBot:").toString();
    }

    static String titan(JsonNode converse) {
        return plain(converse);
    }

    static String llama(JsonNode converse) {
        StringBuilder prompt = new StringBuilder("<|begin_of_text|>");
        String system = system(converse);
        if (!system.isEmpty()) {
            header(prompt, "system").append(system).append("<|eot_id|>");
        }
        for (JsonNode turn : converse.path("messages")) {
            header(prompt, turn.path("role").asText()).append(text(turn)).append("<|eot_id|>");
        }
        return header(prompt, "assistant").toString();
    }

    private static StringBuilder header(StringBuilder prompt, String role) {
        return prompt.append("<|start_header_id|>").append(role).append("<|end_header_id|>\n\n");
    }

    static String mistral(JsonNode converse) {
        StringBuilder prompt = new StringBuilder("<s>");
        String system = system(converse);
        for (JsonNode turn : converse.path("messages")) {
            if (user(turn)) {
                prompt.append("[INST] ");
                if (!system.isEmpty()) {
                    prompt.append(system).append("\n\n");
                    system = "";
                }
                prompt.append(text(turn)).append(" [/INST]");
            } else {
                prompt.append(' ').append(text(turn)).append("</s>");
            }
        }
        return prompt.toString();
    }
}
