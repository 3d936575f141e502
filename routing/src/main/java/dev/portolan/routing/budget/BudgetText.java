package dev.portolan.routing.budget;

import dev.portolan.evidence.cost.Money;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Currency;
import java.util.Deque;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Budgets in one line: {@code 5 USD per day by tenant}. */
final class BudgetText {

    private static final String FORM =
            "; say it as \"5 USD per day by tenant\", \"2000000 tokens per month\" or \"1000 EUR in total for tenant=acme\"";

    private BudgetText() {}

    static Budget.Builder parse(String name, String text) {
        Deque<String> words = new ArrayDeque<>(
                Arrays.asList(text.strip().replaceAll("\\s*,\\s*", ",").split("\\s+")));
        Budget.Builder budget = Budget.builder(name);
        BigDecimal amount = amount(words.poll());
        String unit = word(words.poll(), "a currency or tokens");
        if (unit.equalsIgnoreCase("tokens")) {
            budget.tokens(tokens(amount));
        } else {
            budget.money(new Money(amount, currency(unit)));
        }
        budget.per(period(words));
        while (!words.isEmpty()) {
            String next = words.poll();
            if (next.equals("by")) {
                budget.by(Arrays.stream(word(words.poll(), "scopes after by").split(",", -1))
                        .map(BudgetScope::of)
                        .toArray(BudgetScope[]::new));
            } else if (next.equals("for")) {
                only(budget, word(words.poll(), "scope=value after for"));
            } else {
                throw new IllegalArgumentException("\"" + next + "\" cannot be read" + FORM);
            }
        }
        return budget;
    }

    private static void only(Budget.Builder budget, String pairs) {
        for (String pair : pairs.split(",", -1)) {
            int is = pair.indexOf('=');
            if (is < 1) {
                throw new IllegalArgumentException("\"" + pair + "\" is no scope=value" + FORM);
            }
            budget.only(BudgetScope.of(pair.substring(0, is)), pair.substring(is + 1));
        }
    }

    private static BudgetPeriod period(Deque<String> words) {
        String how = word(words.poll(), "per hour, per day, per month or in total");
        String period = word(words.poll(), "a period after " + how);
        if (how.equals("in") && period.equals("total")) {
            return BudgetPeriod.TOTAL;
        }
        for (BudgetPeriod each : BudgetPeriod.values()) {
            if (how.equals("per") && each != BudgetPeriod.TOTAL && each.id().equals(period)) {
                return each;
            }
        }
        throw new IllegalArgumentException("\"" + how + " " + period + "\" is no period" + FORM);
    }

    private static BigDecimal amount(@Nullable String word) {
        try {
            BigDecimal amount = new BigDecimal(word(word, "an amount"));
            if (amount.signum() > 0 && amount.precision() <= 40 && Math.abs(amount.scale()) <= 40) {
                return amount;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + word + "\" is no amount" + FORM, e);
        }
        throw new IllegalArgumentException("the amount must be more than zero" + FORM);
    }

    private static long tokens(BigDecimal amount) {
        try {
            return amount.longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("tokens come in whole numbers that can be counted", e);
        }
    }

    private static Currency currency(String code) {
        try {
            return Currency.getInstance(code.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + code + "\" is no currency of ISO 4217" + FORM, e);
        }
    }

    private static String word(@Nullable String word, String what) {
        if (word == null || word.isEmpty()) {
            throw new IllegalArgumentException(what + " is missing" + FORM);
        }
        return word;
    }

    static String of(Budget budget) {
        Currency currency = budget.currency();
        StringBuilder text = new StringBuilder(
                        budget.limit().stripTrailingZeros().toPlainString())
                .append(' ')
                .append(currency == null ? "tokens" : currency.getCurrencyCode())
                .append(
                        budget.period() == BudgetPeriod.TOTAL
                                ? " in total"
                                : " per " + budget.period().id());
        if (!budget.by().isEmpty()) {
            text.append(" by ")
                    .append(budget.by().stream().map(BudgetScope::toString).collect(Collectors.joining(",")));
        }
        if (!budget.only().isEmpty()) {
            text.append(" for ")
                    .append(budget.only().entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .collect(Collectors.joining(",")));
        }
        return text.toString();
    }
}
