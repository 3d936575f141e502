package dev.portolan.testkit.contract;

import java.util.Locale;

/** Constants as words for people. */
final class Words {

    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
