package dev.portolan.routing.budget;

import dev.portolan.chat.ChatModel;
import dev.portolan.evidence.cost.Price;
import dev.portolan.routing.state.StateStores;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Budgets by configuration:
 *
 * <pre>{@code
 * portolan.models.assistant.budget.limits.tenant-day=5 USD per day by tenant
 * portolan.models.assistant.budget.limits.all=2000 USD per month
 * }</pre>
 *
 * Stands around models that have limits, routers included.
 */
public final class BudgetDecorator implements DecoratorProvider {

    private final List<BudgetListener> listeners;

    /** For {@link ServiceLoader}: with the listeners that are listed. */
    public BudgetDecorator() {
        List<BudgetListener> all = new ArrayList<>();
        ServiceLoader.load(BudgetListener.class).forEach(all::add);
        this.listeners = List.copyOf(all);
    }

    /**
     * Budgets with listeners of one's own, for {@code Portolan.builder().extension(...)}.
     *
     * @param listeners who hears of budgets that are used up
     */
    public BudgetDecorator(List<BudgetListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public String id() {
        return "budget";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public Position position() {
        return Position.BUDGET;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                SettingSpec.choice("", List.of("on", "off"), "Whether its calls are counted against its limits.")
                        .withDefault("on"),
                SettingSpec.of(
                        "limits",
                        SettingSpec.Type.MAP,
                        "Each budget by its name, such as 5 USD per day by tenant; the same name elsewhere is the same budget."),
                SettingSpec.of("zone", SettingSpec.Type.STRING, "Whose calendar says when a day or month begins.")
                        .withDefault("UTC"),
                SettingSpec.of("alert-at", SettingSpec.Type.LIST, "At which percentages of a limit somebody is told.")
                        .withDefault("80"),
                SettingSpec.of("unknown-price", SettingSpec.Type.STRING, """
                        What becomes of calls to models without a known price: refuse, or the price that they are counted with, such as \
                        3/15 for a million tokens of input and output.""").withDefault("refuse"),
                SettingSpec.of(
                                "margin",
                                SettingSpec.Type.DECIMAL,
                                "How much more than the estimated input is reserved.")
                        .withDefault("0.5"),
                SettingSpec.of(
                                "output-tokens",
                                SettingSpec.Type.INTEGER,
                                "How much output is reserved where neither the request nor the model's limits say it.")
                        .withDefault("16384"),
                SettingSpec.of(
                                "reserve-attempts",
                                SettingSpec.Type.INTEGER,
                                "For how many sendings of a call is reserved, retries included.")
                        .withDefault("1"),
                SettingSpec.choice(
                                "unknown-outcome",
                                List.of("reserved", "input", "nothing"),
                                "What a sending is counted with of which nobody knows whether the vendor did the work.")
                        .withDefault("reserved"),
                SettingSpec.of("state", SettingSpec.Type.STRING, "Where is counted: memory, or a store by its name.")
                        .withDefault(StateStores.MEMORY),
                SettingSpec.choice(
                                "on-store-failure",
                                List.of("refuse", "allow"),
                                "What becomes of calls when the store cannot be asked.")
                        .withDefault("refuse"),
                SettingSpec.of("store-wait", SettingSpec.Type.DURATION, "The longest that a call waits for the store.")
                        .withDefault("1s"),
                SettingSpec.of(
                                "lease",
                                SettingSpec.Type.DURATION,
                                "How long a reservation holds whose instance is not heard of again; longer than any call.")
                        .withDefault("15m"));
    }

    @Override
    public ChatModel decorate(ChatModel model, String name, Settings settings) {
        Map<String, String> limits = new TreeMap<>(settings.map("limits"));
        if (limits.isEmpty() || "off".equals(settings.string(""))) {
            return model;
        }
        List<Budget> budgets = new ArrayList<>();
        Integer[] alerts =
                settings.list("alert-at").stream().map(each -> percentage(each)).toArray(Integer[]::new);
        limits.forEach((budget, text) -> budgets.add(
                read(budget, text).zone(zone(settings)).alertAt(alerts).build()));
        String state = settings.string("state");
        Budgets ledger = Budgets.shared(state == null ? StateStores.MEMORY : state);
        listeners.forEach(ledger::listen);
        return new BudgetedChatModel(model, name, budgets, policy(settings, budgets), ledger);
    }

    private static Budget.Builder read(String name, String text) {
        try {
            return Budget.parse(name, text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("limits." + name + ": " + e.getMessage(), e);
        }
    }

    private static ZoneId zone(Settings settings) {
        String zone = settings.string("zone");
        try {
            return ZoneId.of(zone == null ? "UTC" : zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("zone: there is no time zone " + zone, e);
        }
    }

    private static BudgetPolicy policy(Settings settings, List<Budget> budgets) {
        BudgetPolicy.Builder policy = BudgetPolicy.builder()
                .unknownPrice(unknownPrice(settings.string("unknown-price"), budgets))
                .unknownOutcome(BudgetPolicy.UnknownOutcome.valueOf(upper(settings, "unknown-outcome", "RESERVED")))
                .onStoreFailure(BudgetPolicy.OnStoreFailure.valueOf(upper(settings, "on-store-failure", "REFUSE")));
        Double margin = settings.decimal("margin");
        Long output = settings.integer("output-tokens");
        Long attempts = settings.integer("reserve-attempts");
        java.time.Duration wait = settings.duration("store-wait");
        java.time.Duration lease = settings.duration("lease");
        if (margin != null) {
            policy.margin(margin);
        }
        if (output != null) {
            policy.outputTokens(output);
        }
        if (attempts != null) {
            policy.attempts(Math.toIntExact(Math.min(attempts, Integer.MAX_VALUE)));
        }
        if (wait != null) {
            policy.storeWait(wait);
        }
        if (lease != null) {
            policy.lease(lease);
        }
        return policy.build();
    }

    private static String upper(Settings settings, String name, String byDefault) {
        String word = settings.string(name);
        return word == null ? byDefault : word.toUpperCase(java.util.Locale.ROOT);
    }

    private static @Nullable Price unknownPrice(@Nullable String text, List<Budget> budgets) {
        if (text == null || text.equals("refuse")) {
            return null;
        }
        List<Currency> currencies = budgets.stream()
                .map(Budget::currency)
                .filter(java.util.Objects::nonNull)
                .distinct()
                .toList();
        if (currencies.size() != 1) {
            throw new IllegalArgumentException(
                    "unknown-price: a price needs limits of money in one currency, not " + currencies);
        }
        String[] both = text.split("/", -1);
        if (both.length != 2) {
            throw new IllegalArgumentException("unknown-price: must be refuse, or input/output such as 3/15");
        }
        return new Price(
                currencies.get(0), number("unknown-price", both[0]), number("unknown-price", both[1]), null, null);
    }

    private static Integer percentage(String text) {
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("alert-at: \"" + text + "\" is no whole number", e);
        }
    }

    private static BigDecimal number(String setting, String text) {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(setting + ": \"" + text + "\" is no number", e);
        }
    }
}
