package dev.portolan.bedrock;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The ways to tell who calls. */
enum AuthMode {
    /** Where the AWS SDK looks by itself: environment, system properties, profile files, container, instance. */
    DEFAULT,
    /** A named profile of the AWS configuration files. */
    PROFILE,
    /** An access key in the settings. */
    STATIC,
    /** A role, asked for with what the other settings say. */
    ASSUME_ROLE,
    /** A role, asked for with a token from a file. */
    WEB_IDENTITY,
    /** An API key of Bedrock. */
    BEARER;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> words() {
        return Arrays.stream(values()).map(AuthMode::word).toList();
    }

    static AuthMode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
