package dev.portolan.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolResult;
import dev.portolan.evidence.check.GroundednessCheck.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GroundednessCheckTest {

    private static final String CONTEXT =
            "Invoice INV-2026-0042 of 3 March 2026 to Maria von Trapp: 1,250.00 EUR, 14 days, "
                    + "write to pay@example.com. The warranty covers damage by water.";

    private static Observation said(String answer) {
        return Observation.of(ChatRequest.of(CONTEXT), Seen.response(answer));
    }

    private static Double value(String answer, Kind... kinds) {
        return Seen.value(GroundednessCheck.of(kinds), said(answer));
    }

    @Test
    void numbersAreHeldAgainstThoseOfTheContextByValue() {
        assertThat(value("You owe 1.250,00 EUR within 14 days.", Kind.NUMBER)).isEqualTo(1);
        assertThat(value("You owe 1,250 EUR within 30 days.", Kind.NUMBER)).isEqualTo(0.5);
        assertThat(value("You owe 1,300 EUR within 30 days.", Kind.NUMBER)).isZero();
        assertThat(value("1. Pay 1,250 [7]\n2. Rest\n3) Sleep", Kind.NUMBER)).isEqualTo(1);
    }

    @Test
    void datesAreTheSameDayInAnyNotation() {
        for (String day : new String[] {
            "2026-03-03",
            "03.03.2026",
            "3/3/2026",
            "March 3, 2026",
            "3rd March 2026",
            "3. M\u00e4rz 2026",
            "3 mars 2026",
            "3 de marzo de 2026",
            "3 marzo 2026",
            "3 de mar\u00e7o de 2026",
            "3 maart 2026",
            "3 Mar 2026"
        }) {
            assertThat(value("It is of " + day + ".", Kind.DATE)).as(day).isEqualTo(1);
        }
        assertThat(value("It is of 4 March 2026.", Kind.DATE)).isZero();
        assertThat(value("It is of 2026-03-03, due on 2026-03-17.", Kind.DATE)).isEqualTo(0.5);
        // Day and month may be either way round with slashes.
        assertThat(Seen.value(
                        GroundednessCheck.of(Kind.DATE),
                        Observation.of(ChatRequest.of("on 2026-04-03"), Seen.response("on 3/4/2026"))))
                .isEqualTo(1);
    }

    @Test
    void datesAreNoNumbersUnlessThereIsNoSuchDay() {
        assertThat(GroundednessCheck.of(Kind.NUMBER)
                        .score(said("on 2030-01-01"))
                        .kind())
                .isEqualTo(Score.Kind.NOT_APPLICABLE);
        assertThat(value("on 45.45.2030", Kind.NUMBER)).isZero();
    }

    @Test
    void namesAndIdentifiersStandInTheContext() {
        assertThat(value("Maria von Trapp owes INV-2026-0042, says pay@example.com.", Kind.NAME))
                .isEqualTo(1);
        assertThat(value("Peter von Trapp pays.", Kind.NAME)).isZero();
        assertThat(value("See INV-2026-0043.", Kind.NAME)).isZero();
        assertThat(value("Write to help@example.com.", Kind.NAME)).isZero();
        assertThat(value("Dear Maria von Trapp, thanks.", Kind.NAME)).isEqualTo(1);
        assertThat(GroundednessCheck.of(Kind.NAME)
                        .score(said("Hello. This is it."))
                        .kind())
                .isEqualTo(Score.Kind.NOT_APPLICABLE);
    }

    @Test
    void sentencesAboutSomethingElseAreClaimsWithoutSupport() {
        assertThat(value("The warranty also covers damages caused by water.", Kind.CLAIM))
                .isEqualTo(1);
        assertThat(value("Our astronauts reached distant planets yesterday.", Kind.CLAIM))
                .isZero();
        assertThat(value(
                        "The warranty also covers damages caused by water. Our astronauts reached distant planets.",
                        Kind.CLAIM))
                .isEqualTo(0.5);
    }

    @Test
    void theContextIsMessagesToolResultsDocumentsAndSources() {
        ChatRequest request = ChatRequest.builder()
                .system("Number 11")
                .add(Message.user(
                        new TextPart("Number 12"),
                        new DocumentPart(
                                Media.of("Number 13".getBytes(StandardCharsets.UTF_8), "text/plain"), "notes")))
                .add(Message.toolResults(ToolResult.of(Seen.call("find", "{}"), "Number 14")))
                .build();
        Observation seen = Observation.builder(request, Seen.answer("11, 12, 13, 14, 15 and 16"))
                .expectations(Expectations.fromJson("{\"sources\":[{\"id\":\"a\",\"text\":\"Number 15\"}]}"))
                .build();
        assertThat(GroundednessCheck.standard().score(seen)).satisfies(score -> {
            assertThat(score.value()).isCloseTo(5.0 / 6, org.assertj.core.data.Offset.offset(1e-12));
            assertThat(score.reason()).isEqualTo("not in the context: 16");
        });
    }

    @Test
    void allKindsTogetherCountAlike() {
        assertThat(Seen.value(
                        GroundednessCheck.standard(),
                        said("Maria von Trapp owes 1,250.00 EUR since March 3, 2026 and 99 more.")))
                .isEqualTo(0.75);
        assertThat(GroundednessCheck.standard().name()).isEqualTo("groundedness");
        assertThatIllegalArgumentException().isThrownBy(GroundednessCheck::of);
    }
}
