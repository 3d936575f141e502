package dev.portolan.routing.budget;

import dev.portolan.chat.CallContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Currency;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One budget of one owner in one period.
 *
 * @param key where it stands in the store
 * @param owner whose it is
 * @param start when the period began, or {@code null}
 * @param end when the next begins, or {@code null}
 */
record AccountId(
        String key,
        SortedMap<String, String> owner,
        @Nullable Instant start,
        @Nullable Instant end) {

    private static final int LONGEST = 250;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.@:-]*");

    static AccountId of(Budget budget, String model, CallContext context, Instant now) {
        Instant start = budget.period().start(now, budget.zone());
        Currency currency = budget.currency();
        SortedMap<String, String> owner = budget.owner(model, context);
        String key = "budget/" + budget.name() + "/" + (currency == null ? "tokens" : currency.getCurrencyCode()) + "/"
                + budget.period().id() + (start == null ? "" : "@" + start) + whose(owner);
        return new AccountId(key, owner, start, budget.period().end(now, budget.zone()));
    }

    /** Each value as it is where it is short and plain, else by its digest. */
    private static String whose(Map<String, String> owner) {
        if (owner.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        owner.forEach((scope, value) ->
                text.append('/').append(plain(scope)).append('=').append(plain(value)));
        return text.length() <= LONGEST ? text.toString() : "/" + digest(text.toString());
    }

    private static String plain(String value) {
        return PLAIN.matcher(value).matches() ? value : "~" + digest(value);
    }

    private static String digest(String value) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
