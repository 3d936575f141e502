package dev.portolan.evidence.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/** The objects of a file, one by one. */
interface Records extends Closeable {

    /** What is wrong with a file as a whole, so that nothing after it can be read. */
    final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(String reason) {
            super(reason);
        }
    }

    /**
     * The next object.
     *
     * @return the object, or null at the end
     * @throws IllegalArgumentException when it is none, and the next can be read
     * @throws Unreadable when it is none, and nothing more can be read
     */
    @Nullable
    JsonNode next() throws IOException;

    /** The line where the object begins that was asked for last, from 1. */
    long line();

    static Records of(DatasetFormat format, Reader in) throws IOException {
        return switch (format) {
            case JSONL -> new Lines(in);
            case CSV -> new Rows(in);
            case YAML -> new Items(in);
        };
    }

    /** A JSON object on each line; blank lines are passed over. */
    final class Lines implements Records {
        private final BufferedReader in;
        private long line;

        Lines(Reader in) {
            this.in = new BufferedReader(in);
        }

        @Override
        public @Nullable JsonNode next() throws IOException {
            String text;
            do {
                text = in.readLine();
                line++;
                if (line == 1 && text != null && text.startsWith("\ufeff")) {
                    text = text.substring(1);
                }
            } while (text != null && text.isBlank());
            return text == null ? null : ExampleFormat.parse(text);
        }

        @Override
        public long line() {
            return line;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** A YAML list, or documents one after the other. */
    final class Items implements Records {
        private final JsonParser in;
        private final ObjectReader reader;
        private long line;

        Items(Reader from) throws IOException {
            LoaderOptions options = new LoaderOptions();
            options.setCodePointLimit(512 << 20);
            options.setAllowDuplicateKeys(false);
            YAMLMapper mapper = YAMLMapper.builder(
                            YAMLFactory.builder().loaderOptions(options).build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();
            this.reader = mapper.reader();
            this.in = mapper.createParser(from);
        }

        @Override
        public @Nullable JsonNode next() throws IOException {
            try {
                JsonToken token = in.nextToken();
                while (token == JsonToken.START_ARRAY
                        || token == JsonToken.END_ARRAY
                        || token == JsonToken.VALUE_NULL) {
                    token = in.nextToken();
                }
                if (token == null) {
                    return null;
                }
                line = in.currentTokenLocation().getLineNr();
                return reader.readTree(in);
            } catch (JsonProcessingException e) {
                // Its message quotes the file.
                line = e.getLocation() == null ? line : e.getLocation().getLineNr();
                throw new Unreadable("is no YAML");
            }
        }

        @Override
        public long line() {
            return line;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Rows of a table, as the objects that they stand for. */
    final class Rows implements Records {
        private final CsvParser in;
        private final ObjectReader reader;
        private long line;

        Rows(Reader from) throws IOException {
            CsvMapper mapper = new CsvMapper();
            mapper.enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS);
            mapper.enable(CsvParser.Feature.SKIP_EMPTY_LINES);
            CsvSchema header = CsvSchema.emptySchema().withHeader();
            this.reader = mapper.reader();
            this.in = mapper.getFactory().createParser(from);
            in.setSchema(header);
        }

        @Override
        public @Nullable JsonNode next() throws IOException {
            Map<String, String> cells = new LinkedHashMap<>();
            try {
                // It stands where the row begins; for the first one only when the header is read.
                long begin = in.currentLocation().getLineNr();
                if (in.nextToken() == null) {
                    return null;
                }
                line = line == 0 ? in.currentLocation().getLineNr() : begin;
                JsonNode row = reader.readTree(in);
                for (var cell : row.properties()) {
                    if (!cell.getValue().asText().isEmpty()) {
                        cells.put(
                                cell.getKey().strip().replace("\ufeff", ""),
                                cell.getValue().asText());
                    }
                }
            } catch (JsonProcessingException e) {
                // Its message quotes the file.
                line = e.getLocation() == null ? line : e.getLocation().getLineNr();
                throw new Unreadable("is no CSV with as many cells in each row as there are columns");
            }
            return object(cells);
        }

        private static ObjectNode object(Map<String, String> cells) {
            ObjectNode out = ExampleFormat.MAPPER.createObjectNode();
            cells.forEach((column, cell) -> {
                if (column.startsWith("var.")) {
                    out.withObject("/variables").put(column.substring(4), cell);
                } else if (column.startsWith("expect.")) {
                    expect(out.withObject("/expect"), column.substring(7), cell);
                } else if (column.equals("tags") || column.equals("attachments")) {
                    for (String part : cell.split("\\|", -1)) {
                        out.withArray("/" + column).add(part.strip());
                    }
                } else if (column.equals("weight")) {
                    out.put(column, number(column, cell));
                } else {
                    out.put(column, cell);
                }
            });
            return out;
        }

        private static void expect(ObjectNode out, String name, String cell) {
            switch (name) {
                case "text", "label", "refusal" -> out.put(name, cell);
                case "labels", "contains", "citations" -> {
                    for (String part : cell.split("\\|", -1)) {
                        out.withArray("/" + name).add(part.strip());
                    }
                }
                case "number" -> out.put(name, number("expect.number", cell));
                case "json", "toolCalls", "sources", "escalation" -> out.set(name, ExampleFormat.parse(cell));
                default -> out.set(name, json(cell));
            }
        }

        /** An own expectation may be JSON or a plain word. */
        private static JsonNode json(String cell) {
            try {
                return ExampleFormat.MAPPER.readTree(cell);
            } catch (JsonProcessingException e) {
                return ExampleFormat.MAPPER.getNodeFactory().textNode(cell);
            }
        }

        private static BigDecimal number(String column, String cell) {
            try {
                return new BigDecimal(cell.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(column + ": must be a number, with a dot for the fraction");
            }
        }

        @Override
        public long line() {
            return line;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
