package dev.portolan.testkit.junit;

import dev.portolan.testkit.parity.RunMode;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is set from outside: a system property wins over the environment variable of the same meaning. */
final class ParitySwitches {

    private static final String PREFIX = "portolan.parity.";

    private final UnaryOperator<@Nullable String> properties;
    private final UnaryOperator<@Nullable String> environment;

    ParitySwitches(UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** Recordings answer in a build that nobody watches, so that it is fast, costs nothing, and needs no key. */
    RunMode mode() {
        String value = value("mode");
        if (value != null) {
            return RunMode.of(value);
        }
        String ci = environment.apply("CI");
        return ci == null || ci.isBlank() || ci.equals("false") ? RunMode.AUTO : RunMode.REPLAY;
    }

    boolean strict() {
        return Boolean.parseBoolean(value("strict"));
    }

    @Nullable
    Integer sample() {
        Long value = number("sample");
        return value == null ? null : Math.toIntExact(value);
    }

    @Nullable
    Long maxTokens() {
        return number("max-tokens");
    }

    String output() {
        String value = value("output");
        return value == null ? "target/parity" : value;
    }

    private @Nullable Long number(String name) {
        String value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(PREFIX + name + ": must be a whole number above 0");
        }
        return Long.valueOf(value);
    }

    private @Nullable String value(String name) {
        String property = properties.apply(PREFIX + name);
        String value = property == null
                ? environment.apply((PREFIX + name)
                        .toUpperCase(Locale.ROOT)
                        .replace('.', '_')
                        .replace('-', '_'))
                : property;
        return value == null || value.isBlank() ? null : value.strip();
    }
}
