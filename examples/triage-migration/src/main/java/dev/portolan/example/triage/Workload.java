package dev.portolan.example.triage;

import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.CitationCheck;
import dev.portolan.evidence.check.ExtractionCheck;
import dev.portolan.evidence.check.JsonChecks;
import dev.portolan.evidence.check.LabelCheck;
import dev.portolan.evidence.check.RefusalCheck;
import dev.portolan.evidence.check.TextChecks;
import dev.portolan.evidence.check.TextMatch;
import dev.portolan.evidence.check.ToolCallCheck;
import dev.portolan.evidence.check.ValueMatch;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.Objective;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * What the shop asks of a model: 145 requests of four kinds, what a right answer is, and how much worse a new model may be.
 *
 * <p>On margins: 63 tickets are sorted into a form, and 63 can show that a model is at most 5 points worse (52 are the fewest that
 * can). Of each other kind there are 27 or 28 requests, which can show 10 points (25 are the fewest) and no less, however equal the
 * models are. So 10 points it is for these: a claim of 5 would need twice the examples, and would be INCONCLUSIVE with these.
 */
final class Workload {

    private static final double FROM_63_TICKETS = 0.05;
    private static final double FROM_27_REQUESTS = 0.10;

    private Workload() {}

    static Dataset dataset() {
        return Dataset.resource("dev/portolan/example/triage/tickets.jsonl");
    }

    /** A form is right when all of it is: a ticket with a wrong order number helps nobody. Any wording of the summary does. */
    static List<Check> checks() {
        ExtractionCheck form = ExtractionCheck.matching(ValueMatch.LOOSE_TEXT)
                .field("/category", ValueMatch.ANY)
                .field("/summary", ValueMatch.ANY);
        return List.of(
                JsonChecks.requestedSchema().hardBreak(),
                LabelCheck.at("/category"),
                form.passingAt(1),
                form.named("fields"),
                ToolCallCheck.expected(),
                CitationCheck.all(),
                TextChecks.containsExpected(TextMatch.LOOSE),
                RefusalCheck.expected());
    }

    static Gate gate() {
        return Gate.builder()
                .margin("json-schema", FROM_63_TICKETS)
                .margin("label", FROM_63_TICKETS)
                .margin("extraction", FROM_63_TICKETS)
                .margin("tool-calls", FROM_27_REQUESTS)
                .margin("citations", FROM_27_REQUESTS)
                .margin("contains", FROM_27_REQUESTS)
                .margin("refusal", FROM_27_REQUESTS)
                .informational("fields")
                .objective(Objective.latency(0.95, Duration.ofSeconds(10)))
                .objective(Objective.costPerRequest(new BigDecimal("0.005")))
                .build();
    }
}
