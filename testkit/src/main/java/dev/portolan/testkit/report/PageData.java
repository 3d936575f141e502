package dev.portolan.testkit.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.codec.JsonCodec;
import dev.portolan.evidence.check.Expectations;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.ScoreCard;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.MetricResult;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.Role;
import dev.portolan.evidence.parity.Side;
import dev.portolan.evidence.parity.Trial;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the page's script reads: the pairs, with names as short as their number asks for. */
final class PageData {

    private static final int SHORTEST_CUT = 2_000;
    private static final int LONGEST_CUT = 20_000;
    private static final int TOTAL = 48_000_000;
    private static final long REVIEW_SEED = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build());

    private final ParityReport report;
    private final List<String> metrics;
    private final int cut;

    private PageData(ParityReport report) {
        this.report = report;
        this.metrics = report.metrics().stream().map(MetricResult::metric).toList();
        int texts = report.pairs().stream()
                .mapToInt(
                        pair -> 1 + 2 * pair.source().size() + 2 * pair.target().size())
                .sum();
        this.cut = Math.max(SHORTEST_CUT, Math.min(LONGEST_CUT, TOTAL / Math.max(1, texts)));
    }

    static void write(ParityReport report, Writer out) throws IOException {
        new PageData(report).write(out);
    }

    /** Whether some call of either side gave nothing to look at. */
    static boolean failed(PairResult pair) {
        return pair.source().stream().anyMatch(trial -> !trial.judged())
                || pair.target().stream().anyMatch(trial -> !trial.judged());
    }

    private void write(Writer out) throws IOException {
        ObjectNode head = MAPPER.createObjectNode();
        metrics.forEach(head.putArray("metrics")::add);
        ArrayNode guards = head.putArray("guards");
        report.metrics().forEach(one -> guards.add(one.role() == Role.GUARD));
        head.put("source", report.facts().source().name())
                .put("target", report.facts().target().name());
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < report.pairs().size(); i++) {
            places.put(report.pairs().get(i).example().id(), i);
        }
        ReviewFile review = ReviewFile.of(report, ReviewFile.SAMPLE, REVIEW_SEED);
        head.set("review", review.head());
        ArrayNode items = head.putArray("reviewItems");
        for (ReviewFile.Item item : review.items()) {
            items.addObject()
                    .put("pair", places.get(item.pair().example().id()))
                    .put("first", cut(Wording.answer(item.first())))
                    .put("second", cut(Wording.answer(item.second())));
        }
        String text = MAPPER.writeValueAsString(head);
        out.write(Json.inScript(text.substring(0, text.length() - 1)));
        out.write(",\"pairs\":[");
        String separator = "\n";
        for (PairResult pair : report.pairs()) {
            out.write(separator);
            out.write(Json.inScript(MAPPER.writeValueAsString(pair(pair))));
            separator = ",\n";
        }
        out.write("\n]}\n");
    }

    private ObjectNode pair(PairResult pair) {
        Example example = pair.example();
        ObjectNode out = MAPPER.createObjectNode().put("id", example.id());
        example.tags().forEach(out.putArray("tags")::add);
        String cluster = example.cluster();
        if (cluster != null) {
            out.put("cluster", cluster);
        }
        asked(example, out);
        places(pair.regressions(), out.putArray("worse"));
        places(pair.improvements(), out.putArray("better"));
        out.put("broken", Triage.newHardBreak(pair)).put("failed", failed(pair));
        ArrayNode means = out.putArray("means");
        for (String metric : metrics) {
            means.addArray().add(pair.score(Side.SOURCE, metric)).add(pair.score(Side.TARGET, metric));
        }
        trials(pair.source(), out.putArray("source"));
        trials(pair.target(), out.putArray("target"));
        return out;
    }

    private void places(Iterable<String> names, ArrayNode out) {
        names.forEach(name -> out.add(metrics.indexOf(name)));
    }

    private void asked(Example example, ObjectNode out) {
        ArrayNode messages = out.putArray("asked");
        for (Message message : example.template().messages()) {
            messages.addArray().add(Wording.role(message)).add(cut(Wording.of(message, example.variables())));
        }
        example.attachments()
                .forEach(path -> messages.addArray().add("attachment").add(path));
        List<String> more = new ArrayList<>();
        for (Tool tool : example.template().tools()) {
            more.add("tool " + tool.name() + ": " + tool.description());
        }
        if (example.template().outputFormat() instanceof OutputFormat.Schema) {
            more.add("an output schema");
        }
        if (!more.isEmpty()) {
            messages.addArray().add("offered").add(cut(String.join("\n", more)));
        }
        if (!example.expectations().equals(Expectations.NONE)) {
            messages.addArray().add("expected").add(cut(example.expectations().toJson()));
        }
    }

    private void trials(List<Trial> trials, ArrayNode list) {
        for (Trial trial : trials) {
            ObjectNode out = list.addObject();
            ChatResponse response = trial.response();
            if (response != null) {
                answer(response, out);
            } else {
                out.put("outcome", trial.outcome().name().toLowerCase(Locale.ROOT))
                        .put("error", trial.error() + ": " + trial.message());
            }
            if (trial.replayed()) {
                out.put("replayed", true);
            }
            trial.figures().forEach(out.putObject("figures")::put);
            ArrayNode scores = out.putArray("scores");
            for (ScoreCard.Entry entry : trial.scores().entries()) {
                Score score = entry.score();
                if (score.kind() != Score.Kind.NOT_APPLICABLE) {
                    scores.addArray()
                            .add(metrics.indexOf(entry.check()))
                            .add(score.value())
                            .add(score.isHardBreak() ? 1 : 0)
                            .add(cut(score.reason()));
                }
            }
        }
    }

    private void answer(ChatResponse response, ObjectNode out) {
        out.put("text", cut(response.text()));
        StringBuilder refused = new StringBuilder();
        response.message().parts().forEach(part -> refused.append(part instanceof RefusalPart no ? no.text() : ""));
        if (refused.length() > 0) {
            out.put("refusal", cut(refused.toString()));
        }
        if (!response.toolCalls().isEmpty()) {
            ArrayNode calls = out.putArray("calls");
            for (ToolCall call : response.toolCalls()) {
                calls.addArray().add(call.name()).add(cut(call.arguments()));
            }
        }
        out.put("model", response.model())
                .put("finish", response.finishReason().kind().name().toLowerCase(Locale.ROOT))
                .put("raw", cut(JsonCodec.CHAT_RESPONSE.toJson(response)));
    }

    private @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= cut
                ? text
                : text.substring(0, cut) + "\n[cut here; parity.json has all " + text.length() + " characters]";
    }
}
