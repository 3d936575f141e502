package dev.portolan.routing.lifecycle;

import dev.portolan.chat.ChatResponse;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.IdMatch;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts answers by the model that gave them, and tells where that is not the model that was asked for. Vendors answer retired names with
 * newer models, at their prices and without an error: Google does so with Gemini 2.5, DeepSeek with its old names. Thread-safe; recording
 * an answer takes no lock, and a pair of names is looked up once.
 */
public final class ModelDrift {

    /** What is kept at most: names come from answers. */
    private static final int MOST_PAIRS = 1_000;

    private final ModelCatalog catalog;
    private final Clock clock;
    private final ConcurrentMap<Pair, Count> counts = new ConcurrentHashMap<>();
    private final AtomicLong forgotten = new AtomicLong();

    private record Pair(
            @Nullable Cloud cloud, String asked, @Nullable String base, String answered) {}

    private static final class Count {
        private final Kind kind;
        private final AtomicLong calls = new AtomicLong();
        private final AtomicLong first;
        private final AtomicLong last;

        Count(Kind kind, long now) {
            this.kind = kind;
            this.first = new AtomicLong(now);
            this.last = new AtomicLong(now);
        }

        void seen(long now) {
            calls.incrementAndGet();
            first.accumulateAndGet(now, Math::min);
            last.accumulateAndGet(now, Math::max);
        }
    }

    /** How an answer's model stands to the one asked for. */
    public enum Kind {
        /** The same name. */
        SAME,
        /** Another name of the same model, such as the snapshot behind an alias. */
        SAME_MODEL,
        /** The name asked for moves, and this is where it points now. */
        MOVED,
        /** Another model. */
        OTHER_MODEL,
        /** One of the names is not known, so that nobody can tell. */
        UNKNOWN
    }

    /**
     * Answers to one name by one model.
     *
     * @param cloud where, or {@code null} when the catalog has none for the provider
     * @param asked the model as it was asked for
     * @param answered the model as the answers name it
     * @param kind how the two stand to each other
     * @param calls how many answers
     * @param first when the first came
     * @param last when the last came
     */
    public record Row(
            @Nullable Cloud cloud, String asked, String answered, Kind kind, long calls, Instant first, Instant last) {

        /**
         * Whether it is to be looked at.
         *
         * @return true when another model answers, or an alias moved
         */
        public boolean drifted() {
            return kind == Kind.OTHER_MODEL || kind == Kind.MOVED;
        }
    }

    /**
     * A report that has seen nothing yet.
     *
     * @param catalog what tells which names mean one model
     * @param clock what tells the time
     */
    public ModelDrift(ModelCatalog catalog, Clock clock) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Counts an answer. One that does not name its model is passed over.
     *
     * @param provider the provider's id in configuration
     * @param address the connection's base URL, or {@code null}
     * @param asked the model as it was asked for
     * @param baseModel the model stated beside that name, or {@code null}
     * @param response the answer
     */
    public void record(
            String provider,
            @Nullable String address,
            String asked,
            @Nullable String baseModel,
            ChatResponse response) {
        String answered = response.model();
        if (!answered.isBlank()) {
            record(Cloud.ofConnection(provider, address), asked, baseModel, answered);
        }
    }

    /**
     * Counts an answer.
     *
     * @param cloud where, or {@code null} when the catalog has none
     * @param asked the model as it was asked for
     * @param baseModel the model stated beside that name, or {@code null}
     * @param answered the model as the answer names it
     */
    public void record(@Nullable Cloud cloud, String asked, @Nullable String baseModel, String answered) {
        Pair pair = new Pair(cloud, asked, baseModel, answered);
        long now = clock.millis();
        Count count = counts.get(pair);
        if (count == null) {
            if (counts.size() >= MOST_PAIRS) {
                forgotten.incrementAndGet();
                return;
            }
            count = counts.computeIfAbsent(pair, fresh -> new Count(kind(fresh), now));
        }
        count.seen(now);
    }

    private Kind kind(Pair pair) {
        Cloud cloud = pair.cloud();
        if (pair.base() == null && pair.asked().equals(pair.answered())) {
            return Kind.SAME;
        }
        if (cloud == null) {
            return Kind.UNKNOWN;
        }
        IdMatch asked = catalog.identify(cloud, pair.asked(), pair.base());
        CatalogModel wanted = asked.model();
        CatalogModel came = answering(cloud, pair.answered());
        if (wanted == null || came == null) {
            return Kind.UNKNOWN;
        }
        if (wanted == came) {
            return Kind.SAME_MODEL;
        }
        Offer offer = asked.offer();
        return offer != null && offer.moving() ? Kind.MOVED : Kind.OTHER_MODEL;
    }

    /** Answers name the model by an id, or as its vendor does. */
    private @Nullable CatalogModel answering(Cloud cloud, String answered) {
        IdMatch match = catalog.identify(cloud, answered);
        return match.found() ? match.model() : catalog.modelNamed(answered).model();
    }

    /**
     * What was counted.
     *
     * @return other models first, then aliases that moved, then what is unknown; within these by falling number of answers
     */
    public List<Row> rows() {
        return counts.entrySet().stream()
                .map(entry -> new Row(
                        entry.getKey().cloud(),
                        entry.getKey().asked(),
                        entry.getKey().answered(),
                        entry.getValue().kind,
                        entry.getValue().calls.get(),
                        Instant.ofEpochMilli(entry.getValue().first.get()),
                        Instant.ofEpochMilli(entry.getValue().last.get())))
                .sorted(Comparator.comparing((Row row) -> weight(row.kind()))
                        .thenComparing(Row::calls, Comparator.reverseOrder())
                        .thenComparing(Row::asked)
                        .thenComparing(Row::answered))
                .toList();
    }

    private static int weight(Kind kind) {
        return switch (kind) {
            case OTHER_MODEL -> 0;
            case MOVED -> 1;
            case UNKNOWN -> 2;
            case SAME_MODEL -> 3;
            case SAME -> 4;
        };
    }

    /**
     * Only what is to be looked at.
     *
     * @return the rows where another model answers, or an alias moved
     */
    public List<Row> drifted() {
        return rows().stream().filter(Row::drifted).toList();
    }

    /**
     * How many answers were not counted because there were more than a thousand pairs of names.
     *
     * @return 0 unless something makes up names
     */
    public long forgotten() {
        return forgotten.get();
    }

    /**
     * The report for people.
     *
     * @return a line for each row that {@link #drifted()}, or one that says there is none
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Row row : drifted()) {
            text.append(row.cloud()).append('/').append(row.asked()).append(" was answered by ");
            text.append(row.answered()).append(' ').append(row.calls()).append(row.calls() == 1 ? " time" : " times");
            text.append(", first ").append(row.first()).append(", last ").append(row.last());
            text.append(row.kind() == Kind.MOVED ? " (a name that moves)\n" : "\n");
        }
        return text.isEmpty()
                ? "Every answer came from the model that was asked for, as far as is known.\n"
                : text.toString();
    }
}
