package dev.portolan.testkit.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatRequest;
import dev.portolan.evidence.check.TextChecks;
import dev.portolan.evidence.check.TextMatch;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.stats.Verdict;
import dev.portolan.testkit.model.TestChatModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run asks, and what it reports. */
class ParityRunTest {

    static Dataset dataset(int examples) {
        List<Example> all = new ArrayList<>();
        for (int i = 0; i < examples; i++) {
            all.add(Example.builder(ChatRequest.of("question " + i)).id("e" + i).build());
        }
        return Dataset.of("questions", all);
    }

    @Test
    void equalModelsPass() {
        TestChatModel source = TestChatModel.echo();
        TestChatModel target = TestChatModel.echo();

        ParityReport report = ParityRun.builder()
                .dataset(dataset(60))
                .source(Subject.of("present", source))
                .target(Subject.of("new", target))
                .checks(TextChecks.contains(TextMatch.EXACT, "question"))
                .build()
                .run();

        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(source.calls()).hasSize(180);
        assertThat(target.calls()).hasSize(180);
    }
}
