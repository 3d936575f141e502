package dev.portolan.structured;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.StructuredOutputFailed;
import dev.portolan.schema.JsonBinding;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.support.schema.InstanceShape;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An answer while it comes: first its beginnings, as trees, then the whole as its type.
 *
 * <pre>{@code
 * try (StructuredStream<Invoice> stream = StructuredOutput.of(Invoice.class).stream(model, request)) {
 *     for (Object beginning : stream) {
 *         show(beginning);
 *     }
 *     Invoice invoice = stream.result().value();
 * }
 * }</pre>
 *
 * <p>A beginning is a {@code Map}, or a {@code List}, of maps, lists, {@code String}, {@code Boolean}, {@code Integer}, {@code Long},
 * {@code BigInteger}, {@code BigDecimal} and null, in the shape of the original schema. It may lack anything, its last text may go on,
 * and it is held against nothing. Each is a tree of its own. There is one each time that the answer has grown by a fiftieth, so that
 * a long answer costs no more than its length. Answers that are neither object nor list have no beginnings.
 *
 * <p>Read by one thread, once.
 *
 * @param <T> the type
 */
public final class StructuredStream<T> implements Iterable<Object>, AutoCloseable {

    private static final int GROWTH = 50;

    private final ChatStream source;
    private final InstanceShape shape;
    private final Repair<T> repair;
    private final PartialJson partial = new PartialJson();
    private int length;
    private int shownAt;
    private @Nullable Object last;
    private @Nullable ChatResponse response;
    private @Nullable StructuredResult<T> result;
    private boolean iterated;

    StructuredStream(ChatStream source, JsonSchema schema, Repair<T> repair) {
        this.source = source;
        this.shape = InstanceShape.ofBeginnings(schema);
        this.repair = repair;
    }

    /**
     * The beginnings, as they come. May be asked for once.
     *
     * @return an iterator that waits for the model
     */
    @Override
    public Iterator<Object> iterator() {
        if (iterated) {
            throw new IllegalStateException("A stream can be read once");
        }
        iterated = true;
        return new Beginnings();
    }

    /**
     * The whole answer; reads the rest of the stream first, and repairs if need be.
     *
     * @return the answer
     * @throws StructuredOutputFailed when no answer came that fits
     */
    public StructuredResult<T> result() {
        StructuredResult<T> known = result;
        if (known == null) {
            while (response == null) {
                read();
            }
            known = repair.of(response);
            result = known;
        }
        return known;
    }

    /** Ends the stream; aborts the call if the answer is not whole yet. */
    @Override
    public void close() {
        source.close();
    }

    private void read() {
        ChatEvent event = source.next();
        if (event == null) {
            throw new IllegalStateException("The stream was closed before its end");
        }
        if (event instanceof ChatEvent.TextDelta text) {
            partial.append(text.text());
            length += text.text().length();
        } else if (event instanceof ChatEvent.Completed completed) {
            response = completed.response();
        }
    }

    /** The next beginning that differs from the last one, or {@code null} when the answer is whole. */
    private @Nullable Object next() {
        while (response == null) {
            read();
            if (response != null || length - shownAt > shownAt / GROWTH) {
                Object tree = tree();
                if (tree != null && !tree.equals(last)) {
                    last = tree;
                    shownAt = length;
                    return tree;
                }
            }
        }
        return null;
    }

    private @Nullable Object tree() {
        String json = partial.closed();
        try {
            return json == null ? null : JsonBinding.read(shape.restore(json), Object.class);
        } catch (IllegalArgumentException e) {
            // What is no JSON is told with the whole answer.
            return null;
        }
    }

    @Override
    public String toString() {
        return "StructuredStream[" + length + " chars" + (response == null ? "" : ", whole") + "]";
    }

    private final class Beginnings implements Iterator<Object> {
        private @Nullable Object ready;

        @Override
        public boolean hasNext() {
            if (ready == null) {
                ready = StructuredStream.this.next();
            }
            return ready != null;
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The answer is whole");
            }
            Object next = Objects.requireNonNull(ready);
            ready = null;
            return next;
        }
    }
}
