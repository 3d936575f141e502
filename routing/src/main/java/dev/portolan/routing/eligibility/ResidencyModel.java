package dev.portolan.routing.eligibility;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.TokenCounter;
import dev.portolan.error.LlmException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model that is called only where the calls may be answered: its own residency and that of the call, by the tag {@link Residency#TAG}, must
 * both be met. Who is not known to meet them fails with {@code no-eligible-route}, and nothing is sent, tokens to count neither; routers pass
 * it over. Thread-safe.
 */
public final class ResidencyModel extends GatedModel {

    private final Residency own;
    private final Supplier<ModelPlace> place;
    private volatile @Nullable ModelPlace told;

    /**
     * A gate around a model.
     *
     * @param delegate the model that is called
     * @param name the name it stands behind
     * @param own where all of its calls must be answered
     * @param place where it answers; asked once, when the first call comes that must be answered somewhere
     */
    public ResidencyModel(ChatModel delegate, String name, Residency own, Supplier<ModelPlace> place) {
        super(delegate, name);
        this.own = Objects.requireNonNull(own, "own");
        this.place = Objects.requireNonNull(place, "place");
    }

    @Override
    @Nullable
    LlmException refusal(CallContext context) {
        return refusal(own.and(Residency.of(context)));
    }

    private @Nullable LlmException refusal(Residency wanted) {
        if (wanted.anywhere()) {
            return null;
        }
        ModelPlace here = told;
        if (here == null) {
            here = place.get();
            told = here;
        }
        String reason = here.refusal(wanted);
        return reason == null
                ? null
                : refused(
                        name() + " " + reason,
                        "Name a model and a connection that are there, or, where you know that it is, set portolan.models."
                                + name() + ".residency.declared");
    }

    /** Counting sends the messages too, so there is none where the model's own residency is not met. */
    @Override
    public @Nullable TokenCounter tokenCounter() {
        return refusal(own) == null ? super.tokenCounter() : null;
    }
}
