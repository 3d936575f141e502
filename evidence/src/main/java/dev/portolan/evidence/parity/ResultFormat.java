package dev.portolan.evidence.parity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.evidence.stats.Interval;
import dev.portolan.evidence.stats.NonInferiority;
import dev.portolan.evidence.stats.PairedOutcomes;
import dev.portolan.evidence.stats.Quantile;
import dev.portolan.evidence.stats.Verdict;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Figures as JSON. What is not known, no number or without end is null. */
final class ResultFormat {

    private ResultFormat() {}

    private static ObjectNode object() {
        return ParityReportFormat.MAPPER.createObjectNode();
    }

    static @Nullable Double finite(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    static ObjectNode write(MetricResult one) {
        ObjectNode out = object().put("metric", one.metric())
                .put("role", Fields.word(one.role()))
                .put("scale", Fields.word(one.scale()))
                .put("source", finite(one.source()))
                .put("target", finite(one.target()))
                .put("examples", one.examples())
                .put("clusters", one.clusters());
        PairedOutcomes cells = one.cells();
        out.set(
                "cells",
                cells == null
                        ? null
                        : object().put("both", cells.both())
                                .put("sourceOnly", cells.sourceOnly())
                                .put("targetOnly", cells.targetOnly())
                                .put("neither", cells.neither()));
        out.put("newHardBreaks", one.newHardBreaks())
                .put("missing", one.missing())
                .put("margin", one.margin());
        NonInferiority finding = one.finding();
        out.set("finding", finding == null ? null : write(finding));
        return out.put("adjustedP", finite(one.adjustedP()))
                .put("verdict", Fields.word(one.verdict()))
                .put("reason", one.reason());
    }

    static MetricResult metric(Fields in) {
        return new MetricResult(
                in.text("metric"),
                in.word("role", Role.class),
                in.word("scale", Scale.class),
                in.number("source", Double.NaN),
                in.number("target", Double.NaN),
                in.whole("examples"),
                in.whole("clusters"),
                in.objectOrNull(
                        "cells",
                        cells -> new PairedOutcomes(
                                cells.whole("both"),
                                cells.whole("sourceOnly"),
                                cells.whole("targetOnly"),
                                cells.whole("neither"))),
                in.whole("newHardBreaks"),
                in.number("missing"),
                in.number("margin"),
                in.objectOrNull("finding", ResultFormat::finding),
                in.number("adjustedP", Double.NaN),
                in.word("verdict", Verdict.class),
                in.text("reason"));
    }

    private static ObjectNode write(NonInferiority finding) {
        ObjectNode out = object().put("verdict", Fields.word(finding.verdict()))
                .put("examples", finding.examples())
                .put("estimate", finding.estimate());
        out.set("interval", write(finding.interval()));
        OptionalInt more = finding.moreExamples();
        return out.put("limit", finding.limit())
                .put("regressionP", finite(finding.regressionP()))
                .put("moreExamples", more.isPresent() ? Integer.valueOf(more.getAsInt()) : null);
    }

    private static NonInferiority finding(Fields in) {
        return new NonInferiority(
                in.word("verdict", Verdict.class),
                in.whole("examples"),
                in.number("estimate"),
                interval(in.object("interval")),
                in.number("limit"),
                in.number("regressionP", Double.NaN),
                in.optionalWhole("moreExamples"));
    }

    private static @Nullable ObjectNode write(@Nullable Interval interval) {
        return interval == null
                ? null
                : object().put("lower", finite(interval.lower())).put("upper", finite(interval.upper()));
    }

    private static Interval interval(Fields in) {
        return new Interval(in.number("lower", Double.NEGATIVE_INFINITY), in.number("upper", Double.POSITIVE_INFINITY));
    }

    static ObjectNode write(MeasureResult one) {
        ObjectNode out = object().put("measure", one.measure()).put("unit", one.unit());
        out.set("source", write(one.source()));
        out.set("target", write(one.target()));
        out.put("ratio", finite(one.ratio()));
        out.set("ratioInterval", write(one.ratioInterval()));
        return out.put("medianRatio", finite(one.medianRatio()));
    }

    private static @Nullable ObjectNode write(MeasureResult.@Nullable Figures figures) {
        if (figures == null) {
            return null;
        }
        ObjectNode out = object().put("samples", figures.samples())
                .put("unknown", figures.unknown())
                .put("mean", figures.mean());
        out.set("meanInterval", write(figures.meanInterval()));
        ArrayNode quantiles = out.putArray("quantiles");
        for (Quantile one : figures.quantiles()) {
            quantiles
                    .addObject()
                    .put("p", one.p())
                    .put("samples", one.samples())
                    .put("value", one.value())
                    .put("lower", boxed(one.lower()))
                    .put("upper", boxed(one.upper()));
        }
        return out;
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    static MeasureResult measure(Fields in) {
        return new MeasureResult(
                in.text("measure"),
                in.text("unit"),
                in.objectOrNull("source", ResultFormat::figures),
                in.objectOrNull("target", ResultFormat::figures),
                in.numberOrNull("ratio"),
                in.objectOrNull("ratioInterval", ResultFormat::interval),
                in.numberOrNull("medianRatio"));
    }

    private static MeasureResult.Figures figures(Fields in) {
        return new MeasureResult.Figures(
                in.whole("samples"),
                in.whole("unknown"),
                in.number("mean"),
                interval(in.object("meanInterval")),
                in.list(
                        "quantiles",
                        one -> new Quantile(
                                one.number("p"),
                                one.whole("samples"),
                                one.number("value"),
                                one.optionalNumber("lower"),
                                one.optionalNumber("upper"))));
    }

    static ObjectNode write(ObjectiveResult one) {
        Objective limit = one.objective();
        ObjectNode out = object().put("kind", Fields.word(limit.kind()))
                .put("subject", limit.subject())
                .put("quantile", limit.quantile() == 0 ? null : limit.quantile())
                .put("lower", finite(limit.lower()))
                .put("upper", finite(limit.upper()))
                .put("found", finite(one.found()));
        out.set("interval", write(one.interval()));
        return out.put("verdict", Fields.word(one.verdict())).put("reason", one.reason());
    }

    static ObjectiveResult objective(Fields in) {
        return new ObjectiveResult(
                new Objective(
                        in.word("kind", Objective.Kind.class),
                        in.text("subject"),
                        in.number("quantile", 0),
                        in.number("lower", Double.NEGATIVE_INFINITY),
                        in.number("upper", Double.POSITIVE_INFINITY)),
                in.numberOrNull("found"),
                in.objectOrNull("interval", ResultFormat::interval),
                in.word("verdict", Verdict.class),
                in.text("reason"));
    }

    static ObjectNode write(SliceResult one) {
        ObjectNode out = object().put("tag", one.tag()).put("tooSmall", one.tooSmall());
        out.set("result", write(one.result()));
        return out;
    }

    static SliceResult slice(Fields in) {
        return new SliceResult(in.text("tag"), metric(in.object("result")), in.truth("tooSmall"));
    }

    static ObjectNode write(NoiseResult noise) {
        ObjectNode out = object();
        ArrayNode itself = out.putArray("sourceAgainstItself");
        noise.sourceAgainstItself().forEach(one -> itself.add(write(one)));
        noise.sourceUnstable().forEach(out.putObject("sourceUnstable")::put);
        noise.targetUnstable().forEach(out.putObject("targetUnstable")::put);
        return out;
    }

    static NoiseResult noise(Fields in) {
        return new NoiseResult(
                in.list("sourceAgainstItself", ResultFormat::metric),
                in.map("sourceUnstable", FactsFormat::number),
                in.map("targetUnstable", FactsFormat::number));
    }
}
