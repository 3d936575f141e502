package dev.portolan.routing.shadow;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.routing.route.Target;
import dev.portolan.spi.ForwardingChatModel;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * A source that answers, and a target in its shadow: when a sampled call has ended, the target is asked the same on the shadow's own threads,
 * and the pair is scored. Thread-safe.
 *
 * <p>Nobody who calls this model waits for the target, and nothing that goes wrong in the shadow reaches him: his thread counts, and puts an
 * entry into a bounded queue. Where the target is slower than the traffic the oldest entries are dropped, and counted. The target is called
 * with its own deadline, cancellation, attempts and circuit breaker, with the {@linkplain #TAG tag} {@code shadow=true}, and without the
 * credentials that the call brought. Nothing runs the tools that it calls, and nothing keeps what it says but what {@link ShadowSettings}
 * ask for.
 *
 * <p>Of a stream the user gets the source's events as they come; the whole answer is compared. One that its reader leaves is not.
 *
 * <p>A shadow whose target is its source, by name, is an A/A run: it measures how often a model is flagged against itself.
 */
public final class ShadowModel extends ForwardingChatModel implements AutoCloseable {

    /** The tag of calls that are made in a shadow; its value is {@code true}. */
    public static final String TAG = "shadow";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final Target source;
    private final Target target;
    private final ShadowSettings settings;
    private final SampleChoice choice;
    private final ShadowTally tally;
    private final Mishaps mishaps;
    private final LongSupplier nanoClock;
    private final Mirror mirror;

    /**
     * A shadow.
     *
     * @param name the name that is called
     * @param source answers those who call
     * @param target is asked in its shadow; of the same name for an A/A run
     * @param settings how much it may take, what it looks at and who hears of it
     */
    public ShadowModel(String name, Target source, Target target, ShadowSettings settings) {
        this(name, source, target, settings, Surroundings.real(name, settings));
    }

    ShadowModel(String name, Target source, Target target, ShadowSettings settings, Surroundings around) {
        super(source.model());
        this.name = Objects.requireNonNull(name, "name");
        this.source = source;
        this.target = Objects.requireNonNull(target, "target");
        this.settings = settings;
        this.choice = new SampleChoice(name, settings.sample());
        this.tally = around.tally();
        this.mishaps = around.mishaps();
        this.nanoClock = around.nanoClock();
        this.mirror = new Mirror(name, target.model(), settings, around);
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        if (!begins(request, context)) {
            return delegate().chat(request, context);
        }
        tally.sampled.increment();
        long started = nanoClock.getAsLong();
        boolean ended = false;
        try {
            ChatResponse response = delegate().chat(request, context);
            ended = true;
            mirror.ended(request, context, false, CallEnd.answered(response, since(started), null));
            return response;
        } catch (LlmException e) {
            ended = true;
            mirror.ended(request, context, false, CallEnd.failed(e, since(started)));
            throw e;
        } finally {
            if (!ended) {
                tally.notCompared(NotCompared.DEFECT);
            }
        }
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return begins(request, context)
                ? new ShadowedStream(() -> delegate().stream(request, context), mirror, request, context)
                : delegate().stream(request, context);
    }

    private boolean begins(ChatRequest request, CallContext context) {
        tally.requests.increment();
        try {
            return choice.takes(request, context);
        } catch (RuntimeException e) {
            mishaps.count("sample", e);
            return false;
        }
    }

    private Duration since(long started) {
        return Duration.ofNanos(nanoClock.getAsLong() - started);
    }

    /**
     * The name that is called.
     *
     * @return as it was given
     */
    public String name() {
        return name;
    }

    /**
     * What was seen so far.
     *
     * @return the counts of this moment
     */
    public ShadowStatistics statistics() {
        return tally.snapshot(
                name,
                source.name(),
                target.name(),
                mirror.pool().stuck(),
                mirror.pool().wereStuck(),
                mishaps.counts(),
                settings.noiseFloor());
    }

    /**
     * Waits until no call waits for its turn or is under way, those apart that hang. For programs that end and for tests.
     *
     * @param patience how long to wait at most
     * @return false when the time was up before
     * @throws InterruptedException when the thread was interrupted
     */
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        return mirror.pool().awaitIdle(patience);
    }

    /** Like {@link #close(Duration)} with 5 s; an interrupt ends the waiting. */
    @Override
    public void close() {
        try {
            close(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Samples no further calls, waits for those that were, then drops what still waits and cancels what is under way. Those who call this
     * model are answered by the source as before.
     *
     * @param patience how long to wait at most
     * @return whether everything had ended before
     * @throws InterruptedException when the thread was interrupted; what was under way is dropped and cancelled all the same
     */
    public boolean close(Duration patience) throws InterruptedException {
        return mirror.pool().close(patience);
    }

    /** Another shadow takes this one's place: no further calls, and what waits is dropped; what is under way goes on. */
    void retire() {
        mirror.pool().retire();
    }

    @Override
    public String toString() {
        return "ShadowModel[" + name + ": " + source.name() + " -> " + target.name() + "]";
    }
}
