package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of a conversation that no shape tells: whose turn it is, what may stand beside what, which results answer which calls.
 * See https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Message.html.
 */
final class MessageRules {

    /** The text of the refusal does not tell it, but underscores are taken. */
    private static final Pattern DOCUMENT_NAME =
            Pattern.compile("[\\p{Alnum}_\\-()\\[\\]]+(\\s[\\p{Alnum}_\\-()\\[\\]]+)*");

    private static final int MOST_DOCUMENTS = 5;

    private final ModelTraits model;
    private final boolean tools;
    private final Set<String> documentNames = new HashSet<>();
    private Set<String> openCalls = new LinkedHashSet<>();

    private MessageRules(ModelTraits model, boolean tools) {
        this.model = model;
        this.tools = tools;
    }

    /** Refuses a conversation against the rules. */
    static void require(JsonNode body, ModelTraits model) {
        MessageRules rules = new MessageRules(model, body.hasNonNull("toolConfig"));
        JsonNode messages = body.path("messages");
        rules.requireTurns(messages);
        for (int i = 0; i < messages.size(); i++) {
            rules.check(messages.get(i), "messages." + i);
        }
        rules.requireEnd(messages);
    }

    private void requireTurns(JsonNode messages) {
        List<String> roles = new ArrayList<>();
        messages.forEach(message -> roles.add(message.path("role").asText()));
        roles.removeIf("system"::equals);
        if (roles.isEmpty() || !(roles.get(0).equals("user") || model.takesAnyFirstRole())) {
            throw BedrockError.invalid(
                    "A conversation must start with a user message. Try again with a conversation that"
                            + " starts with a user message.");
        }
        for (int i = 1; i < roles.size() && !model.takesRolesInARow(); i++) {
            if (roles.get(i).equals(roles.get(i - 1))) {
                throw BedrockError.invalid(
                        "A conversation must alternate between user and assistant roles. Make sure the"
                                + " conversation alternates between user and assistant roles and try again.");
            }
        }
    }

    private void check(JsonNode message, String place) {
        JsonNode content = message.path("content");
        if (content.isEmpty()) {
            throw BedrockError.invalid("The content field in the Message object at " + place
                    + " is empty. Add a ContentBlock object to the content field and try again.");
        }
        boolean user = message.path("role").asText().equals("user");
        for (int i = 0; i < content.size(); i++) {
            checkBlock(content.get(i), place + ".content." + i);
        }
        requireTextBesideDocument(content, place);
        if (user) {
            requireResults(content, place);
        } else {
            openCalls = calls(content, place);
        }
    }

    private void checkBlock(JsonNode block, String place) {
        if (block.hasNonNull("text") && block.get("text").asText().isBlank()) {
            throw blank(block.get("text").asText(), place);
        }
        if ((block.hasNonNull("toolUse") || block.hasNonNull("toolResult")) && !tools) {
            throw BedrockError.invalid(
                    "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
        }
        if (block.hasNonNull("toolUse")) {
            requireObject(block.get("toolUse").path("input"), place + ".toolUse.input");
        }
        checkMedia(block);
        JsonNode result = block.path("toolResult");
        JsonNode content = result.path("content");
        for (int i = 0; i < content.size(); i++) {
            if (content.get(i).has("json")) {
                requireObject(content.get(i).get("json"), place + ".toolResult.content." + i + ".json");
            }
            checkMedia(content.get(i));
        }
        if (content.isEmpty() && result.path("status").asText().equals("error")) {
            throw BedrockError.invalid(
                    "The content field at " + place + ".toolResult cannot be empty when status value is error.");
        }
    }

    /** Claude itself refuses blank text, for other models the service does. */
    private BedrockError blank(String text, String place) {
        if (model.family() == ModelTraits.Family.CLAUDE) {
            return BedrockError.fromModel(
                    text.isEmpty()
                            ? "messages: text content blocks must be non-empty"
                            : "messages: text content blocks must contain non-whitespace text");
        }
        return BedrockError.invalid("The text field in the ContentBlock object at " + place
                + " is blank. Add text to the text field, and try again.");
    }

    private static void requireObject(JsonNode value, String place) {
        if (!value.isObject()) {
            throw BedrockError.invalid("The format of the value at " + place
                    + " is invalid. Provide a json object for the field and try again.");
        }
    }

    private void checkMedia(JsonNode block) {
        if (block.hasNonNull("video") && !model.takesVideo()) {
            throw unsupported("video");
        }
        if (block.hasNonNull("audio") && model.family() == ModelTraits.Family.CLAUDE) {
            throw unsupported("audio");
        }
        for (String kind : List.of("image", "document")) {
            if (model.family() == ModelTraits.Family.CLAUDE
                    && block.path(kind).path("source").hasNonNull("s3Location")) {
                throw BedrockError.invalid("This model doesn't support the s3Uri field. Remove s3Uri and try again.");
            }
        }
        if (block.hasNonNull("document")) {
            checkDocument(block.get("document"));
        }
    }

    private static BedrockError unsupported(String kind) {
        return BedrockError.invalid("This model doesn't support the " + kind
                + " content block that you provided. Update the content block and try again.");
    }

    private void checkDocument(JsonNode document) {
        String name = document.path("name").asText();
        if (!DOCUMENT_NAME.matcher(name).matches()) {
            throw BedrockError.invalid("The document file name can only contain alphanumeric characters, whitespace"
                    + " characters, hyphens, parentheses, and square brackets. The name can't contain more than one"
                    + " consecutive whitespace character.");
        }
        if (!documentNames.add(name)) {
            throw BedrockError.invalid(
                    "Messages can't contain duplicate document names. Rename the document and retry your request.");
        }
        if (documentNames.size() > MOST_DOCUMENTS) {
            throw BedrockError.invalid("You can't include more than " + MOST_DOCUMENTS + " documents in a request.");
        }
    }

    private static void requireTextBesideDocument(JsonNode content, String place) {
        boolean document = content.valueStream().anyMatch(block -> block.hasNonNull("document"));
        boolean text = content.valueStream().anyMatch(block -> block.hasNonNull("text"));
        if (document && !text) {
            throw BedrockError.invalid("The content field at " + place
                    + " holds a document without text. Add a ContentBlock object with a text field and try again.");
        }
    }

    /** The calls of a turn that wait for their results; those that the service ran itself do not. */
    private static Set<String> calls(JsonNode content, String place) {
        Set<String> calls = new LinkedHashSet<>();
        for (JsonNode block : content) {
            JsonNode call = block.path("toolUse");
            if (call.isObject() && !call.path("type").asText().equals("server_tool_use")) {
                String id = call.path("toolUseId").asText();
                if (!calls.add(id)) {
                    throw BedrockError.invalid(
                            "The toolUse blocks at " + place + ".content contain duplicate Ids: " + id);
                }
            }
        }
        return calls;
    }

    private void requireResults(JsonNode content, String place) {
        Set<String> results = new LinkedHashSet<>();
        boolean others = false;
        for (JsonNode block : content) {
            others |= !block.hasNonNull("toolResult") && !block.hasNonNull("cachePoint");
            String id = block.path("toolResult").path("toolUseId").asText();
            if (!id.isEmpty() && !results.add(id)) {
                throw BedrockError.invalid(
                        "The toolResult blocks at " + place + ".content contain duplicate Ids: " + id);
            }
        }
        if (results.size() > openCalls.size()) {
            throw BedrockError.invalid("The number of toolResult blocks at " + place
                    + ".content exceeds the number of toolUse blocks of previous turn.");
        }
        Set<String> missing = new LinkedHashSet<>(openCalls);
        missing.removeAll(results);
        if (!missing.isEmpty()) {
            throw expected(place, missing);
        }
        if (!results.isEmpty() && others && model.family() == ModelTraits.Family.LLAMA) {
            throw BedrockError.invalid(place
                    + ".content: Conversation blocks and tool result blocks cannot be provided in the same turn.");
        }
        openCalls = Set.of();
    }

    private static BedrockError expected(String place, Set<String> ids) {
        return BedrockError.invalid(
                "Expected toolResult blocks at " + place + ".content for the following Ids: " + String.join(", ", ids));
    }

    private void requireEnd(JsonNode messages) {
        if (!openCalls.isEmpty()) {
            throw expected("messages." + messages.size(), openCalls);
        }
        JsonNode last = messages.get(messages.size() - 1);
        JsonNode content = last.path("content");
        String text = content.path(content.size() - 1).path("text").asText();
        if (model.family() == ModelTraits.Family.CLAUDE
                && last.path("role").asText().equals("assistant")
                && !text.equals(text.stripTrailing())) {
            throw BedrockError.fromModel("messages: final assistant content cannot end with trailing whitespace");
        }
    }
}
