package dev.portolan.routing.budget;

import dev.portolan.chat.CallContext;
import dev.portolan.evidence.cost.Money;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much may be used up in a period: money in one currency, or tokens. Several models with a budget of the same name, unit, period and
 * zone use it up together, each within the limit that it states. Immutable.
 */
public final class Budget {

    /** The percentage at which somebody is told, unless said otherwise. */
    public static final int DEFAULT_ALERT = 80;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,59}");

    private final String name;
    private final long units;
    private final @Nullable Currency currency;
    private final BudgetPeriod period;
    private final ZoneId zone;
    private final List<BudgetScope> by;
    private final SortedMap<BudgetScope, String> only;
    private final List<Integer> alerts;

    private Budget(Builder builder) {
        if (builder.units <= 0) {
            throw new IllegalArgumentException("limit: must be given and more than zero");
        }
        this.name = builder.name;
        this.units = builder.units;
        this.currency = builder.currency;
        this.period = builder.period;
        this.zone = builder.zone;
        this.by = builder.by;
        this.only = Collections.unmodifiableSortedMap(new TreeMap<>(builder.only));
        this.alerts = builder.alerts;
    }

    /**
     * Starts a budget for all calls, in all, in UTC.
     *
     * @param name 1 to 60 letters, digits and {@code _.-}
     * @return a builder; the limit is to be set
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * Reads a budget as configurations have it: {@code 5 USD per day by tenant}, {@code 2000000 tokens per month by tenant,feature}, {@code
     * 300 EUR per month for tenant=acme}, {@code 1000 USD in total}.
     *
     * @param name its name
     * @param text an amount, a currency or {@code tokens}, {@code per hour}, {@code per day}, {@code per month} or {@code in total}; perhaps
     *     {@code by} with scopes, each value of which has the budget for itself; perhaps {@code for} with {@code scope=value}s, which a
     *     call must have to be counted
     * @return a builder with it
     * @throws IllegalArgumentException when it cannot be read; the message says what is wrong
     */
    public static Builder parse(String name, String text) {
        return BudgetText.parse(name, text);
    }

    /**
     * Its name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * How much may be used up in a period.
     *
     * @return an amount of {@link #currency()}, or tokens; more than zero
     */
    public BigDecimal limit() {
        return Units.amount(units, currency);
    }

    /**
     * What is counted.
     *
     * @return the money, or {@code null} for tokens
     */
    public @Nullable Currency currency() {
        return currency;
    }

    /**
     * When it begins anew.
     *
     * @return the period
     */
    public BudgetPeriod period() {
        return period;
    }

    /**
     * Whose calendar counts.
     *
     * @return the zone
     */
    public ZoneId zone() {
        return zone;
    }

    /**
     * What has the budget for itself, each value of it.
     *
     * @return sorted; empty for all calls together
     */
    public List<BudgetScope> by() {
        return by;
    }

    /**
     * What a call must have to be counted.
     *
     * @return unmodifiable; empty for all calls
     */
    public Map<BudgetScope, String> only() {
        return only;
    }

    /**
     * At which percentages of the limit somebody is told.
     *
     * @return rising
     */
    public List<Integer> alerts() {
        return alerts;
    }

    long units() {
        return units;
    }

    /** The highest percentage to tell of that is reached when so much is spent, or 0. */
    int reached(long spent) {
        int highest = 0;
        for (int percent : alerts) {
            if (spent >= units / 100 * percent + units % 100 * percent / 100) {
                highest = percent;
            }
        }
        return highest;
    }

    /** Whether a call counts. */
    boolean covers(String model, CallContext context) {
        for (Map.Entry<BudgetScope, String> must : only.entrySet()) {
            if (!must.getValue().equals(must.getKey().valueOf(model, context))) {
                return false;
            }
        }
        return true;
    }

    /** The values that have it for themselves; a value that a call does not have is empty. */
    SortedMap<String, String> owner(String model, CallContext context) {
        SortedMap<String, String> owner = new TreeMap<>();
        for (BudgetScope scope : by) {
            String value = scope.valueOf(model, context);
            owner.put(scope.toString(), value == null ? "" : value);
        }
        return owner;
    }

    /** The amount, the unit and the period, such as {@code 5 USD per day by tenant}. */
    @Override
    public String toString() {
        return name + ": " + BudgetText.of(this);
    }

    /** Collects what a budget is. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private long units;
        private @Nullable Currency currency;
        private BudgetPeriod period = BudgetPeriod.TOTAL;
        private ZoneId zone = ZoneOffset.UTC;
        private List<BudgetScope> by = List.of();
        private final Map<BudgetScope, String> only = new TreeMap<>();
        private List<Integer> alerts = List.of(DEFAULT_ALERT);

        private Builder(String name) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "name: must be 1 to 60 letters, digits, and _.- after the first, not \"" + name + "\"");
            }
            this.name = name;
        }

        /**
         * Sets a limit of money.
         *
         * @param limit more than zero, at most nine billion of its currency
         * @return this builder
         */
        public Builder money(Money limit) {
            this.units = Units.up(limit.amount());
            this.currency = limit.currency();
            if (units == Long.MAX_VALUE) {
                throw new IllegalArgumentException("limit: is more than can be counted");
            }
            return this;
        }

        /**
         * Sets a limit of tokens, input and output together.
         *
         * @param limit more than zero
         * @return this builder
         */
        public Builder tokens(long limit) {
            this.units = limit;
            this.currency = null;
            return this;
        }

        /**
         * Sets when it begins anew.
         *
         * @param value the period; never unless set
         * @return this builder
         */
        public Builder per(BudgetPeriod value) {
            this.period = Objects.requireNonNull(value, "period");
            return this;
        }

        /**
         * Sets whose calendar counts.
         *
         * @param value the zone; UTC unless set
         * @return this builder
         */
        public Builder zone(ZoneId value) {
            this.zone = Objects.requireNonNull(value, "zone");
            return this;
        }

        /**
         * Sets what has the budget for itself, each value of it. Calls that lack a value share one budget.
         *
         * @param scopes such as {@link BudgetScope#TENANT}
         * @return this builder
         */
        public Builder by(BudgetScope... scopes) {
            this.by = List.copyOf(new TreeSet<>(List.of(scopes)));
            return this;
        }

        /**
         * Counts only calls that have a value.
         *
         * @param scope such as {@link BudgetScope#TENANT}
         * @param value what the call must have there
         * @return this builder
         */
        public Builder only(BudgetScope scope, String value) {
            this.only.put(scope, Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Sets at which percentages of the limit somebody is told, once in each period.
         *
         * @param percentages from 1 to 100; 80 unless set
         * @return this builder
         */
        public Builder alertAt(Integer... percentages) {
            this.alerts = List.copyOf(new TreeSet<>(List.of(percentages)));
            for (int each : alerts) {
                if (each < 1 || each > 100) {
                    throw new IllegalArgumentException("alert-at: must be from 1 to 100, not " + each);
                }
            }
            return this;
        }

        /**
         * Builds the budget.
         *
         * @return the budget
         */
        public Budget build() {
            return new Budget(this);
        }
    }
}
