package dev.portolan.chat;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Secrets for one call, in place of those of the connection: a tenant's own key, a user's token. Never printed.
 */
public final class Credentials {

    /** The name of the usual single secret. */
    public static final String API_KEY = "api-key";

    private final Map<String, String> values;

    private Credentials(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * An API key or bearer token.
     *
     * @param key the secret
     * @return credentials with one entry, {@link #API_KEY}
     */
    public static Credentials apiKey(String key) {
        return new Credentials(Map.of(API_KEY, key));
    }

    /**
     * Several secrets, by the names of the provider's connection settings.
     *
     * @param values name to secret
     * @return the credentials
     */
    public static Credentials of(Map<String, String> values) {
        return new Credentials(values);
    }

    /**
     * One secret.
     *
     * @param name the setting's name, such as {@link #API_KEY}
     * @return the secret, or {@code null} when there is none of that name
     */
    public @Nullable String get(String name) {
        return values.get(name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Credentials that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "Credentials" + new TreeMap<>(values).keySet();
    }
}
