package dev.portolan.simulator.internal;

import dev.portolan.simulator.Pace;
import dev.portolan.simulator.internal.http.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The steps of an answer, each made when its turn comes, so that a long stream is not held in memory. */
final class HttpSteps {

    /** Nothing, until the client goes away. */
    static final Iterable<Step> FOR_EVER = () -> new Iterator<>() {
        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Step next() {
            return new Step.Pause(Duration.ofHours(1));
        }
    };

    private static final byte[] BLANKS = blanks(64 * 1024);

    private HttpSteps() {}

    static Iterable<Step> pause(Duration time) {
        return time.isZero() ? List.of() : List.of(new Step.Pause(time));
    }

    /** How long a model takes to say so much. */
    static Duration time(Pace pace, int tokens) {
        return tokens == 0 ? Duration.ZERO : pace.first().plus(pace.token().multipliedBy(tokens - 1L));
    }

    /** The pieces of a plan, each in its turn. */
    static Iterable<Step> paced(FaultPlan plan, List<Piece> pieces, Pace pace) {
        return () -> new Paced(plan, pieces, pace);
    }

    static Iterable<Step> ending(Ending ending, Framing framing) {
        if (ending instanceof Ending.Stalled) {
            return FOR_EVER;
        }
        if (ending instanceof Ending.Reset) {
            return List.of(new Step.Reset());
        }
        if (ending instanceof Ending.Filler filler) {
            byte[] opening = framing.opening(filler.bytes());
            List<Iterable<Step>> steps = new ArrayList<>();
            steps.add(opening.length == 0 ? List.of() : List.of(new Step.Send(() -> opening)));
            steps.add(() -> new Filling(filler.bytes()));
            steps.add(List.of(new Step.Close()));
            return chain(steps);
        }
        return List.of();
    }

    static Iterable<Step> chain(List<Iterable<Step>> parts) {
        return () -> new Chain(parts.iterator());
    }

    private static byte[] blanks(int length) {
        byte[] blanks = new byte[length];
        Arrays.fill(blanks, (byte) ' ');
        return blanks;
    }

    private static final class Chain implements Iterator<Step> {
        private final Iterator<Iterable<Step>> parts;
        private Iterator<Step> current = Collections.emptyIterator();

        Chain(Iterator<Iterable<Step>> parts) {
            this.parts = parts;
        }

        @Override
        public boolean hasNext() {
            while (!current.hasNext() && parts.hasNext()) {
                current = parts.next().iterator();
            }
            return current.hasNext();
        }

        @Override
        public Step next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return current.next();
        }
    }

    private static final class Paced implements Iterator<Step> {
        private final FaultPlan plan;
        private final List<Piece> pieces;
        private final Pace pace;
        private int place;
        private boolean waited;

        Paced(FaultPlan plan, List<Piece> pieces, Pace pace) {
            this.plan = plan;
            this.pieces = pieces;
            this.pace = pace;
        }

        @Override
        public boolean hasNext() {
            return place < plan.pieces().size();
        }

        @Override
        public Step next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Duration wait = place == 0 ? pace.first() : pace.token();
            if (!waited && !wait.isZero()) {
                waited = true;
                return new Step.Pause(wait);
            }
            waited = false;
            Piece piece = pieces.get(plan.pieces().get(place));
            Manner manner = plan.manners().getOrDefault(place, Manner.WHOLE);
            place++;
            return new Step.Send(() -> piece.bytes(manner));
        }
    }

    private static final class Filling implements Iterator<Step> {
        private long left;

        Filling(long bytes) {
            this.left = bytes;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Step next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int now = (int) Math.min(left, BLANKS.length);
            left -= now;
            byte[] block = now == BLANKS.length ? BLANKS : blanks(now);
            return new Step.Send(() -> block);
        }
    }
}
