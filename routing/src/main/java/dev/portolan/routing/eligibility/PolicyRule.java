package dev.portolan.routing.eligibility;

import dev.portolan.chat.CallContext;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which calls a rule is about: those whose metadata is as it says, all of it. Immutable and thread-safe.
 *
 * @param name the rule's own name, for messages
 * @param values what may stand under {@code tenant}, {@code feature}, {@code task} or {@code tag.<name>}; {@code *} for anything that is there
 */
public record PolicyRule(String name, Map<String, Set<String>> values) {

    private static final String TAG = "tag.";

    /**
     * Copies the components.
     *
     * @param name as above
     * @param values as above
     */
    public PolicyRule {
        Map<String, Set<String>> copy = new TreeMap<>();
        values.forEach((field, texts) -> copy.put(field, Set.copyOf(texts)));
        values = Map.copyOf(copy);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a rule needs a condition such as tenant=acme");
        }
        for (String field : values.keySet()) {
            if (!Set.of("tenant", "feature", "task").contains(field)
                    && !(field.startsWith(TAG) && field.length() > TAG.length())) {
                throw new IllegalArgumentException("\"" + field + "\" is none of tenant, feature, task and tag.<name>");
            }
        }
    }

    /**
     * A rule by its text.
     *
     * @param name its name
     * @param text such as {@code tenant=acme|globex, tag.tier=gold}: conditions, all of which must hold, with the values that will do
     * @return the rule
     * @throws IllegalArgumentException when it is none
     */
    public static PolicyRule parse(String name, String text) {
        Map<String, Set<String>> values = new TreeMap<>();
        for (String condition : text.split(",", -1)) {
            int equals = condition.indexOf('=');
            Set<String> allowed = new TreeSet<>();
            if (equals > 0) {
                Arrays.stream(condition.substring(equals + 1).split("\\|", -1))
                        .map(String::strip)
                        .forEach(allowed::add);
            }
            if (allowed.isEmpty() || allowed.contains("")) {
                throw new IllegalArgumentException(
                        "\"" + condition.strip() + "\" is no condition such as tenant=acme or tag.tier=gold|silver");
            }
            if (values.put(condition.substring(0, equals).strip(), allowed) != null) {
                throw new IllegalArgumentException("\"" + condition.strip() + "\" is a second condition of its field;"
                        + " values are parted by |");
            }
        }
        return new PolicyRule(name, values);
    }

    /**
     * Whether it is about a call. What the call does not say matches nothing.
     *
     * @param context what belongs to the call
     * @return true when all conditions hold
     */
    public boolean matches(CallContext context) {
        for (Map.Entry<String, Set<String>> condition : values.entrySet()) {
            String value = value(condition.getKey(), context);
            if (value == null
                    || (!condition.getValue().contains("*")
                            && !condition.getValue().contains(value))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String value(String field, CallContext context) {
        return switch (field) {
            case "tenant" -> context.tenant();
            case "feature" -> context.feature();
            case "task" -> context.taskKey();
            default -> context.tags().get(field.substring(TAG.length()));
        };
    }
}
