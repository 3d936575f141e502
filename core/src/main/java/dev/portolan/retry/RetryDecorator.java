package dev.portolan.retry;

import dev.portolan.chat.ChatModel;
import dev.portolan.error.ErrorKind;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Retries by configuration: {@code portolan.models.<name>.retry=on|off} and {@code portolan.models.<name>.retry.*}. On by
 * default. All models of one provider in the process whose {@code budget} is the same share one {@link RetryBudget}.
 */
public final class RetryDecorator implements DecoratorProvider {

    /** As many as there are providers and budgets in the configuration. */
    private static final Map<Shared, RetryBudget> BUDGETS = new ConcurrentHashMap<>();

    private record Shared(String provider, double retriesPerCall) {}

    private static final RetryPolicy DEFAULT = RetryPolicy.DEFAULT;

    /** For {@link java.util.ServiceLoader}. */
    public RetryDecorator() {}

    @Override
    public String id() {
        return "retry";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public Position position() {
        return Position.RETRY;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                SettingSpec.choice("", List.of("on", "off"), "Whether failed calls are sent again.")
                        .withDefault("on"),
                SettingSpec.of("max-attempts", SettingSpec.Type.INTEGER, "How many times a call is sent at most.")
                        .withDefault("3"),
                SettingSpec.of("base-delay", SettingSpec.Type.DURATION, "The longest wait before the second attempt.")
                        .withDefault("500ms"),
                SettingSpec.of(
                                "multiplier",
                                SettingSpec.Type.DECIMAL,
                                "By how much the longest wait grows with each attempt.")
                        .withDefault("2"),
                SettingSpec.of("max-delay", SettingSpec.Type.DURATION, "Where the longest wait stops growing.")
                        .withDefault("20s"),
                SettingSpec.of(
                                "max-retry-after",
                                SettingSpec.Type.DURATION,
                                "The longest Retry-After that is waited for.")
                        .withDefault("60s"),
                SettingSpec.of("except", SettingSpec.Type.LIST, "Error kinds that are not retried, such as timeout."),
                SettingSpec.of(
                                "budget",
                                SettingSpec.Type.DECIMAL,
                                "How many retries a call earns; shared by the models of one provider.")
                        .withDefault("0.2"));
    }

    @Override
    public ChatModel decorate(ChatModel model, String name, Settings settings) {
        if ("off".equals(settings.string(""))) {
            return model;
        }
        Double budget = settings.decimal("budget");
        Shared key = new Shared(model.info().provider(), budget != null ? budget : RetryBudget.RETRIES_PER_CALL);
        RetryBudget shared = BUDGETS.computeIfAbsent(key, of -> new RetryBudget(of.retriesPerCall()));
        return new RetryingChatModel(model, policy(settings), shared);
    }

    private static RetryPolicy policy(Settings settings) {
        Long attempts = settings.integer("max-attempts");
        Double multiplier = settings.decimal("multiplier");
        return RetryPolicy.builder()
                .maxAttempts(attempts != null ? Math.toIntExact(attempts) : DEFAULT.maxAttempts())
                .baseDelay(duration(settings, "base-delay", DEFAULT.baseDelay()))
                .multiplier(multiplier != null ? multiplier : DEFAULT.multiplier())
                .maxDelay(duration(settings, "max-delay", DEFAULT.maxDelay()))
                .maxRetryAfter(duration(settings, "max-retry-after", DEFAULT.maxRetryAfter()))
                .except(kinds(settings.list("except")))
                .build();
    }

    private static Duration duration(Settings settings, String name, Duration byDefault) {
        Duration given = settings.duration(name);
        return given != null ? given : byDefault;
    }

    private static Set<ErrorKind> kinds(List<String> ids) {
        Set<ErrorKind> kinds = new HashSet<>();
        for (String id : ids) {
            kinds.add(ErrorKind.values().stream()
                    .filter(kind -> kind.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "except: there is no error kind " + id + "; known are " + ErrorKind.values())));
        }
        return kinds;
    }
}
