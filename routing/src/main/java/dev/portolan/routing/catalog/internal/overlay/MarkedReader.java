package dev.portolan.routing.catalog.internal.overlay;

import dev.portolan.routing.catalog.CatalogOverlayException;
import dev.portolan.routing.catalog.OverlayMistake;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML, and JSON as the part of it that it is, into values that know their lines. Makes no objects of what it reads, and bounds
 * size, depth and repetition.
 */
final class MarkedReader {

    /** Far more than a company has models: the bundled catalog has under 2 MB. */
    static final int MOST_CHARACTERS = 8 << 20;

    private static final int MOST_ALIASES = 50;
    private static final int MOST_DEPTH = 40;
    private static final int MOST_VALUES = 500_000;

    private final String source;
    private final IdentityHashMap<Node, Boolean> around = new IdentityHashMap<>();
    private int values;

    private MarkedReader(String source) {
        this.source = source;
    }

    /** The whole text. */
    static String text(Reader reader, String source) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] part = new char[8192];
        for (int read = reader.read(part); read >= 0; read = reader.read(part)) {
            text.append(part, 0, read);
            if (text.length() > MOST_CHARACTERS) {
                throw new CatalogOverlayException(List.of(new OverlayMistake(
                        source, null, "", "is longer than " + MOST_CHARACTERS + " characters", null)));
            }
        }
        return text.toString();
    }

    /**
     * Reads.
     *
     * @return the value, or {@code null} when the text holds none
     * @throws CatalogOverlayException when it is neither YAML nor JSON
     */
    static @Nullable Marked read(String text, String source) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setNestingDepthLimit(MOST_DEPTH);
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setAllowRecursiveKeys(false);
        String plain = text.stripLeading().startsWith("{") ? asYaml(text) : text;
        try {
            Node root = new Yaml(options).compose(new StringReader(plain));
            return root == null ? null : new MarkedReader(source).marked(root);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw wrong(source, mark == null ? null : mark.getLine() + 1, "is no YAML or JSON: " + e.getProblem());
        } catch (YAMLException e) {
            throw wrong(source, null, "is no YAML or JSON that can be read: " + e.getMessage());
        }
    }

    /** Two things that JSON has and YAML 1.1 has not: tabs to indent with, which strings cannot hold, and an escaped slash. */
    private static String asYaml(String json) {
        StringBuilder yaml = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char letter = json.charAt(i);
            if (letter == '\\' && i + 1 < json.length()) {
                char escaped = json.charAt(++i);
                yaml.append(escaped == '/' ? "" : "\\").append(escaped);
            } else {
                yaml.append(letter == '\t' ? ' ' : letter);
            }
        }
        return yaml.toString();
    }

    private static CatalogOverlayException wrong(String source, @Nullable Integer line, String message) {
        return new CatalogOverlayException(List.of(new OverlayMistake(source, line, "", message, null)));
    }

    private Marked marked(Node node) {
        int line = line(node);
        if (++values > MOST_VALUES) {
            throw wrong(source, line, "holds more than " + MOST_VALUES + " values, repeated ones counted");
        }
        if (node instanceof ScalarNode scalar) {
            boolean plain = scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
            return plain && Tag.NULL.equals(scalar.getTag())
                    ? new Marked.Nothing(line)
                    : new Marked.Word(line, scalar.getValue(), !plain);
        }
        if (around.put(node, true) != null) {
            throw wrong(source, line, "contains itself");
        }
        try {
            return node instanceof SequenceNode list ? items(list) : table((MappingNode) node);
        } finally {
            around.remove(node);
        }
    }

    private Marked items(SequenceNode list) {
        List<Marked> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            items.add(marked(item));
        }
        return new Marked.Items(line(list), List.copyOf(items));
    }

    private Marked table(MappingNode table) {
        List<Marked.Field> fields = new ArrayList<>();
        for (NodeTuple tuple : table.getValue()) {
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode scalar)) {
                throw wrong(source, line(key), "has a name that is no single word");
            }
            fields.add(new Marked.Field(line(key), scalar.getValue(), marked(tuple.getValueNode())));
        }
        return new Marked.Table(line(table), List.copyOf(fields));
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
