package dev.portolan.testkit.parity;

/**
 * Which of the answers of a subject to one request.
 *
 * @param control whether it is one that stands in for the target where the source is compared with itself
 * @param repeat from 0
 * @param occurrence how many examples before this one ask the same
 */
record CallLabel(boolean control, int repeat, int occurrence) {

    /** The name of its recording. Never the same for two calls of one run that ask the same. */
    String name(Subject subject) {
        return subject.name() + (control ? "/control-" : "/") + repeat + (occurrence == 0 ? "" : "/" + occurrence);
    }
}
