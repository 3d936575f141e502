package dev.portolan.testkit.assertj;

import static dev.portolan.testkit.assertj.PortolanAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.TextChecks;
import dev.portolan.evidence.check.TextMatch;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.schema.JsonSchema;
import dev.portolan.simulator.Reply;
import dev.portolan.testkit.model.TestChatModel;
import dev.portolan.testkit.parity.ParityRun;
import dev.portolan.testkit.parity.Subject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortolanAssertionsTest {

    private static final Check KNOWS = TextChecks.contains(TextMatch.EXACT, "question");

    private static ParityReport report(ChatModel target, int examples, Check... checks) {
        List<Example> all = new ArrayList<>();
        for (int i = 0; i < examples; i++) {
            all.add(Example.builder(ChatRequest.of("question " + i))
                    .id("q-" + i)
                    .build());
        }
        return ParityRun.builder()
                .dataset(Dataset.of("questions", all))
                .source(Subject.of("present", TestChatModel.echo()))
                .target(Subject.of("new", target))
                .checks(checks)
                .repeats(1)
                .build()
                .run();
    }

    private static ChatModel bad() {
        return TestChatModel.of(prompt -> Reply.text(prompt.userText().endsWith("3") ? "no idea" : prompt.userText()));
    }

    private static ChatResponse answer(Reply reply) {
        return TestChatModel.script(reply).chat(ChatRequest.of("?"));
    }

    @Test
    void aReportOfEqualModels() {
        ParityReport report = report(TestChatModel.echo(), 60, KNOWS);
        assertThat(report).passes().isConclusive().hasNoHardBreaks().hasNoNewHardBreaks();
        assertThat(report).isAtLeastAsGoodAs("present").withinMargin(0.05).on(KNOWS.name());
        assertThatThrownBy(() -> assertThat(report)
                        .isAtLeastAsGoodAs("present")
                        .withinMargin(0.02)
                        .on(KNOWS.name()))
                .as("60 examples do not show two points")
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not shown to be within 2 points");
        assertThatThrownBy(() -> assertThat(report).isAtLeastAsGoodAs("other"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected the source other");
        assertThatThrownBy(() -> assertThat(report).isAtLeastAsGoodAs("present").on("lable"))
                .hasMessageContaining("there is no lable");
        assertThatThrownBy(() -> assertThat(report).costWithin(1.1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("prices are missing");
    }

    @Test
    void aReportOfAWorseTarget() {
        ParityReport report = report(bad(), 60, KNOWS);
        assertThatThrownBy(() -> assertThat(report).passes())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("look at: q-3, q-13");
        assertThatThrownBy(() -> assertThat(report).isAtLeastAsGoodAs("present").on(KNOWS.name()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1.000 -> 0.900");
        assertThat(report).hasNoNewHardBreaks();

        ParityReport broken = report(bad(), 60, KNOWS.hardBreak());
        assertThatThrownBy(() -> assertThat(broken).hasNoNewHardBreaks())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("there are 6");
        assertThatThrownBy(() -> assertThat(broken).hasNoHardBreaks()).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() ->
                        assertThat(report(TestChatModel.echo(), 20, KNOWS)).isConclusive())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("32 more examples");
    }

    @Test
    void latencies() {
        ParityReport report = report(TestChatModel.echo(), 20, KNOWS);
        assertThat(report).latencyP95RatioBelow(1e9);
        assertThatThrownBy(() -> assertThat(report).latencyP95RatioBelow(1e-9))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("p95");
    }

    @Test
    void pairs() {
        ParityReport report = report(bad(), 5, KNOWS.hardBreak());
        PairResult good = report.pairs().get(0);
        PairResult worse = report.pairs().get(3);
        assertThat(good).hasNotRegressed().hasNoNewHardBreak().scoresAtLeast(KNOWS.name(), 1);
        assertThat(good).sameToolCalls().withAnyArguments();
        assertThatThrownBy(() -> assertThat(worse).hasNotRegressed()).hasMessageStartingWith("q-3: ");
        assertThatThrownBy(() -> assertThat(worse).hasNoNewHardBreak()).hasMessageStartingWith("q-3: ");
        assertThatThrownBy(() -> assertThat(worse).scoresAtLeast(KNOWS.name(), 0.5))
                .hasMessageContaining("scored 0.0");
        assertThatThrownBy(() -> assertThat(worse).scoresAtLeast("tone", 0.5)).hasMessageContaining("has no score");
    }

    @Test
    void toolCallsOfBothSides() {
        Check any = Check.of("any", seen -> Score.of(1, "always"));
        ChatModel calling = TestChatModel.of(prompt -> Reply.toolCall("find", "{\"id\":7,\"request\":\"b\"}"));
        ParityReport report = ParityRun.builder()
                .dataset(Dataset.of(
                        "one",
                        List.of(Example.builder(ChatRequest.of("?")).id("q").build())))
                .source(Subject.of(
                        "present", TestChatModel.of(prompt -> Reply.toolCall("find", "{\"id\":7,\"request\":\"a\"}"))))
                .target(Subject.of("new", calling))
                .checks(any)
                .repeats(1)
                .build()
                .run();
        PairResult pair = report.pairs().get(0);
        assertThat(pair).sameToolCalls().withAnyArguments();
        assertThat(pair).sameToolCalls().ignoringArgument("find", "request").withSameArguments();
        assertThatThrownBy(() -> assertThat(pair).sameToolCalls().withSameArguments())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("q: the tool calls of repeat 0 differ");
    }

    @Test
    void answers() {
        ChatResponse call = answer(Reply.toolCall("find_order", "{\"id\":7,\"all\":true}"));
        assertThat(call).hasToolCall("find_order").withArguments("{\"all\":true,\"id\":7}");
        assertThat(call).hasToolCall("find_order").withArgumentsContaining("{\"id\":7}");
        assertThatThrownBy(() -> assertThat(call).hasToolCall("find_order").withArguments("{\"id\":8}"))
                .hasMessageContaining("find_order");
        assertThatThrownBy(() -> assertThat(call).hasToolCall("cancel_order")).hasMessageContaining("[find_order]");
        assertThatThrownBy(() -> assertThat(call).hasNoToolCall()).hasMessageContaining("[find_order]");

        JsonSchema schema = JsonSchema.of("{\"type\":\"object\",\"required\":[\"a\"]}");
        assertThat(answer(Reply.text("{\"a\":1}")))
                .isValidAgainst(schema)
                .hasNoToolCall()
                .complies();
        assertThatThrownBy(() -> assertThat(answer(Reply.text("{}"))).isValidAgainst(schema))
                .isInstanceOf(AssertionError.class);
        assertThat(answer(Reply.refusal("I cannot help with that."))).refuses();
        assertThatThrownBy(() -> assertThat(answer(Reply.text("Paris"))).refuses())
                .hasMessageContaining("REFUSE");
    }
}
