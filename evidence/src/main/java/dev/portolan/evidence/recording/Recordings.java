package dev.portolan.evidence.recording;

import dev.portolan.evidence.recording.internal.LineFormat;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recordings of a file and of those that were put aside for it, oldest first, all in memory. Immutable.
 *
 * @param list the recordings
 * @param source where they come from, to be named in messages
 */
public record Recordings(List<Recording> list, String source) {

    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);

    /**
     * Checks the components.
     *
     * @param list as above; copied
     * @param source as above
     */
    public Recordings {
        list = List.copyOf(list);
    }

    /**
     * Reads a file, and before it those that were put aside as {@code name.2}, {@code name.1}. A line that ends in the middle,
     * as a killed process leaves it, is passed over with a warning in the log.
     *
     * @param file the file
     * @return its recordings
     * @throws UncheckedIOException when there is no such file, or it cannot be read
     * @throws RecordingFormatException when a line is whole but no recording, or one of a newer version
     */
    public static Recordings read(Path file) {
        List<Recording> list = new ArrayList<>();
        try {
            for (Path part : parts(file)) {
                read(part, list);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read recordings from " + file + ": " + reason(file, e), e);
        }
        return new Recordings(list, file.toString());
    }

    private static String reason(Path file, IOException e) {
        return Files.isDirectory(file)
                ? "it is a folder"
                : Files.notExists(file) ? "there is no such file" : e.getClass().getSimpleName();
    }

    private static List<Path> parts(Path file) throws IOException {
        TreeMap<Integer, Path> oldestFirst = new TreeMap<>(java.util.Comparator.reverseOrder());
        oldestFirst.put(0, file);
        Path folder = file.toAbsolutePath().getParent();
        String prefix = file.getFileName() + ".";
        if (folder != null && Files.isDirectory(folder)) {
            try (Stream<Path> siblings = Files.list(folder)) {
                siblings.forEach(sibling -> {
                    String name = String.valueOf(sibling.getFileName());
                    String number = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
                    if (number.matches("[1-9][0-9]{0,4}")) {
                        oldestFirst.put(Integer.valueOf(number), sibling);
                    }
                });
            }
        }
        return List.copyOf(oldestFirst.values());
    }

    private static void read(Path file, List<Recording> list) throws IOException {
        List<Integer> torn = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 12);
            int number = 0;
            int last;
            do {
                line.reset();
                for (last = in.read(); last >= 0 && last != '\n'; last = in.read()) {
                    line.write(last);
                }
                number++;
                String text = line.toString(StandardCharsets.UTF_8);
                if (!text.isBlank() && !add(file, number, text, list)) {
                    torn.add(number);
                }
            } while (last >= 0);
        }
        if (!torn.isEmpty()) {
            LOG.warn("{}: passed over what ends in the middle, at line {}", file, torn);
        }
    }

    private static boolean add(Path file, int number, String text, List<Recording> list) {
        try {
            list.add(LineFormat.read(text));
            return true;
        } catch (LineFormat.TornLine e) {
            return false;
        } catch (IllegalArgumentException e) {
            throw new RecordingFormatException(file, number, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public String toString() {
        return "Recordings[" + list.size() + " of " + source + "]";
    }
}
