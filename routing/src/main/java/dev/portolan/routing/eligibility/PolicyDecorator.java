package dev.portolan.routing.eligibility;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Policies by configuration:
 *
 * <pre>{@code
 * portolan.models.assistant.policy.deny.trials=tag.plan=trial
 * portolan.models.assistant.policy.allow.support=tenant=acme|globex, feature=support
 * }</pre>
 *
 * Stands around models that have rules, routers included.
 */
public final class PolicyDecorator implements DecoratorProvider {

    /** For {@link java.util.ServiceLoader}. */
    public PolicyDecorator() {}

    @Override
    public String id() {
        return "policy";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public Position position() {
        return Position.POLICY;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                SettingSpec.choice("", List.of("on", "off"), "Whether its rules are in force.")
                        .withDefault("on"),
                SettingSpec.of(
                        "deny",
                        SettingSpec.Type.MAP,
                        "Rules by their names, such as tenant=acme, tag.tier=gold|silver: such calls are refused."),
                SettingSpec.of(
                        "allow",
                        SettingSpec.Type.MAP,
                        "Rules by their names: where there are any, other calls are refused."));
    }

    @Override
    public ChatModel decorate(ChatModel model, String name, Settings settings) {
        List<PolicyRule> deny = rules("deny", settings);
        List<PolicyRule> allow = rules("allow", settings);
        return (deny.isEmpty() && allow.isEmpty()) || "off".equals(settings.string(""))
                ? model
                : new PolicyModel(model, name, deny, allow);
    }

    private static List<PolicyRule> rules(String setting, Settings settings) {
        List<PolicyRule> rules = new ArrayList<>();
        for (Map.Entry<String, String> rule : new TreeMap<>(settings.map(setting)).entrySet()) {
            try {
                rules.add(PolicyRule.parse(rule.getKey(), rule.getValue()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(setting + "." + rule.getKey() + ": " + e.getMessage(), e);
            }
        }
        return rules;
    }
}
