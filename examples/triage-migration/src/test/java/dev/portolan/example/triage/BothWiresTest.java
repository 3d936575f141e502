package dev.portolan.example.triage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.Portolan;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatResponse;
import dev.portolan.evidence.check.Answer;
import dev.portolan.evidence.check.Observation;
import dev.portolan.evidence.check.ScoreCard;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.Example;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each request over both wires, one by one: what is wrong is wrong on purpose. */
class BothWiresTest {

    private static final Dataset DATASET = Workload.dataset();

    private static Clouds clouds;
    private static Portolan portolan;

    @BeforeAll
    static void start() {
        clouds = Clouds.quick(DATASET);
        portolan = clouds.into(Portolan.builder()).build();
    }

    @AfterAll
    static void stop() {
        portolan.close();
        clouds.close();
    }

    @Test
    void thePresentModelErrsOnFourRequests() {
        assertThat(wrong("present"))
                .containsExactlyInAnyOrder(
                        "label en-gift-card",
                        "label nasty-mixed-languages",
                        "extraction nasty-fake-json",
                        "fields nasty-fake-json",
                        "tool-calls tool-nasty-noise");
    }

    @Test
    void theNextModelErrsWhereItIsMeantToAndWhereBothDo() {
        Set<String> planned = new TreeSet<>(
                Set.of("label en-gift-card", "label nasty-mixed-languages", "tool-calls tool-nasty-noise"));
        for (PlantedRegression regression : PlantedRegression.values()) {
            DATASET.examples().stream().filter(regression::concerns).forEach(example -> {
                planned.add(regression.metric() + " " + example.id());
                if (regression == PlantedRegression.LOST_DEADLINES) {
                    planned.add("fields " + example.id());
                }
            });
        }

        assertThat(wrong("next")).containsExactlyInAnyOrderElementsOf(planned);
    }

    @Test
    void wordingVariesAndNothingElseDoes() {
        ChatModel model = portolan.chatModel("present");
        Example question = DATASET.examples().stream()
                .filter(example -> example.id().equals("kb-return-period"))
                .findFirst()
                .orElseThrow();
        Set<String> answers = new TreeSet<>();
        for (int i = 0; i < 12; i++) {
            answers.add(model.chat(question.request()).text());
        }

        assertThat(answers)
                .hasSizeGreaterThan(1)
                .allSatisfy(answer ->
                        assertThat(answer).startsWith(question.expectations().text()));
    }

    @Test
    void eachModelIsBehindItsOwnCloud() {
        Example question = DATASET.examples().get(0);
        ChatResponse present = portolan.chatModel("present").chat(question.request());
        ChatResponse next = portolan.chatModel("next").chat(question.request());

        assertThat(present.provider()).isEqualTo("azure");
        assertThat(present.model()).isEqualTo("gpt-4o-mini-2024-07-18");
        assertThat(present.warnings()).isEmpty();
        assertThat(next.provider()).isEqualTo("bedrock");
        assertThat(next.model()).contains("claude-haiku-4-5");
        assertThat(next.warnings()).isEmpty();
    }

    private static Set<String> wrong(String name) {
        ChatModel model = portolan.chatModel(name);
        Set<String> wrong = new TreeSet<>();
        for (Example example : DATASET.examples()) {
            ChatResponse response = model.chat(example.request());
            Observation seen = Observation.builder(example.request(), Answer.of(response))
                    .expectations(example.expectations())
                    .tags(example.tags())
                    .build();
            for (ScoreCard.Entry entry : ScoreCard.of(Workload.checks(), seen).entries()) {
                Double score = entry.score().value();
                if (score != null && score < 1) {
                    wrong.add(entry.check() + " " + example.id());
                }
            }
        }
        return wrong;
    }
}
