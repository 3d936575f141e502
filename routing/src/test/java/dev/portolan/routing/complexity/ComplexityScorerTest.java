package dev.portolan.routing.complexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ComplexityScorerTest {

    private final ComplexityScorer scorer = ComplexityScorer.bundled();

    @Test
    void aLongCaseOfLawGainsMoreThanAShortFact() {
        double fact = scorer.score(ChatRequest.of("who won last season of the voice"));
        double law = scorer.score(
                ChatRequest.of(
                        "A landowner conveyed a parcel by warranty deed to a buyer, who did not record it, and"
                                + " later conveyed the same parcel to another buyer who paid value without notice and recorded at once."
                                + " The jurisdiction has a race-notice statute. The first buyer sued the second for possession. Which"
                                + " party should the court find for, and why?\nA. The first, because she was first in time.\nB. The"
                                + " second, because he recorded first without notice.\nC. Neither.\nD. Both, as tenants in common."));
        assertThat(law).isGreaterThan(fact + 0.05);
    }

    @Test
    void theScoreIsTheGainOfTheAssessment() {
        ChatRequest request = ChatRequest.of("Prove that the sum of two even integers is even.");
        Assessment assessment = scorer.assess(request);
        assertThat(assessment.gain()).isEqualTo(scorer.score(request));
        assertThat(assessment.kind()).isEqualTo(RequestKind.TASK);
        assertThat(assessment.hasEvidence()).isTrue();
    }

    @Test
    void wordsOfNoKnownLanguageAreNoEvidence() {
        assertThat(scorer.assess(ChatRequest.of("Zorbli kvantrix ploumdag, wexnitor hruffelz grobnakt yiptoquar?"))
                        .hasEvidence())
                .isFalse();
        assertThat(scorer.assess(ChatRequest.of("")).evidence()).isZero();
        assertThat(scorer.assess(ChatRequest.builder().system("Prove it.").build())
                        .hasEvidence())
                .isFalse();
    }

    @Test
    void anAgentThatIsStuckGainsMore() {
        ToolCall call = new ToolCall("1", "run", "{\"test\":\"all\"}");
        ToolCall again = new ToolCall("2", "run", "{\"test\":\"all\"}");
        ChatRequest.Builder fresh = ChatRequest.builder().user("Make the build green again.");
        double before = scorer.score(fresh.build());
        double stuck = scorer.score(fresh.add(new AssistantMessage(List.of(call)))
                .add(Message.toolResults(ToolResult.error(call, "exit 1")))
                .add(new AssistantMessage(List.of(again)))
                .add(Message.toolResults(ToolResult.error(again, "exit 1")))
                .build());
        assertThat(stuck).isGreaterThan(before + 0.05);
    }

    @Test
    void theLocaleDoesNotMatter() {
        ChatRequest request = ChatRequest.of("WHICH INTEGER IS THE LEAST LIKELY LIMIT OF THIS SERIES? I=1");
        double here = scorer.score(request);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(scorer.score(request)).isEqualTo(here);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void quantilesRise() {
        double before = Double.NEGATIVE_INFINITY;
        for (int percent = 0; percent <= 100; percent += 5) {
            double next = scorer.quantile(percent / 100.0);
            assertThat(next).isGreaterThanOrEqualTo(before);
            before = next;
        }
        assertThat(scorer.quantile(0.9)).isGreaterThan(scorer.quantile(0.1));
        assertThatThrownBy(() -> scorer.quantile(1.01)).hasMessageContaining("share");
    }

    @Test
    void theResourceIsSmall() throws IOException {
        try (InputStream in = ComplexityScorer.class.getResourceAsStream("complexity-model.bin")) {
            assertThat(in).isNotNull();
            assertThat(in.readAllBytes().length).isLessThan(1_500_000);
        }
    }

    @Test
    void nothingOfARequestIsShown() {
        assertThat(scorer.toString()).isEqualTo("ComplexityScorer[" + Feature.COUNT + " features]");
        assertThatThrownBy(() -> new Assessment(1.5, 0, RequestKind.TASK)).hasMessageContaining("gain");
        assertThatThrownBy(() -> new Assessment(0, -0.1, RequestKind.TASK)).hasMessageContaining("evidence");
    }
}
