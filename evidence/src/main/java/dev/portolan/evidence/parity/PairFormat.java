package dev.portolan.evidence.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.portolan.chat.ChatResponse;
import dev.portolan.codec.JsonCodec;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.ScoreCard;
import dev.portolan.evidence.dataset.Example;
import java.util.List;

/** What both models made of one example, as JSON. */
final class PairFormat {

    private PairFormat() {}

    static ObjectNode write(PairResult pair) {
        ObjectNode out = ParityReportFormat.MAPPER.createObjectNode();
        out.putRawValue("example", new RawValue(pair.example().toJson()));
        trials(out.putArray("source"), pair.source());
        trials(out.putArray("target"), pair.target());
        if (!pair.control().isEmpty()) {
            trials(out.putArray("control"), pair.control());
        }
        return out;
    }

    static PairResult read(Fields in) {
        return new PairResult(
                in.document("example", Example::fromJson),
                in.list("source", PairFormat::trial),
                in.list("target", PairFormat::trial),
                in.has("control") ? in.list("control", PairFormat::trial) : List.of());
    }

    private static void trials(ArrayNode out, List<Trial> trials) {
        for (Trial trial : trials) {
            ObjectNode one = out.addObject()
                    .put("repeat", trial.repeat())
                    .put("outcome", Fields.word(trial.outcome()))
                    .put("replayed", trial.replayed());
            ChatResponse response = trial.response();
            if (response != null) {
                one.putRawValue("response", new RawValue(JsonCodec.CHAT_RESPONSE.toJson(response)));
            }
            ErrorKind error = trial.error();
            if (error != null) {
                one.putObject("error")
                        .put("kind", error.id())
                        .put("retryable", error.retryable())
                        .put("failoverWorthy", error.failoverWorthy());
            }
            if (trial.message() != null) {
                one.put("message", trial.message());
            }
            scores(one.putArray("scores"), trial.scores());
            trial.figures().forEach(one.putObject("figures")::put);
        }
    }

    private static void scores(ArrayNode out, ScoreCard card) {
        for (ScoreCard.Entry entry : card.entries()) {
            Score score = entry.score();
            out.addObject()
                    .put("check", entry.check())
                    .put("weight", entry.weight())
                    .put("kind", Fields.word(score.kind()))
                    .put("value", score.value())
                    .put("hardBreak", score.isHardBreak())
                    .put("reason", score.reason());
        }
    }

    private static Trial trial(Fields in) {
        return new Trial(
                in.whole("repeat"),
                in.word("outcome", CallOutcome.class),
                in.has("response") ? in.document("response", JsonCodec.CHAT_RESPONSE::fromJson) : null,
                in.objectOrNull(
                        "error",
                        error -> new ErrorKind(
                                error.text("kind"), error.truth("retryable"), error.truth("failoverWorthy"))),
                in.textOrNull("message"),
                new ScoreCard(in.list("scores", PairFormat::entry)),
                in.map("figures", PairFormat::decimal),
                in.truth("replayed"));
    }

    private static java.math.@org.jspecify.annotations.Nullable BigDecimal decimal(JsonNode value) {
        return value.isNumber() ? value.decimalValue() : null;
    }

    private static ScoreCard.Entry entry(Fields in) {
        return new ScoreCard.Entry(in.text("check"), in.number("weight"), score(in));
    }

    private static Score score(Fields in) {
        String reason = in.text("reason");
        return switch (in.word("kind", Score.Kind.class)) {
            case MISSING -> Score.missing(reason);
            case NOT_APPLICABLE -> Score.notApplicable(reason);
            case SCORED -> {
                Score score = Score.of(in.number("value"), reason);
                yield in.truth("hardBreak") ? score.broken() : score;
            }
        };
    }
}
