package dev.portolan.routing.route;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Cascades by configuration:
 *
 * <pre>{@code
 * portolan.models.extract.provider=cascade
 * portolan.models.extract.targets=nova,sonnet
 * portolan.models.extract.stream=buffered
 * portolan.models.extract.judge=haiku
 * }</pre>
 */
public final class CascadeRouter implements RouterProvider {

    static final String ID = "cascade";

    /** For {@link java.util.ServiceLoader}. */
    public CascadeRouter() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                SettingSpec.of(
                                "targets",
                                SettingSpec.Type.LIST,
                                "The models, from the cheapest to the strongest; two or more.")
                        .mandatory(),
                SettingSpec.choice(
                                "stream",
                                List.of("strongest", "buffered"),
                                "Whether streams go to the strongest model at once, or to the cheapest, held back until its answer is"
                                        + " checked.")
                        .withDefault("strongest"),
                SettingSpec.of(
                        "judge",
                        SettingSpec.Type.STRING,
                        "A model that is asked how good the answer is which is about to be taken; none of the targets."),
                SettingSpec.of(
                                "judge-threshold",
                                SettingSpec.Type.DECIMAL,
                                "The lowest score of the judge that will do, from 0 to 1.")
                        .withDefault("0.5"),
                SettingSpec.of(
                        "judge-rubric",
                        SettingSpec.Type.STRING,
                        "What makes an answer good, from grade 1 to 5; a general rubric by default."),
                SettingSpec.choice(
                                "judge-on-failure",
                                List.of("keep", "escalate"),
                                "What becomes of an answer when the judge fails or gives no verdict.")
                        .withDefault("keep"));
    }

    @Override
    public List<String> targets(Settings settings) {
        List<String> names = settings.list("targets");
        FallbackPlan.requireSense(names, Map.of(), null, null);
        CascadeModel.requireTwo(names.size());
        rules(settings);
        String judge = settings.string("judge");
        if (judge == null) {
            return names;
        }
        if (names.contains(judge)) {
            throw new IllegalArgumentException("judge: \"" + judge
                    + "\" is one of the targets; a model does not judge its own answers, so name another one");
        }
        List<String> all = new ArrayList<>(names);
        all.add(judge);
        return all;
    }

    private static JudgeRules rules(Settings settings) {
        JudgeRules byDefault = JudgeRules.DEFAULT;
        String rubric = settings.string("judge-rubric");
        Double threshold = settings.decimal("judge-threshold");
        return new JudgeRules(
                rubric == null ? byDefault.rubric() : rubric,
                threshold == null ? byDefault.threshold() : threshold,
                "escalate".equals(settings.string("judge-on-failure")));
    }

    @Override
    public ChatModel route(String name, Settings settings, Function<String, ChatModel> models) {
        List<Target> targets = settings.list("targets").stream()
                .map(target -> new Target(target, models.apply(target)))
                .toList();
        List<Acceptance> checks = new ArrayList<>(Acceptance.FREE);
        String judge = settings.string("judge");
        if (judge != null) {
            checks.add(Acceptance.judged(new Target(judge, models.apply(judge)), rules(settings)));
        }
        CascadeModel model = new CascadeModel(name, targets, checks, null);
        return "buffered".equals(settings.string("stream")) ? model.bufferingStreams() : model;
    }
}
