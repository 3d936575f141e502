package dev.portolan.evidence.parity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** A report as JSON: its figures first, then its pairs, one a line. */
final class ParityReportFormat {

    static final int VERSION = 1;
    static final String TYPE = "parity-report";

    /** Doubles are written with the fewest digits, which older versions of Java do not do by themselves. */
    static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(400)
                            .maxStringLength(128 << 20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private ParityReportFormat() {}

    static void write(ParityReport report, Writer out) throws IOException {
        ObjectNode head = MAPPER.createObjectNode().put("portolan", VERSION).put("type", TYPE);
        head.set("facts", FactsFormat.write(report.facts()));
        head.set("conclusion", FactsFormat.write(report.conclusion()));
        report.metrics().forEach(one -> head.withArray("/metrics").add(ResultFormat.write(one)));
        report.measures().forEach(one -> head.withArray("/measures").add(ResultFormat.write(one)));
        report.objectives().forEach(one -> head.withArray("/objectives").add(ResultFormat.write(one)));
        report.slices().forEach(one -> head.withArray("/slices").add(ResultFormat.write(one)));
        for (String list : List.of("metrics", "measures", "objectives", "slices")) {
            head.withArray("/" + list);
        }
        head.set("noise", ResultFormat.write(report.noise()));
        head.set("reviews", FactsFormat.write(report.reviews()));
        String text = text(head);
        out.write(text, 0, text.length() - 1);
        out.write(",\n\"pairs\":[");
        String separator = "\n";
        for (PairResult pair : report.pairs()) {
            out.write(separator);
            out.write(text(PairFormat.write(pair)));
            separator = ",\n";
        }
        out.write("\n]}\n");
    }

    static ParityReport read(Reader in) throws IOException {
        ObjectNode head = MAPPER.createObjectNode();
        List<PairResult> pairs = new ArrayList<>();
        try (JsonParser json = MAPPER.createParser(in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("$: must be an object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("pairs") && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        JsonNode pair = MAPPER.readTree(json);
                        pairs.add(PairFormat.read(new Fields(pair, "$.pairs[" + pairs.size() + "]")));
                    }
                } else {
                    head.set(name, MAPPER.readTree(json));
                }
            }
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("$: something follows it");
            }
        } catch (JsonProcessingException e) {
            // Its message quotes the text.
            var at = e.getLocation();
            throw new IllegalArgumentException(
                    "$: is no JSON" + (at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr()));
        }
        return report(new Fields(head, "$"), pairs);
    }

    private static ParityReport report(Fields head, List<PairResult> pairs) {
        requireVersion(head, TYPE);
        return new ParityReport(
                FactsFormat.facts(head.object("facts")),
                FactsFormat.conclusion(head.object("conclusion")),
                head.list("metrics", ResultFormat::metric),
                head.list("measures", ResultFormat::measure),
                head.list("objectives", ResultFormat::objective),
                head.list("slices", ResultFormat::slice),
                ResultFormat.noise(head.object("noise")),
                FactsFormat.reviews(head.object("reviews")),
                pairs);
    }

    static void requireVersion(Fields head, String type) {
        if (!head.text("type").equals(type)) {
            throw head.wrong("type", "must be " + type);
        }
        int version = head.whole("portolan");
        if (version < 1 || version > VERSION) {
            throw head.wrong("portolan", "is version " + version + ", this library reads up to " + VERSION);
        }
    }

    /** As text that survives UTF-8: half a surrogate pair, which a cut answer may end with, is escaped. */
    static String text(JsonNode node) throws IOException {
        String json = MAPPER.writeValueAsString(node);
        StringBuilder out = null;
        for (int i = 0; i < json.length(); i++) {
            char one = json.charAt(i);
            boolean pair = Character.isHighSurrogate(one)
                    && i + 1 < json.length()
                    && Character.isLowSurrogate(json.charAt(i + 1));
            if (Character.isSurrogate(one) && !pair) {
                out = out == null ? new StringBuilder(json.length() + 16).append(json, 0, i) : out;
                out.append(String.format("\\u%04x", (int) one));
            } else if (out != null) {
                out.append(one);
            }
            if (pair) {
                i++;
                if (out != null) {
                    out.append(json.charAt(i));
                }
            }
        }
        return out == null ? json : out.toString();
    }
}
