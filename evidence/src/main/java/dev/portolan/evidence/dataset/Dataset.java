package dev.portolan.evidence.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Examples under a name, all in memory. Immutable. */
public final class Dataset {

    private final String name;
    private final List<Example> examples;

    private Dataset(String name, List<Example> examples) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: must not be blank");
        }
        this.name = name;
        this.examples = examples;
    }

    /**
     * A dataset from code.
     *
     * @param name what it is called in reports
     * @param examples with different ids
     * @return the dataset
     * @throws IllegalArgumentException when two have the same id
     */
    public static Dataset of(String name, Collection<Example> examples) {
        Set<String> ids = new HashSet<>();
        for (Example example : examples) {
            if (!ids.add(example.id())) {
                throw new IllegalArgumentException("examples: two have the id " + example.id());
            }
        }
        return new Dataset(Objects.requireNonNull(name, "name"), List.copyOf(examples));
    }

    /**
     * Reads a file whole. Use an {@link ExampleReader} for large ones, or to skip bad lines.
     *
     * @param file JSONL, CSV or YAML; its name without the end becomes that of the dataset
     * @return the dataset
     * @throws UncheckedIOException when it cannot be read
     * @throws DatasetFormatException when a line is bad
     */
    public static Dataset read(Path file) {
        try (ExampleReader in = ExampleReader.open(file)) {
            return read(String.valueOf(file.getFileName()), in);
        }
    }

    /**
     * Reads a resource on the class path whole, found by the thread's context class loader, else by Portolan's own.
     *
     * @param resource its full name, such as {@code golden/triage.jsonl}
     * @return the dataset
     * @throws UncheckedIOException when there is none, or it cannot be read
     * @throws DatasetFormatException when a line is bad
     */
    public static Dataset resource(String resource) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader own = Objects.requireNonNull(Dataset.class.getClassLoader(), "class loader");
        boolean inContext = context != null && context.getResource(resource) != null;
        try (ExampleReader in = ExampleReader.openResource(resource, inContext ? context : own)) {
            return read(resource.substring(resource.lastIndexOf('/') + 1), in);
        }
    }

    private static Dataset read(String file, ExampleReader in) {
        List<Example> examples = new ArrayList<>();
        for (Example example = in.next(); example != null; example = in.next()) {
            examples.add(example);
        }
        return new Dataset(file.substring(0, file.lastIndexOf('.')), List.copyOf(examples));
    }

    /**
     * What it is called in reports.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The examples.
     *
     * @return unmodifiable, in order
     */
    public List<Example> examples() {
        return examples;
    }

    /**
     * Changes when an example, or the content of an attachment, does; neither the order of examples nor the format of the file
     * matters. Reads the attachments.
     *
     * @return a SHA-256 in 64 hexadecimal digits
     * @throws UncheckedIOException when an attachment cannot be read
     */
    public String contentHash() {
        Map<String, String> byId = new TreeMap<>();
        for (Example example : examples) {
            StringBuilder hashes = new StringBuilder(example.contentHash());
            for (String path : example.attachments()) {
                hashes.append(' ').append(ContentHash.ofBytes(example.files().bytes(path)));
            }
            byId.put(example.id(), hashes.toString());
        }
        return ContentHash.whole(byId.toString());
    }

    /**
     * Writes JSONL in UTF-8, which {@link #read} takes again. Attachments are not copied.
     *
     * @param file the file; what it held is replaced
     * @throws UncheckedIOException when it cannot be written
     */
    public void write(Path file) {
        if (DatasetFormat.of(file.toString()) != DatasetFormat.JSONL) {
            throw new IllegalArgumentException(file + ": a dataset is written as .jsonl or .ndjson");
        }
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (Example example : examples) {
                out.write(ExampleFormat.write(example).toString());
                out.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the dataset " + file, e);
        }
    }

    @Override
    public String toString() {
        return "Dataset[" + name + ", " + examples.size() + " examples]";
    }
}
