package dev.portolan.swap;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.schema.JsonSchema;
import dev.portolan.simulator.Reply;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The conversations. */
final class Talk {

    static final Talk TEXT = new Talk(
            "TEXT",
            null,
            ask("Where does Kobe lie?", Reply.text("In Japan, by the inland sea.")),
            ask("And Osaka?", Reply.text("Across the bay of it. ")),
            ask("And the strait of Akashi?", Reply.text("West of both.")));

    static final Talk PARALLEL_TOOLS = new Talk(
            "PARALLEL_TOOLS",
            null,
            ask(
                    "How deep are Kobe and Osaka?",
                    Reply.text("I look both up.")
                            .withToolCall("depth", "{\"at\":\"Kobe\"}")
                            .withToolCall("depth", "{\"at\":\"Osaka\"}")),
            results(
                    calls -> List.of(text(calls.get(1), "Osaka: nine metres"), text(calls.get(0), "Kobe: unclear")),
                    Reply.toolCall("depth", "{\"at\":\"Kobe\"}")),
            results(calls -> List.of(text(calls.get(0), "Kobe: twelve metres")), Reply.text("Twelve and nine metres.")),
            ask("So which is deeper?", Reply.text("The former.")));

    static final Talk REASONING = new Talk(
            "REASONING",
            ReasoningEffort.LOW,
            ask(
                    "May a ship of ten metres enter?",
                    Reply.toolCall("depth", "{\"at\":\"Kobe\"}")
                            .withReasoning("The depth decides, so it is needed first.")),
            results(
                    calls -> List.of(text(calls.get(0), "Kobe: twelve metres")),
                    Reply.toolCall("depth", "{\"at\":\"Osaka\"}")
                            .withReasoning("Twelve is enough, now the other one.")),
            results(
                    calls -> List.of(text(calls.get(0), "Osaka: nine metres")),
                    Reply.text("It may enter the first.").withReasoning("Nine is less than ten, twelve is more.")),
            ask("Are you sure?", Reply.text("Quite so.").withReasoning("They doubt the answer given before.")));

    static final Talk IMAGES = new Talk(
            "IMAGES",
            null,
            showing("What is on this chart?", Reply.text("A coast with a harbour.")),
            ask("Look at its corner.", Reply.toolCall("crop", "{\"corner\":\"upper left\"}")),
            results(
                    calls -> List.of(new ToolResult(
                            calls.get(0).id(),
                            calls.get(0).name(),
                            List.of(new TextPart("The corner, enlarged"), image()),
                            false,
                            null)),
                    Reply.text("A lighthouse stands there.")),
            showing("Is it this one?", Reply.text("It is the very same.")));

    static final Talk ERRORS = new Talk(
            "ERRORS",
            null,
            ask(
                    "How deep is Atlantis?",
                    Reply.toolCall("depth", "{\"at\":\"Atlantis\"}").withToolCall("charts.find it", "{}")),
            results(
                    calls -> List.of(
                            ToolResult.error(calls.get(0), "There is no such port"),
                            ToolResult.error(calls.get(1), "There is no such tool")),
                    Reply.text("I cannot tell how").withFinish(FinishReason.Kind.LENGTH)),
            ask("Go on, please.", Reply.text("Its depth is unknown.")));

    static final List<Talk> ALL = List.of(TEXT, PARALLEL_TOOLS, REASONING, IMAGES, ERRORS);

    private static final String SYSTEM = "You are a harbour pilot.";

    /** A red dot. */
    private static final byte[] PNG = Base64.getDecoder()
            .decode(
                    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==");

    /** OpenAI describes {@code strict} as required, though it takes tools without. */
    static final List<Tool> TOOLS = List.of(
            new Tool("depth", "Tells the depth of a port", schema("at"), false),
            new Tool("crop", "Enlarges a corner of the chart", schema("corner"), false));

    private static JsonSchema schema(String name) {
        return JsonSchema.of("{\"type\":\"object\",\"properties\":{\"" + name
                + "\":{\"type\":\"string\"}},\"required\":[\"" + name + "\"],\"additionalProperties\":false}");
    }

    private final String name;
    final @Nullable ReasoningEffort effort;
    final List<Step> steps;

    private Talk(String name, @Nullable ReasoningEffort effort, Step... steps) {
        this.name = name;
        this.effort = effort;
        this.steps = List.of(steps);
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * What is said to the model, and what it answers.
     *
     * @param says makes the message, of the answer before
     * @param reply what the model answers
     */
    record Step(Function<AssistantMessage, Message> says, Reply reply) {}

    static Message system() {
        return Message.system(SYSTEM);
    }

    static Step ask(String words, Reply reply) {
        return new Step(before -> Message.user(words), reply);
    }

    private static Step showing(String words, Reply reply) {
        return new Step(before -> Message.user(new TextPart(words), image()), reply);
    }

    private static Step results(Function<List<ToolCall>, List<ToolResult>> results, Reply reply) {
        return new Step(before -> new ToolMessage(results.apply(before.toolCalls())), reply);
    }

    private static ToolResult text(ToolCall call, String text) {
        return ToolResult.of(call, text);
    }

    private static Part image() {
        return new ImagePart(Media.of(PNG, "image/png"));
    }

    /** The words of a message, and of the results in it. */
    static List<String> words(Message message) {
        List<String> words = new ArrayList<>();
        words(message.parts(), words);
        return words;
    }

    private static void words(List<Part> parts, List<String> words) {
        for (Part part : parts) {
            if (part instanceof TextPart text) {
                words.add(text.text().strip());
            } else if (part instanceof ToolResult result) {
                words(result.content(), words);
            }
        }
    }
}
