package dev.portolan.benchmark;

/** What is measured: the same two jobs, done by different hands. */
public interface Client extends AutoCloseable {

    /**
     * Asks once, with one tool offered, and reads text, tool call and usage.
     *
     * @return a number made of everything that was read, so that none of it can be left out
     */
    int call();

    /**
     * Reads a stream to its end, piece by piece.
     *
     * @return a number made of everything that was read
     */
    int stream();

    @Override
    void close();
}
