package dev.portolan.spi.support;

import dev.portolan.spi.SettingSpec;

/** Settings that transports have in common, each with one meaning and one name, whoever's client stands behind it. */
public final class HttpSettings {

    /** The setting {@code max-response-size}. */
    public static final SettingSpec MAX_RESPONSE_SIZE = SettingSpec.of(
                    "max-response-size",
                    SettingSpec.Type.SIZE,
                    "The largest answer that is read, streamed or not; a larger one fails the call")
            .withDefault("64MB");

    /** The setting {@code headers}. */
    public static final SettingSpec HEADERS =
            SettingSpec.of("headers", SettingSpec.Type.MAP, "Headers sent with every request");

    /** The setting {@code connect-timeout}. */
    public static final SettingSpec CONNECT_TIMEOUT = SettingSpec.of(
                    "connect-timeout", SettingSpec.Type.DURATION, "How long connecting may take")
            .withDefault("10s");

    private HttpSettings() {}

    /**
     * The setting {@code keep-alive} of transports that keep connections open.
     *
     * @param usual how long they do unless it is set, such as {@code 5m}
     * @return the setting
     */
    public static SettingSpec keepAlive(String usual) {
        return SettingSpec.of("keep-alive", SettingSpec.Type.DURATION, "How long an unused connection is kept open")
                .withDefault(usual);
    }
}
