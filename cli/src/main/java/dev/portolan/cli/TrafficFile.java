package dev.portolan.cli;

import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.recording.Recordings;
import dev.portolan.routing.portability.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Requests in a file, whichever form it has. */
final class TrafficFile {

    private static final Pattern RECORDING = Pattern.compile("\"type\"\\s*:\\s*\"recording\"");

    private TrafficFile() {}

    /** Recordings of this library, or a log of requests to OpenAI. */
    static Workload read(Path file) {
        String first = firstLine(file);
        return first.contains("\"portolan\"") && RECORDING.matcher(first).find()
                ? Workload.ofRecordings(Recordings.read(file).list())
                : Workload.ofCalls(OpenAiLog.reader().read(file).calls());
    }

    static Workload dataset(Path file) {
        return Workload.of(Dataset.read(file));
    }

    private static String firstLine(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    return line;
                }
            }
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
