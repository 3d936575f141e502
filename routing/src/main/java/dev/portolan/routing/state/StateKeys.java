package dev.portolan.routing.state;

/** What a key may be. */
final class StateKeys {

    private StateKeys() {}

    static String check(String key) {
        if (key.isEmpty() || key.length() > StateStore.MAX_KEY) {
            throw new IllegalArgumentException(
                    "key: must have 1 to " + StateStore.MAX_KEY + " characters, not " + key.length());
        }
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("key: must have no control characters");
        }
        StateTexts.check("key", key);
        return key;
    }
}
