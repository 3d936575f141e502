package dev.portolan.routing.complexity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.schema.JsonSchema;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestFeaturesTest {

    private static final GramVisitor NOBODY = (bucket, pair) -> {};

    @Test
    void optionsAreCountedApartFromTheQuestion() {
        RequestFeatures read = of("Which is the least likely?\nA. one\nB. two\n(C) three\n\nAnswer:");
        assertThat(read.value(Feature.OPTIONS)).isEqualTo(log(3));
        assertThat(read.value(Feature.QUESTION)).isLessThan(log(40)).isGreaterThan(log(30));
        assertThat(read.value(Feature.ASKS_WHICH)).isEqualTo(log(1));
        assertThat(read.value(Feature.COMPARISON)).isEqualTo(log(2));
        assertThat(read.value(Feature.QUESTION_MARKS)).isEqualTo(log(1));
    }

    @Test
    void fencedTextIsPastedAndNoPartOfTheQuestion() {
        RequestFeatures read = of("Why does it fail?\n```java\n" + "int x = 1;\n".repeat(50) + "```\n");
        assertThat(read.value(Feature.PASTED)).isGreaterThan(log(500));
        assertThat(read.value(Feature.QUESTION)).isLessThan(log(40));
        assertThat(read.value(Feature.CODE_FENCES)).isEqualTo(log(2));
        assertThat(read.value(Feature.CODE_SIGNS)).isEqualTo(log(50));
    }

    @Test
    void numbersMathsAndMoneyAreSeen() {
        RequestFeatures read =
                of("Let $x^2 + 3 = \\frac{1}{2}$. It costs $40, or 1200 a year, a rise of 5 %. Fill in ___ please.");
        assertThat(read.value(Feature.NUMBERS)).isEqualTo(log(7));
        assertThat(read.value(Feature.LARGEST_NUMBER)).isEqualTo(log(1200));
        assertThat(read.value(Feature.LATEX)).isEqualTo(log(3));
        assertThat(read.value(Feature.MONEY_AND_PERCENT)).isEqualTo(log(2));
        assertThat(read.value(Feature.MATHS_SIGNS)).isEqualTo(log(3));
        assertThat(read.value(Feature.BLANKS)).isGreaterThan(0);
    }

    @Test
    void otherScriptsAreSeenWhateverTheLocale() {
        RequestFeatures read = of("\u6ce2\u7279\u5170\u662f\u4ec0\u4e48");
        assertThat(read.value(Feature.UNSPACED_SCRIPT)).isEqualTo(1);
        assertThat(read.words()).isEqualTo(6);
        assertThat(grams("STRA\u00dfE \u0416\u0423\u041a \u0391\u0392\u0393 I"))
                .isEqualTo(grams("stra\u00dfe \u0436\u0443\u043a \u03b1\u03b2\u03b3 i"));
    }

    @Test
    void eachWordAndPairIsToldOnce() {
        assertThat(grams("the cat the cat the cat")).hasSize(4);
        assertThat(grams("don't")).hasSize(1);
    }

    @Test
    void numbersAreToldByTheirLengthOnly() {
        assertThat(grams("pay 123 now")).isEqualTo(grams("pay 987 now"));
        assertThat(grams("pay 123 now")).isNotEqualTo(grams("pay 1234 now"));
    }

    @Test
    void theSystemPromptDoesNotCount() {
        ChatRequest bare = ChatRequest.of("What is a portolan?");
        ChatRequest instructed = ChatRequest.builder()
                .system("Think step by step and prove every theorem.")
                .user("What is a portolan?")
                .build();
        assertThat(RequestFeatures.of(instructed, NOBODY).values())
                .isEqualTo(RequestFeatures.of(bare, NOBODY).values());
    }

    @Test
    void ofALongTextTheEndsAreRead() {
        String head = "alpha ".repeat(1000);
        String tail = " omega".repeat(1000);
        RequestFeatures whole = of(head + "prove ".repeat(50_000) + tail);
        assertThat(whole.value(Feature.REASONING)).isZero();
        assertThat(whole.value(Feature.QUESTION)).isEqualTo(log(6000 + 300_000 + 6000));
        assertThat(whole.words()).isBetween(1360, 1370);
    }

    @Test
    void aTurnInPartsIsReadLikeOneText() {
        String head = "alpha ".repeat(500);
        String middle = "prove ".repeat(2000);
        String tail = " omega".repeat(500);
        RequestFeatures parts = RequestFeatures.of(
                ChatRequest.builder()
                        .add(Message.user(
                                new TextPart(head),
                                new TextPart(middle),
                                new ImagePart(Media.of(URI.create("https://example.com/a.png"))),
                                new TextPart(tail)))
                        .build(),
                NOBODY);
        assertThat(parts.value(Feature.QUESTION)).isEqualTo(log(18_000));
        assertThat(parts.value(Feature.IMAGES)).isEqualTo(log(1));
        assertThat(parts.value(Feature.REASONING)).isBetween(log(350), log(380));
    }

    @Test
    void historyCountsBySize() {
        ToolCall first = new ToolCall("1", "look", "{\"q\":1}");
        ToolCall second = new ToolCall("2", "look", "{\"q\":1}");
        RequestFeatures read = RequestFeatures.of(
                ChatRequest.builder()
                        .user("prove it")
                        .add(Message.assistant("x".repeat(90)))
                        .user("And now?")
                        .add(new AssistantMessage(List.of(first)))
                        .add(Message.toolResults(ToolResult.of(first, "12345")))
                        .add(new AssistantMessage(List.of(second)))
                        .add(new ToolMessage(List.of(ToolResult.error(second, "no"))))
                        .build(),
                NOBODY);
        assertThat(read.value(Feature.REASONING)).isZero();
        assertThat(read.value(Feature.TURNS_BEFORE)).isEqualTo(log(1));
        assertThat(read.value(Feature.HISTORY_SIZE)).isEqualTo(log(8 + 90 + 5 + 2));
        assertThat(read.value(Feature.TOOL_RESULTS)).isEqualTo(log(2));
        assertThat(read.value(Feature.TOOL_ERRORS)).isEqualTo(log(1));
        assertThat(read.value(Feature.REPEATED_CALLS)).isEqualTo(log(1));
    }

    @Test
    void whatIsAskedForCounts() {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"enum\":[\"x\",\"\\\"y\"]},\"b\":{\"type\":\"object\"}}}";
        RequestFeatures read = RequestFeatures.of(
                ChatRequest.builder()
                        .user("Book it")
                        .tools(List.of(Tool.of("book", "Books.", schema)))
                        .toolChoice(ToolChoice.REQUIRED)
                        .outputFormat(OutputFormat.schema("trip", JsonSchema.of(schema)))
                        .reasoningEffort(ReasoningEffort.HIGH)
                        .maxOutputTokens(100)
                        .build(),
                NOBODY);
        assertThat(read.value(Feature.TOOLS)).isEqualTo(log(1));
        assertThat(read.value(Feature.SCHEMA_DEPTH)).isEqualTo(3);
        assertThat(read.value(Feature.SCHEMA_PROPERTIES)).isEqualTo(log(6));
        assertThat(read.value(Feature.SCHEMA_CHOICES)).isEqualTo(log(2));
        assertThat(read.value(Feature.SCHEMA_SIZE)).isEqualTo(log(2 * schema.length() + 6));
        assertThat(read.value(Feature.TOOL_REQUIRED)).isEqualTo(1);
        assertThat(read.value(Feature.SCHEMA_ASKED)).isEqualTo(1);
        assertThat(read.value(Feature.EFFORT_ASKED)).isEqualTo(4);
        assertThat(read.value(Feature.OUTPUT_ALLOWED)).isEqualTo(log(100));
        assertThat(read.value(Feature.SIZE)).isGreaterThan(read.value(Feature.QUESTION));
        assertThat(read.value(Feature.SIZE_WITH_TOOLS)).isEqualTo(read.value(Feature.SIZE) - log(600));
    }

    @Test
    void withoutToolsThereIsNoSizeOfTools() {
        RequestFeatures asked = RequestFeatures.of(
                ChatRequest.builder()
                        .user("Book it")
                        .outputFormat(OutputFormat.schema("trip", JsonSchema.of("{\"type\":\"object\"}")))
                        .build(),
                NOBODY);
        assertThat(asked.value(Feature.SIZE_WITH_TOOLS)).isZero();
        assertThat(of("Book it").value(Feature.SIZE_WITH_TOOLS)).isZero();
    }

    private static RequestFeatures of(String text) {
        return RequestFeatures.of(ChatRequest.of(text), NOBODY);
    }

    private static List<Integer> grams(String text) {
        List<Integer> buckets = new ArrayList<>();
        RequestFeatures.of(ChatRequest.of(text), (bucket, pair) -> buckets.add(bucket));
        return buckets;
    }

    private static float log(long count) {
        return (float) StrictMath.log1p(count);
    }
}
