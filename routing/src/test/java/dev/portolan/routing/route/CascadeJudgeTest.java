package dev.portolan.routing.route;

import static dev.portolan.routing.route.Scripted.error;
import static dev.portolan.routing.route.Scripted.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.AttemptBudget;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import dev.portolan.config.ConfigurationException;
import dev.portolan.error.Cancelled;
import dev.portolan.error.ErrorKind;
import dev.portolan.routing.complexity.Arm;
import dev.portolan.routing.complexity.TaskMeans;
import dev.portolan.routing.drill.FallbackDrill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CascadeJudgeTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Is water wet?");

    private final Scripted cheap = new Scripted("small");
    private final Scripted strong = new Scripted("large");
    private final Scripted judge = new Scripted("judging");
    private final TaskMeans means = new TaskMeans(new TaskMeans.Settings(10, 1000, 0));

    private CascadeModel judgedBy(JudgeRules rules) {
        List<Acceptance> checks = new ArrayList<>();
        checks.add(Acceptance.judged(new Target("judge", judge), rules));
        checks.addAll(Acceptance.FREE);
        return new CascadeModel(
                "extract", List.of(new Target("cheap", cheap), new Target("strong", strong)), checks, means);
    }

    private static JudgeRules escalating() {
        return new JudgeRules("Is it right?", 0.5, true);
    }

    private ChatResponse grade(int grade) {
        return judge.answer("{\"reason\":\"Secret words\",\"grade\":" + grade + "}");
    }

    private static List<String> outcomes(List<Attempt> trail) {
        return trail.stream().map(one -> one.model() + " " + one.outcome()).toList();
    }

    @Test
    void anAnswerThatIsJudgedGoodIsTakenAndTheJudgeIsOnTheTrail() {
        cheap.then(cheap.answer("Yes."));
        judge.then(grade(3));

        ChatResponse response = judgedBy(JudgeRules.DEFAULT).chat(REQUEST);

        assertThat(response.text()).isEqualTo("Yes.");
        assertThat(outcomes(response.attempts())).containsExactly("judging ok", "small ok");
        assertThat(response.attempts().get(0).note()).isEqualTo("judge: 0.5");
        assertThat(response.attempts().get(0).usage()).isEqualTo(Usage.of(12, 5));
        assertThat(response.attempts().get(1).usage()).isNull();
        assertThat(response.warnings()).isEmpty();
        assertThat(strong.calls()).isZero();
    }

    @Test
    void anAnswerThatIsJudgedBadIsNotTaken() {
        cheap.then(cheap.answer("No."));
        judge.then(grade(2));
        strong.then(strong.answer("Yes."));

        ChatResponse response = judgedBy(JudgeRules.DEFAULT).chat(REQUEST);

        assertThat(response.text()).isEqualTo("Yes.");
        assertThat(outcomes(response.attempts())).containsExactly("small ok", "judging ok", "large ok");
        assertThat(response.attempts().get(0).note()).isEqualTo("not taken: judged below 0.5: 0.25");
        assertThat(response.attempts().get(1).usage()).isEqualTo(Usage.of(12, 5));
        assertThat(response.warnings())
                .containsExactly(new Warning(
                        "escalated",
                        "model",
                        "strong answered, since the answer of cheap was not taken: judged below 0.5: 0.25"));
        assertThat(response.attempts().toString()).doesNotContain("Secret", "water");
        assertThat(judge.calls()).isEqualTo(1);
    }

    @Test
    void theJudgeIsNotAskedWhatIsFoundForNothing() {
        cheap.then(cheap.answer("Y", FinishReason.Kind.LENGTH));
        strong.then(strong.answer("Yes."));

        judgedBy(JudgeRules.DEFAULT).chat(REQUEST);

        assertThat(judge.calls()).isZero();
    }

    @Test
    void withoutAVerdictTheAnswerIsKeptWithAWarning() {
        cheap.then(cheap.answer("Yes."), cheap.answer("Yes."));
        judge.then(error(ErrorKind.UNAVAILABLE), judge.answer("Quite good."));
        CascadeModel model = judgedBy(JudgeRules.DEFAULT);

        ChatResponse failed = model.chat(REQUEST);
        ChatResponse vague = model.chat(REQUEST);

        assertThat(outcomes(failed.attempts())).containsExactly("judging unavailable", "small ok");
        assertThat(failed.warnings()).extracting(Warning::code).containsExactly("not-judged");
        assertThat(vague.attempts().get(0).note()).isEqualTo("judge: no verdict");
        assertThat(vague.attempts().get(0).usage()).isEqualTo(Usage.of(12, 5));
        assertThat(vague.warnings()).extracting(Warning::code).containsExactly("not-judged");
    }

    @Test
    void withoutAVerdictTheNextIsAskedWhereThatIsWanted() {
        cheap.then(cheap.answer("Yes."));
        judge.then(error(ErrorKind.CIRCUIT_OPEN));
        strong.then(strong.answer("Yes!"));

        ChatResponse response = judgedBy(escalating()).chat(REQUEST);

        assertThat(response.text()).isEqualTo("Yes!");
        assertThat(response.attempts().get(0).note()).isEqualTo("not taken: the judge judge gave no verdict");
    }

    @Test
    void theJudgeLeavesAnAttemptForTheNextModel() {
        cheap.then(cheap.answer("No."), cheap.answer("No."));
        judge.then((Scripted.Step) context -> {
            AttemptBudget share = context.attemptBudget();
            while (share != null && share.tryTake()) {
                assertThat(share.remaining()).isZero();
            }
            return grade(1);
        });
        strong.then(strong.answer("Yes."));
        AttemptBudget three = new AttemptBudget(3);
        CascadeModel model = judgedBy(JudgeRules.DEFAULT);

        assertThat(model.chat(
                                REQUEST,
                                CallContext.builder().attemptBudget(three).build())
                        .text())
                .isEqualTo("Yes.");
        assertThat(three.remaining()).isZero();

        ChatResponse unjudged = model.chat(
                REQUEST,
                CallContext.builder().attemptBudget(new AttemptBudget(2)).build());
        assertThat(judge.calls()).isEqualTo(1);
        assertThat(unjudged.warnings().get(0).message()).endsWith("no attempt was left for the judge");
    }

    @Test
    void theJudgeIsBoundToTheCallButIsAnotherRequest() {
        cheap.then(cheap.answer("Yes."));
        judge.then(grade(5));
        Deadline deadline = Deadline.in(Duration.ofMinutes(5));

        judgedBy(JudgeRules.DEFAULT)
                .chat(
                        REQUEST,
                        CallContext.builder()
                                .deadline(deadline)
                                .idempotencyKey("order-7")
                                .tenant("acme")
                                .build());

        CallContext seen = judge.contexts.get(0);
        assertThat(seen.deadline()).isSameAs(deadline);
        assertThat(seen.idempotencyKey()).isNull();
        assertThat(seen.tenant()).isEqualTo("acme");
    }

    @Test
    void aCallThatIsCancelledWhileItIsJudgedEnds() {
        Cancellation cancellation = new Cancellation();
        cheap.then(cheap.answer("Yes."));
        judge.then((Scripted.Step) context -> {
            cancellation.cancel();
            Cancellation linked = context.cancellation();
            assertThat(linked != null && linked.isCancelled()).isTrue();
            return error(ErrorKind.CANCELLED);
        });

        assertThatThrownBy(() -> judgedBy(JudgeRules.DEFAULT)
                        .chat(
                                REQUEST,
                                CallContext.builder().cancellation(cancellation).build()))
                .isInstanceOfSatisfying(Cancelled.class, e -> {
                    assertThat(outcomes(e.attempts())).containsExactly("small ok", "judging cancelled");
                    assertThat(e.attempts().get(0).usage()).isEqualTo(Usage.of(12, 5));
                });
        assertThat(strong.calls()).isZero();
    }

    @Test
    void whatIsJudgedIsLearntOfTheCheapModelAlone() {
        CallContext task = CallContext.builder().taskKey("wet").build();
        CascadeModel model = judgedBy(JudgeRules.DEFAULT);
        for (int i = 0; i < 100; i++) {
            cheap.then(cheap.answer("No."));
            judge.then(error(ErrorKind.UNAVAILABLE));
            model.chat(REQUEST, task);
        }
        String unknown = means.toJson();
        for (int i = 0; i < 100; i++) {
            cheap.then(cheap.answer("No."));
            judge.then(grade(1));
            strong.then(strong.answer("Yes."));
            model.chat(REQUEST, task);
        }

        TaskMeans expected = new TaskMeans(new TaskMeans.Settings(10, 1000, 0));
        assertThat(unknown).isEqualTo(expected.toJson());
        for (int i = 0; i < 100; i++) {
            expected.record("wet", Arm.CHEAP, 0);
        }
        assertThat(means.toJson()).isEqualTo(expected.toJson());
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new JudgeRules(" ", 0.5, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new JudgeRules("Good?", 1.1, false));
        assertThat(new JudgeRules("Secret words", 0.5, false).toString()).doesNotContain("Secret");
        assertThat(Acceptance.judged(new Target("judge", judge), JudgeRules.DEFAULT))
                .hasToString("judged by judge, " + JudgeRules.DEFAULT);
    }

    @Test
    void aJudgeCanBeAskedOutsideOfACascade() {
        judge.then(grade(1));

        assertThat(Acceptance.judged(new Target("judge", judge), JudgeRules.DEFAULT)
                        .rejection(REQUEST, CallContext.EMPTY, cheap.answer("No.")))
                .isEqualTo("judged below 0.5: 0.0");
    }

    @Test
    void propertiesAloneMakeOne() {
        try (Portolan portolan = configuration()
                .property("portolan.models.extract.judge", "judge")
                .property("portolan.models.extract.judge-threshold", "0.8")
                .property("portolan.models.extract.judge-rubric", "Is it right?")
                .property("portolan.models.extract.judge-on-failure", "escalate")
                .property("portolan.models.extract.stream", "buffered")
                .build()) {
            cheap.then(List.of(text("No."), cheap.answer("No.")), cheap.answer("No."));
            judge.then(grade(4), error(ErrorKind.UNAVAILABLE));
            strong.then(List.of(text("Yes."), strong.answer("Yes.")), strong.answer("Yes."));

            try (ChatStream stream = portolan.chatModel("extract").stream(REQUEST)) {
                assertThat(stream.response().attempts().get(0).note()).isEqualTo("not taken: judged below 0.8: 0.75");
            }
            assertThat(portolan.chatModel("extract").chat(REQUEST).text()).isEqualTo("Yes.");
            assertThat(portolan.describe("extract").targets()).containsExactly("cheap", "strong", "judge");
        }
        assertRefused("judge", "cheap", "one of the targets");
        assertRefused("judge", "nobody", "nobody");
        assertRefused("judge-threshold", "2", "judge-threshold: must be from 0 to 1");
    }

    @Test
    void aDrillDoesNotTakeTheJudgeForWhoAnswered() {
        Map<String, Scripted> models = Map.of("cheap", cheap, "strong", strong, "judge", judge);
        FallbackDrill drill = FallbackDrill.builder().build();
        Portolan.Builder builder = Portolan.builder()
                .isolated()
                .extension(new StagedProvider((name, connection) -> Objects.requireNonNull(models.get(name))))
                .extension(new CascadeRouter())
                .extension(drill.extension())
                .property("portolan.models.extract.provider", "cascade")
                .property("portolan.models.extract.targets", "cheap,strong")
                .property("portolan.models.extract.judge", "judge");
        for (String name : models.keySet()) {
            builder.property("portolan.models." + name + ".provider", "staged")
                    .property("portolan.models." + name + ".model", name);
        }
        cheap.then(cheap.answer("ready"));
        strong.then(strong.answer("ready"), List.of(strong.answer("ready")));
        judge.then(grade(5), grade(5));
        try (Portolan portolan = builder.build()) {
            assertThat(drill.run(portolan).routers().get(0).steps())
                    .filteredOn(step -> !step.streamed())
                    .extracting(step -> step.failing() + " " + step.answeredBy())
                    .containsExactly("[cheap] strong", "[strong] cheap", "[] judge");
        }
    }

    private void assertRefused(String setting, String value, String message) {
        assertThatThrownBy(() -> configuration()
                        .property("portolan.models.extract." + setting, value)
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    private Portolan.Builder configuration() {
        return Portolan.builder()
                .isolated()
                .extension(new CascadeRouter())
                .model("cheap", cheap)
                .model("strong", strong)
                .model("judge", judge)
                .property("portolan.models.extract.provider", "cascade")
                .property("portolan.models.extract.targets", "cheap,strong");
    }
}
