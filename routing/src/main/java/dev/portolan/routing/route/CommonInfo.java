package dev.portolan.routing.route;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the targets of a router have in common. */
final class CommonInfo {

    private CommonInfo() {}

    /** A capability is known only where all are known to have it, or one is known not to. */
    static ModelInfo of(String router, String name, List<Target> targets) {
        List<ModelInfo> infos =
                targets.stream().map(target -> target.model().info()).toList();
        ModelInfo.Builder common = ModelInfo.builder(router, name).targets(infos);
        for (Capability capability : Capability.values()) {
            if (infos.stream().anyMatch(one -> !one.supports(capability))) {
                common.capability(capability, false);
            } else if (infos.stream().allMatch(one -> one.knows(capability))) {
                common.capability(capability, true);
            }
        }
        return common.limits(new ModelLimits(
                        least(infos, ModelLimits::contextTokens),
                        least(infos, ModelLimits::maxOutputTokens),
                        least(infos, ModelLimits::maxTemperature),
                        least(infos, ModelLimits::maxStopSequences),
                        least(infos, ModelLimits::maxTools),
                        least(infos, ModelLimits::maxImageBytes)))
                .build();
    }

    private static <T extends Comparable<T>> @Nullable T least(
            List<ModelInfo> infos, Function<ModelLimits, @Nullable T> limit) {
        T least = null;
        for (ModelInfo info : infos) {
            T value = limit.apply(info.limits());
            if (value != null && (least == null || value.compareTo(least) < 0)) {
                least = value;
            }
        }
        return least;
    }

    /** The gaps of the first target that would not refuse the request; those of the first target when all would. */
    static List<Gap> gaps(List<Target> targets, ChatRequest request) {
        List<Gap> first = null;
        for (Target target : targets) {
            List<Gap> gaps = target.model().check(request);
            if (gaps.stream().noneMatch(gap -> gap.effect() == Gap.Effect.REFUSED)) {
                return gaps;
            }
            first = first == null ? gaps : first;
        }
        return first == null ? List.of() : first;
    }
}
