package dev.portolan.routing.portability;

import dev.portolan.chat.ChatRequest;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.LoggedCall;
import dev.portolan.evidence.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The calls that a move is checked for. Recordings know the most: when calls were made, how long they took, what they used and how they
 * failed. Plain requests know the least, and the report says what could not be told from them. Immutable.
 */
public final class Workload {

    private final List<WorkloadCall> calls;

    private Workload(List<WorkloadCall> calls) {
        this.calls = List.copyOf(calls);
    }

    /**
     * Requests, of which nothing else is known.
     *
     * @param requests what is asked
     * @return the workload
     */
    public static Workload ofRequests(Iterable<ChatRequest> requests) {
        return numbered(requests, WorkloadCall::of);
    }

    /**
     * What this library recorded.
     *
     * @param recordings such as those of {@code Recordings.read(file).list()}
     * @return the workload
     */
    public static Workload ofRecordings(Iterable<Recording> recordings) {
        return numbered(recordings, WorkloadCall::of);
    }

    /**
     * What another library or a gateway logged.
     *
     * @param calls such as those of {@code RequestLog.read(file).calls()}
     * @return the workload
     */
    public static Workload ofCalls(Iterable<LoggedCall> calls) {
        return numbered(calls, WorkloadCall::of);
    }

    /**
     * The examples of a dataset.
     *
     * @param dataset the dataset
     * @return the workload; findings name the examples' ids
     */
    public static Workload of(Dataset dataset) {
        return new Workload(dataset.examples().stream().map(WorkloadCall::of).toList());
    }

    /**
     * Calls of any origin.
     *
     * @param calls the calls
     * @return the workload
     */
    public static Workload of(List<WorkloadCall> calls) {
        return new Workload(calls);
    }

    private static <T> Workload numbered(Iterable<T> items, BiFunction<Integer, T, WorkloadCall> toCall) {
        List<WorkloadCall> calls = new ArrayList<>();
        for (T item : items) {
            calls.add(toCall.apply(calls.size(), item));
        }
        return new Workload(calls);
    }

    /**
     * The calls.
     *
     * @return unmodifiable, in their order
     */
    public List<WorkloadCall> calls() {
        return calls;
    }

    @Override
    public String toString() {
        return "Workload[" + calls.size() + " calls]";
    }
}
