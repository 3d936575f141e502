package dev.portolan.config.internal;

import java.util.concurrent.atomic.AtomicBoolean;

/** One call's hold on its generation, to be given back once; running it again does nothing. */
final class Lease implements Runnable {

    private final Generation generation;
    private final AtomicBoolean ended = new AtomicBoolean();

    Lease(Generation generation) {
        this.generation = generation;
    }

    Generation generation() {
        return generation;
    }

    @Override
    public void run() {
        if (ended.compareAndSet(false, true)) {
            generation.release();
        }
    }
}
