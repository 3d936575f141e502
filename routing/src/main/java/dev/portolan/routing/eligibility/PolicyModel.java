package dev.portolan.routing.eligibility;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.error.LlmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that is called only for those who may: a call that a deny rule is about is refused, and where there are allow rules, one that none
 * of them is about. Refused calls fail with {@code no-eligible-route}, and nothing is sent; routers pass the model over. Messages name the
 * rule, never what the call's metadata holds. Thread-safe.
 */
public final class PolicyModel extends GatedModel {

    private final List<PolicyRule> deny;
    private final List<PolicyRule> allow;

    /**
     * A gate around a model.
     *
     * @param delegate the model that is called
     * @param name the name it stands behind
     * @param deny whose calls are refused, whatever else allows them
     * @param allow whose calls are made; empty for all
     */
    public PolicyModel(ChatModel delegate, String name, List<PolicyRule> deny, List<PolicyRule> allow) {
        super(delegate, name);
        this.deny = List.copyOf(deny);
        this.allow = List.copyOf(allow);
    }

    @Override
    @Nullable
    LlmException refusal(CallContext context) {
        for (PolicyRule rule : deny) {
            if (rule.matches(context)) {
                return refused(
                        "the policy of " + name() + " refuses the call: deny." + rule.name(),
                        "Call another model for such calls, or change portolan.models." + name() + ".policy.deny."
                                + rule.name());
            }
        }
        if (allow.isEmpty() || allow.stream().anyMatch(rule -> rule.matches(context))) {
            return null;
        }
        return refused(
                "the policy of " + name() + " allows other calls alone: no rule under allow matches",
                "Give the call the metadata that a rule asks for, or add a rule under portolan.models." + name()
                        + ".policy.allow");
    }
}
