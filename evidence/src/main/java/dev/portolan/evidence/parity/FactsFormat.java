package dev.portolan.evidence.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.evidence.stats.Verdict;
import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/** How a run was made, what follows from it and what people said, as JSON. */
final class FactsFormat {

    private FactsFormat() {}

    static ObjectNode write(RunFacts facts) {
        ObjectNode out = ParityReportFormat.MAPPER
                .createObjectNode()
                .put("dataset", facts.dataset())
                .put("datasetHash", facts.datasetHash())
                .put("examples", facts.examples())
                .put("repeats", facts.repeats())
                .put("seed", facts.seed())
                .put("mode", facts.mode())
                .put("libraryVersion", facts.libraryVersion())
                .put("started", facts.started().toString())
                .put("ended", facts.ended().toString());
        out.set("source", write(facts.source()));
        out.set("target", write(facts.target()));
        facts.judges().forEach(out.putArray("judges")::add);
        out.put("currency", facts.currency()).put("spent", facts.spent()).put("stoppedEarly", facts.stoppedEarly());
        facts.warnings().forEach(out.putArray("warnings")::add);
        return out;
    }

    private static ObjectNode write(SideFacts side) {
        ObjectNode out = ParityReportFormat.MAPPER
                .createObjectNode()
                .put("name", side.name())
                .put("provider", side.provider())
                .put("model", side.model());
        side.answered().forEach(out.putArray("answered")::add);
        out.put("promptHash", side.promptHash());
        side.parameters().forEach(out.putObject("parameters")::put);
        return out.put("calls", side.calls())
                .put("failed", side.failed())
                .put("rejected", side.rejected())
                .put("replayed", side.replayed());
    }

    static RunFacts facts(Fields in) {
        return new RunFacts(
                in.text("dataset"),
                in.text("datasetHash"),
                in.whole("examples"),
                in.whole("repeats"),
                in.large("seed"),
                in.text("mode"),
                in.text("libraryVersion"),
                in.instant("started"),
                in.instant("ended"),
                side(in.object("source")),
                side(in.object("target")),
                in.texts("judges"),
                in.text("currency"),
                in.has("spent") ? in.document("spent", BigDecimal::new) : null,
                in.truth("stoppedEarly"),
                in.texts("warnings"));
    }

    private static SideFacts side(Fields in) {
        return new SideFacts(
                in.text("name"),
                in.text("provider"),
                in.text("model"),
                new TreeSet<>(in.texts("answered")),
                in.text("promptHash"),
                in.map("parameters", JsonNode::textValue),
                in.whole("calls"),
                in.whole("failed"),
                in.whole("rejected"),
                in.whole("replayed"));
    }

    static ObjectNode write(ParityReport.Conclusion conclusion) {
        ObjectNode out = ParityReportFormat.MAPPER.createObjectNode().put("verdict", Fields.word(conclusion.verdict()));
        conclusion.reasons().forEach(out.putArray("reasons")::add);
        out.put("change", conclusion.change());
        OptionalInt more = conclusion.moreExamples();
        return out.put("moreExamples", more.isPresent() ? Integer.valueOf(more.getAsInt()) : null);
    }

    static ParityReport.Conclusion conclusion(Fields in) {
        return new ParityReport.Conclusion(
                in.word("verdict", Verdict.class),
                in.texts("reasons"),
                in.text("change"),
                in.optionalWhole("moreExamples"));
    }

    static ObjectNode write(ReviewResult reviews) {
        ObjectNode out = ParityReportFormat.MAPPER.createObjectNode();
        ArrayNode decisions = out.putArray("decisions");
        reviews.decisions().forEach(one -> decisions.add(write(one)));
        ObjectNode agreement = out.putObject("agreement");
        reviews.agreement().forEach((metric, kappa) -> agreement.put(metric, ResultFormat.finite(kappa)));
        return out.put("reviewersAgreement", ResultFormat.finite(reviews.reviewersAgreement()));
    }

    static ObjectNode write(ReviewDecision decision) {
        return ParityReportFormat.MAPPER
                .createObjectNode()
                .put("example", decision.example())
                .put("choice", Fields.word(decision.choice()))
                .put("reviewer", decision.reviewer())
                .put("at", decision.at().toString())
                .put("note", decision.note());
    }

    static ReviewResult reviews(Fields in) {
        Map<String, Double> agreement =
                in.map("agreement", value -> value.isNull() ? Double.valueOf(Double.NaN) : number(value));
        return new ReviewResult(
                in.list("decisions", FactsFormat::decision), agreement, in.number("reviewersAgreement", Double.NaN));
    }

    static @org.jspecify.annotations.Nullable Double number(JsonNode value) {
        return value.isNumber() ? value.doubleValue() : null;
    }

    private static ReviewDecision decision(Fields in) {
        return new ReviewDecision(
                in.text("example"),
                in.word("choice", ReviewDecision.Choice.class),
                in.text("reviewer"),
                in.instant("at"),
                in.textOrNull("note"));
    }
}
