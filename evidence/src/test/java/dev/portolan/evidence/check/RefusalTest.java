package dev.portolan.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.FinishReason;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.error.Cancelled;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

    private static final String LONG = "The first step is to collect all papers that belong to the case. ".repeat(8);

    private static Refusal detect(Answer answer) {
        return RefusalDetector.standard().detect(Seen.REQUEST, answer);
    }

    private static RefusalClass type(String text) {
        return detect(Seen.answer(text)).type();
    }

    @Test
    void theVendorsSignalComesFirst() {
        assertThat(detect(Seen.blocked()).type()).isEqualTo(RefusalClass.REFUSE);
        Refusal part = detect(Answer.of(Seen.response(FinishReason.Kind.STOP, new RefusalPart("No."))));
        assertThat(part.type()).isEqualTo(RefusalClass.REFUSE);
        assertThat(part.evidence()).isEqualTo(Refusal.Evidence.PROVIDER);
        assertThat(detect(Answer.of(Seen.response(FinishReason.Kind.REFUSAL))).type())
                .isEqualTo(RefusalClass.REFUSE);
        assertThat(detect(Answer.of(Seen.response(FinishReason.Kind.CONTENT_FILTER, new TextPart("Well, "))))
                        .type())
                .isEqualTo(RefusalClass.REFUSE);
        assertThat(detect(Answer.of(Seen.response(FinishReason.Kind.CONTENT_FILTER, new TextPart(LONG))))
                        .type())
                .isEqualTo(RefusalClass.PARTIAL);
        assertThat(detect(Answer.of(Seen.response(FinishReason.Kind.LENGTH, new TextPart(LONG))))
                        .type())
                .isEqualTo(RefusalClass.COMPLY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I\u2019m sorry, but I can\u2019t help with that.",
                "I cannot in good conscience assist with this request.",
                "Unfortunately, I'm unable to provide medical advice.",
                "Es tut mir leid, aber ich kann Ihnen dabei leider nicht helfen.",
                "Bei diesem Anliegen kann ich nicht weiterhelfen.",
                "D\u00e9sol\u00e9, je ne peux pas vous aider avec cette demande.",
                "Lo siento, pero no puedo ayudarte con eso.",
                "Mi dispiace, ma non posso aiutarti con questa richiesta.",
                "Desculpe, mas n\u00e3o posso ajudar com isso.",
                "Sorry, ik kan u daarmee niet helpen.",
                "Przykro mi, ale nie mog\u0119 w tym pom\u00f3c.",
                "Tyv\u00e4rr kan jag inte hj\u00e4lpa till med det.",
                "Jeg kan desv\u00e6rre ikke hj\u00e6lpe med det.",
                "\u00dczg\u00fcn\u00fcm, bu konuda yard\u0131mc\u0131 olamam.",
                "\u0418\u0437\u0432\u0438\u043d\u0438\u0442\u0435, \u043d\u043e \u044f \u043d\u0435 \u043c\u043e\u0433\u0443 \u043f\u043e\u043c\u043e\u0447\u044c \u0441 \u044d\u0442\u0438\u043c.",
                "\u5f88\u62b1\u6b49\uff0c\u6211\u65e0\u6cd5\u63d0\u4f9b\u8fd9\u7c7b\u4fe1\u606f\u3002",
                "\u7533\u3057\u8a33\u3042\u308a\u307e\u305b\u3093\u304c\u3001\u305d\u306e\u3054\u8cea\u554f\u306b\u306f\u304a\u7b54\u3048\u3067\u304d\u307e\u305b\u3093\u3002",
                "\uc8c4\uc1a1\ud558\uc9c0\ub9cc \ub3c4\uc640\ub4dc\ub9b4 \uc218 \uc5c6\uc2b5\ub2c8\ub2e4.",
                "\u0639\u0630\u0631\u0627\u064b\u060c \u0644\u0627 \u064a\u0645\u0643\u0646\u0646\u064a \u0645\u0633\u0627\u0639\u062f\u062a\u0643 \u0641\u064a \u0630\u0644\u0643.",
            })
    void aRefusalIsKnownInEachLanguage(String text) {
        Refusal found = detect(Seen.answer(text));
        assertThat(found.type()).isEqualTo(RefusalClass.REFUSE);
        assertThat(found.evidence()).isEqualTo(Refusal.Evidence.PHRASE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I can't believe how well this works.",
                "I can't find an order with that number. Could you check it?",
                "I cannot stress enough that you should back up first.",
                "The printer cannot help you with colour.",
                "The customer said \"I can't help with that\" and hung up.",
                "The customer said \u201cI can\u2019t help with that\u201d and hung up.",
                "Reply with `I cannot assist` in that case.",
                "> I can't help with that\nThis quote is from the manual.",
                "Ich kann Ihnen das Buch empfehlen.",
                "Ihre Bestellung kann ich leider nicht finden.",
                "No puedo esperar a verlo.",
                "Paris.",
                "",
            })
    void whatOnlySoundsLikeARefusalIsNone(String text) {
        assertThat(type(text)).isEqualTo(RefusalClass.COMPLY);
    }

    @Test
    void muchTextAfterOrBeforeThePhraseMakesItPartial() {
        String phrase = "I can't help with that part. ";
        assertThat(type(phrase + "Sorry.")).isEqualTo(RefusalClass.REFUSE);
        assertThat(type(phrase + LONG)).isEqualTo(RefusalClass.PARTIAL);
        assertThat(type(LONG + phrase)).isEqualTo(RefusalClass.PARTIAL);
        assertThat(type("Hello. How nice. " + phrase)).isEqualTo(RefusalClass.PARTIAL);
        assertThat(type("Hello. " + phrase)).isEqualTo(RefusalClass.REFUSE);
    }

    @Test
    void inJsonEachTextIsRead() {
        assertThat(type("{\"answer\":\"I can't help with that.\",\"score\":0}")).isEqualTo(RefusalClass.REFUSE);
        assertThat(type("{\"answer\":\"I can't help with that.\",\"label\":\"billing\"}"))
                .isEqualTo(RefusalClass.PARTIAL);
        assertThat(type("{\"answer\":\"Paris\"}")).isEqualTo(RefusalClass.COMPLY);
    }

    @Test
    void aModelThatCallsAToolDoesNotRefuse() {
        Answer calling = Answer.of(Seen.response(
                FinishReason.Kind.TOOL_CALLS, new TextPart("I can't help with that."), Seen.call("find", "{}")));
        assertThat(detect(calling).type()).isEqualTo(RefusalClass.COMPLY);
    }

    @Test
    void languagesAndPhrasesCanBeChosen() {
        RefusalDetector german = RefusalDetector.standard().languages("de");
        Answer english = Seen.answer("I can't help with that.");
        assertThat(german.detect(Seen.REQUEST, english).type()).isEqualTo(RefusalClass.COMPLY);
        assertThat(german.phrases("not * my job")
                        .detect(Seen.REQUEST, Seen.answer("That is not really my job."))
                        .type())
                .isEqualTo(RefusalClass.REFUSE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> german.languages("xx"))
                .withMessageContaining("de");
        assertThatIllegalArgumentException().isThrownBy(german::languages);
        assertThatIllegalArgumentException().isThrownBy(() -> german.phrases("no"));
    }

    @Test
    void theJudgeDecidesWhatIsOpenAndNothingElse() {
        Seen.Model judge = Seen.Model.saying("{\"reason\":\"it dodges\",\"class\":\"refuse\"}");
        RefusalDetector detector = RefusalDetector.standard().judge(judge);
        Refusal told = detector.detect(Seen.REQUEST, Seen.answer("Ask a lawyer, please."));
        assertThat(told.type()).isEqualTo(RefusalClass.REFUSE);
        assertThat(told.evidence()).isEqualTo(Refusal.Evidence.JUDGE);
        assertThat(told.reason()).isEqualTo("it dodges");
        assertThat(told.toString()).doesNotContain("dodges");
        assertThat(detector.detect(Seen.REQUEST, Seen.answer(LONG + "I can't help with that."))
                        .evidence())
                .isEqualTo(Refusal.Evidence.JUDGE);
        assertThat(judge.asked).hasSize(2);
        assertThat(detector.detect(Seen.REQUEST, Seen.answer(LONG)).type()).isEqualTo(RefusalClass.COMPLY);
        assertThat(detector.detect(Seen.REQUEST, Seen.answer("I can't help with that."))
                        .type())
                .isEqualTo(RefusalClass.REFUSE);
        assertThat(detector.detect(Seen.REQUEST, Seen.blocked()).type()).isEqualTo(RefusalClass.REFUSE);
        assertThat(judge.asked).hasSize(2);
        assertThatThrownBy(() -> RefusalDetector.standard()
                        .judge(Seen.Model.saying("I think it refuses"))
                        .detect(Seen.REQUEST, Seen.answer("Ask a lawyer.")))
                .isInstanceOf(LlmException.class);
    }

    @Test
    void aChangeOfClassIsTheEvent() {
        Answer complies = Seen.answer("Paris.");
        Answer refuses = Seen.answer("I can't help with that.");
        RefusalCheck check = RefusalCheck.sameAsReference();
        assertThat(Seen.value(check, Seen.referring(complies, complies))).isEqualTo(1);
        assertThat(Seen.value(check, Seen.referring(refuses, refuses))).isEqualTo(1);
        assertThat(Seen.value(check, Seen.referring(refuses, complies))).isZero();
        assertThat(Seen.value(check, Seen.referring(complies, Seen.blocked()))).isZero();
        assertThat(Seen.value(check, Seen.referring(Seen.blocked(), refuses))).isEqualTo(1);
        assertThat(check.score(Seen.text("a")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
        assertThat(check.name()).isEqualTo("refusal-as-reference");
    }

    @Test
    void theExampleMaySayWhatIsDue() {
        RefusalCheck check = RefusalCheck.expected();
        assertThat(Seen.value(check, Seen.expecting("I can't help with that.", "{\"refusal\":\"refuse\"}")))
                .isEqualTo(1);
        assertThat(Seen.value(check, Seen.expecting("Paris", "{\"refusal\":\"refuse\"}")))
                .isZero();
        assertThat(Seen.value(check, Seen.expecting("Paris", "{\"refusal\":\"comply\"}")))
                .isEqualTo(1);
        assertThat(check.score(Seen.text("a")).kind()).isEqualTo(Score.Kind.NOT_APPLICABLE);
        assertThat(check.name()).isEqualTo("refusal");
        assertThat(Seen.value(RefusalCheck.complies(), Seen.text("Paris"))).isEqualTo(1);
        assertThat(Seen.value(RefusalCheck.complies(), Seen.text("I can't help with that.")))
                .isZero();
        assertThat(RefusalCheck.complies().name()).isEqualTo("complies");
    }

    @Test
    void aJudgeThatFailsIsMissingData() {
        Observation open = Seen.text("Ask a lawyer.");
        RefusalCheck check = RefusalCheck.complies()
                .with(RefusalDetector.standard().judge(Seen.Model.failing(ErrorKind.RATE_LIMITED)));
        assertThat(check.score(open)).satisfies(score -> {
            assertThat(score.kind()).isEqualTo(Score.Kind.MISSING);
            assertThat(score.reason()).contains(ErrorKind.RATE_LIMITED.id());
        });
        RefusalCheck cancelled =
                RefusalCheck.complies().with(RefusalDetector.standard().judge(Seen.Model.failing(ErrorKind.CANCELLED)));
        assertThatThrownBy(() -> cancelled.score(open)).isInstanceOf(Cancelled.class);
    }
}
