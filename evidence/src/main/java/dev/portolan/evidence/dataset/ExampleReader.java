package dev.portolan.evidence.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads examples one by one, whatever the size of the file. A bad line stops the reading with its file and line, unless the reader is
 * told to skip and count: {@link #skipping}. What breaks the file as a whole (YAML, or CSV quotes, that do not parse) stops it always.
 * For one thread.
 *
 * <pre>{@code
 * try (ExampleReader in = ExampleReader.open(file).skipping()) {
 *     for (Example example = in.next(); example != null; example = in.next()) {
 *         ...
 *     }
 *     log.warn("{} lines skipped", in.skipped().size());
 * }
 * }</pre>
 */
public final class ExampleReader implements AutoCloseable {

    private final Records records;
    private final String source;
    private final Attachments.Place place;
    private final Set<String> ids = new HashSet<>();
    private final List<DatasetFormatException> skipped = new ArrayList<>();
    private boolean skipping;

    private ExampleReader(Records records, String source, Attachments.Place place) {
        this.records = records;
        this.source = source;
        this.place = place;
    }

    /**
     * Opens a file in UTF-8. Attachments lie in its folder or below.
     *
     * @param file its name tells the format
     * @return the reader
     * @throws UncheckedIOException when it cannot be read
     */
    public static ExampleReader open(Path file) {
        DatasetFormat format = DatasetFormat.of(file.toString());
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
        try {
            return new ExampleReader(
                    records(format, Files.newBufferedReader(file, StandardCharsets.UTF_8)),
                    file.toString(),
                    new Attachments.InFolder(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the dataset " + file, e);
        }
    }

    /**
     * Opens a resource on the class path in UTF-8. Attachments lie beside it or below.
     *
     * @param name its full name, such as {@code golden/triage.jsonl}
     * @param loader finds it
     * @return the reader
     * @throws UncheckedIOException when there is none, or it cannot be read
     */
    public static ExampleReader openResource(String name, ClassLoader loader) {
        DatasetFormat format = DatasetFormat.of(name);
        try {
            InputStream in = loader.getResourceAsStream(name);
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            return new ExampleReader(
                    records(format, new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder())),
                    "classpath:" + name,
                    new Attachments.OnClassPath(loader, name.substring(0, name.lastIndexOf('/') + 1)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the dataset " + name + " on the class path", e);
        }
    }

    private static Records records(DatasetFormat format, Reader in) throws IOException {
        try {
            return Records.of(format, in);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /**
     * Skips bad lines from now on, and keeps what was wrong with them.
     *
     * @return this reader
     */
    public ExampleReader skipping() {
        this.skipping = true;
        return this;
    }

    /**
     * The next example.
     *
     * @return the example, or {@code null} at the end
     * @throws DatasetFormatException when a line is bad and none is to be skipped, or the file is broken as a whole
     * @throws UncheckedIOException when the file cannot be read further
     */
    public @Nullable Example next() {
        while (true) {
            try {
                JsonNode record = records.next();
                return record == null ? null : example(record);
            } catch (Records.Unreadable e) {
                throw new DatasetFormatException(source, records.line(), String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the dataset " + source, e);
            } catch (IllegalArgumentException e) {
                DatasetFormatException bad =
                        new DatasetFormatException(source, records.line(), String.valueOf(e.getMessage()));
                if (!skipping) {
                    throw bad;
                }
                skipped.add(bad);
            }
        }
    }

    private Example example(JsonNode record) {
        Example example = ExampleFormat.read(record, place);
        if (!ids.add(example.id())) {
            throw new IllegalArgumentException(
                    record.has("id") ? "another example has the same id" : "another example asks the same");
        }
        return example;
    }

    /**
     * The lines that were skipped so far.
     *
     * @return unmodifiable, in the order of the file
     */
    public List<DatasetFormatException> skipped() {
        return Collections.unmodifiableList(skipped);
    }

    /** Closes the file. */
    @Override
    public void close() {
        try {
            records.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the dataset " + source, e);
        }
    }
}
