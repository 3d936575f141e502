package dev.portolan.vertex;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The ways to tell who calls. */
enum AuthMode {
    /** Application default credentials: environment, gcloud's file, the machine's own. */
    DEFAULT,
    /** A file of credentials: of a service account, a user, or a workload identity federation. */
    FILE,
    /** The content of such a file in a setting. */
    JSON,
    /** An access token in a setting, renewed by whoever wrote it there. */
    TOKEN,
    /** Nobody is told: for an emulator. */
    NONE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(AuthMode::word).toList();
    }

    static AuthMode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
