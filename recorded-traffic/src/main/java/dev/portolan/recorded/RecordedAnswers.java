package dev.portolan.recorded;

import java.util.List;

/** Answers calls with recordings, each once. */
public interface RecordedAnswers {

    /** Makes recordings the answers to the next calls that give this name, in their order. */
    void serve(String name, List<Recording> inOrder);

    /** What was sent by the calls that gave this name, in their order, as JSON; told once. */
    List<byte[]> bodies(String name);

    /** Makes a recording the answer to the next call that gives its id. */
    default void serve(Recording recording) {
        serve(recording.id(), List.of(recording));
    }
}
