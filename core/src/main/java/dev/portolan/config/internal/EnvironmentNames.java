package dev.portolan.config.internal;

import java.util.Locale;

/** How a key is called in the environment: upper case, every character but letters and digits as {@code _}. */
final class EnvironmentNames {

    private EnvironmentNames() {}

    static String of(String key) {
        String upper = key.toUpperCase(Locale.ROOT);
        StringBuilder name = new StringBuilder(upper.length());
        for (int i = 0; i < upper.length(); i++) {
            char c = upper.charAt(i);
            name.append((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_');
        }
        return name.toString();
    }
}
