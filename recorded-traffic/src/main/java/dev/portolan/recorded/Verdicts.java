package dev.portolan.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was read of a file of recordings, held against what must be found. The results go to {@code
 * target/recordings/<name>.jsonl}, a line for each record. Not thread-safe.
 */
public final class Verdicts {

    private final RecordedTraffic traffic;
    private final Map<String, String> exceptions;
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> stale = new ArrayList<>();
    private int judged;
    private int excepted;

    /** For the recordings of one file. */
    public Verdicts(RecordedTraffic traffic) {
        this.traffic = traffic;
        this.exceptions = traffic.exceptions();
    }

    /** Adds what was read of one record. */
    public void add(Recording recording, Reading reading) {
        String why = reading.differenceFrom(recording.expected());
        lines.add(reading.line(why));
        judged += recording.expected() == null ? 0 : 1;
        boolean listed = exceptions.containsKey(recording.id());
        if (why != null && listed) {
            excepted++;
        } else if (why != null) {
            failures.put(recording.id(), why);
        } else if (listed && recording.expected() != null) {
            stale.add(recording.id());
        }
    }

    /** How many records were judged so far. */
    public int judged() {
        return judged;
    }

    /**
     * Writes the results and fails unless every record was read rightly that is not listed as an exception, and no other is
     * listed.
     */
    public void check() {
        write();
        System.out.println("Recorded traffic of " + traffic.name() + ": " + judged + " judged, " + failures.size()
                + " failed, " + excepted + " excepted");
        assertThat(failures)
                .as("records of %s that are read wrongly, of %d", traffic.name(), judged)
                .isEmpty();
        assertThat(stale).as("listed as exceptions, but read rightly").isEmpty();
    }

    /** Fails when more than one record in fifty of those judged is excepted. */
    public void checkThatExceptionsAreFew() {
        assertThat(excepted * 50).as("exceptions of %d, times 50", judged).isLessThanOrEqualTo(judged);
    }

    private void write() {
        Path results = Path.of("target", "recordings");
        try {
            Files.createDirectories(results);
            Files.write(results.resolve(traffic.name() + ".jsonl"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
