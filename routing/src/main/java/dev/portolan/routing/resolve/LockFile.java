package dev.portolan.routing.resolve;

import dev.portolan.spi.ModelResolver;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answers to {@code like=} and {@code tier=} that were found once and are kept: {@code portolan.lock}, committed with the configuration,
 * so that a newer catalog never changes a model in silence. Written in one order, so that the same answers give the same bytes. Immutable.
 *
 * <pre>
 * lock = 1
 *
 * [bedrock like=gpt-4o-mini]
 * model = amazon.nova-lite-v1:0
 * canonical = amazon/nova-lite
 * catalog = 2026.11.21
 * day = 2026-11-21
 * reason = a written pairing for this cloud
 * </pre>
 */
public final class LockFile {

    /** Its usual name. */
    public static final String NAME = "portolan.lock";

    private final String source;
    private final SortedMap<Wanted, Resolution> answers;

    LockFile(String source, SortedMap<Wanted, Resolution> answers) {
        this.source = source;
        this.answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
    }

    /**
     * A lock of answers.
     *
     * @param answers each for another question; the last counts where several are for one
     * @return the lock
     */
    public static LockFile of(Collection<Resolution> answers) {
        SortedMap<Wanted, Resolution> byWanted = new TreeMap<>();
        answers.forEach(answer -> byWanted.put(answer.wanted(), answer));
        return new LockFile(NAME, byWanted);
    }

    /**
     * Reads a lock.
     *
     * @param text its content
     * @param source how messages name it
     * @return the lock
     * @throws IllegalArgumentException when it is broken; the message has every mistake with its line
     */
    public static LockFile parse(String text, String source) {
        return new LockParser(text, source).lock();
    }

    /**
     * Reads a lock.
     *
     * @param file where it is
     * @return the lock
     * @throws IOException when the file is missing or cannot be read
     * @throws IllegalArgumentException when it is broken; the message has every mistake with its line
     */
    public static LockFile read(Path file) throws IOException {
        return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
    }

    /**
     * Looks for the lock of a configuration: where {@code portolan.lock} says, else beside the configuration's files, else on the class
     * path.
     *
     * @param surroundings where the configuration lies
     * @return the first that is found, or {@code null} when there is none
     * @throws IllegalArgumentException when it is broken, cannot be read, or is named and missing
     */
    public static @Nullable LockFile find(ModelResolver.Surroundings surroundings) {
        try {
            Path named = surroundings.lock();
            if (named != null) {
                if (!Files.isRegularFile(named)) {
                    throw new IllegalArgumentException("portolan.lock names " + named + ", and there is no such file");
                }
                return read(named);
            }
            for (Path folder : surroundings.folders()) {
                Path file = folder.resolve(NAME);
                if (Files.isRegularFile(file)) {
                    return read(file);
                }
            }
            for (ClassLoader loader : surroundings.loaders()) {
                URL url = loader.getResource(NAME);
                if (url != null) {
                    return read(url);
                }
            }
            return null;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the lock file cannot be read (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")", e);
        }
    }

    private static LockFile read(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), url.toString());
        }
    }

    /**
     * Where the lock of a configuration is, or would be written.
     *
     * @param surroundings where the configuration lies
     * @return the file that {@code portolan.lock} names, else the one that is there beside the configuration's files, else the one in the
     *     first of their folders; {@code null} when the configuration has no folder
     */
    public static @Nullable Path place(ModelResolver.Surroundings surroundings) {
        if (surroundings.lock() != null) {
            return surroundings.lock();
        }
        for (Path folder : surroundings.folders()) {
            if (Files.isRegularFile(folder.resolve(NAME))) {
                return folder.resolve(NAME);
            }
        }
        return surroundings.folders().isEmpty()
                ? null
                : surroundings.folders().get(0).resolve(NAME);
    }

    /**
     * Where it was read from.
     *
     * @return a path or address, for messages
     */
    public String source() {
        return source;
    }

    /**
     * The answer to a question.
     *
     * @param wanted the question
     * @return the answer, or {@code null} when it is not locked
     */
    public @Nullable Resolution answer(Wanted wanted) {
        return answers.get(wanted);
    }

    /**
     * All answers.
     *
     * @return sorted by question, unmodifiable
     */
    public Collection<Resolution> answers() {
        return answers.values();
    }

    /**
     * The content of the file.
     *
     * @return the same text for the same answers
     */
    public String text() {
        StringBuilder text = new StringBuilder("""
                # What like= and tier= in the configuration stand for. Commit this file with it.
                # "portolan catalog resolve" writes it anew; a newer catalog alone changes nothing.
                lock = 1
                """);
        for (Resolution answer : answers.values()) {
            text.append("\n[").append(answer.wanted()).append("]\n");
            text.append("model = ").append(answer.model()).append('\n');
            text.append("canonical = ").append(answer.canonical()).append('\n');
            text.append("catalog = ").append(answer.catalogVersion()).append('\n');
            text.append("day = ").append(answer.day()).append('\n');
            answer.reasons()
                    .forEach(reason -> text.append("reason = ").append(reason).append('\n'));
        }
        return text.toString();
    }

    /**
     * Writes it, in place of what was there.
     *
     * @param file where; its folder must exist
     * @throws IOException when it cannot be written; what was there is then untouched or gone as the file system leaves it
     */
    public void write(Path file) throws IOException {
        Files.writeString(file, text(), StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LockFile lock && answers.equals(lock.answers);
    }

    @Override
    public int hashCode() {
        return answers.hashCode();
    }

    @Override
    public String toString() {
        return "LockFile[" + source + ", " + answers.size() + " answers]";
    }
}
