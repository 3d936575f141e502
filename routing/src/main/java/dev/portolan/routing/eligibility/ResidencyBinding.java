package dev.portolan.routing.eligibility;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.error.LlmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A router whose residency binds all of its targets: it goes with the calls. Targets that nobody could ask where they answer stop it. */
final class ResidencyBinding extends GatedModel {

    private final Residency own;
    private final List<String> handmade;
    private final @Nullable ModelPlace declared;

    /**
     * A binding.
     *
     * @param handmade targets around which no gate stands
     * @param declared where those answer, or {@code null} when nobody said
     */
    ResidencyBinding(
            ChatModel delegate, String name, Residency own, List<String> handmade, @Nullable ModelPlace declared) {
        super(delegate, name);
        this.own = own;
        this.handmade = handmade;
        this.declared = declared;
    }

    @Override
    @Nullable
    LlmException refusal(CallContext context) {
        Residency wanted = own.and(Residency.of(context));
        if (handmade.isEmpty() || wanted.anywhere()) {
            return null;
        }
        String reason = declared == null ? "is not known to be answered in " + wanted : declared.refusal(wanted);
        return reason == null
                ? null
                : refused(
                        String.join(", ", handmade) + " behind " + name() + ", put in by hand, " + reason,
                        "Say where they answer with portolan.models." + name()
                                + ".residency.declared, or take them out of its targets");
    }

    @Override
    CallContext passed(CallContext context) {
        if (own.anywhere()) {
            return context;
        }
        return context.toBuilder()
                .tag(Residency.TAG, own.and(Residency.of(context)).toString())
                .build();
    }
}
