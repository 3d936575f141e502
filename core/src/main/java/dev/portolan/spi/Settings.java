package dev.portolan.spi;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings that were checked against their {@link SettingSpec}s, read by name. Every getter gives {@code null} when the
 * setting is not given and has no default, and throws {@link IllegalArgumentException} for a name that was not specified with
 * the getter's type. {@code toString} shows names, never values.
 */
public interface Settings {

    /**
     * A text, word of a choice, or JSON object as text.
     *
     * @param name the setting
     * @return its value, or {@code null}
     */
    @Nullable
    String string(String name);

    /**
     * A whole number.
     *
     * @param name the setting
     * @return its value, or {@code null}
     */
    @Nullable
    Long integer(String name);

    /**
     * A decimal number.
     *
     * @param name the setting
     * @return its value, or {@code null}
     */
    @Nullable
    Double decimal(String name);

    /**
     * A switch.
     *
     * @param name the setting
     * @return its value, or {@code null}
     */
    @Nullable
    Boolean bool(String name);

    /**
     * A time.
     *
     * @param name the setting
     * @return its value, or {@code null}
     */
    @Nullable
    Duration duration(String name);

    /**
     * A number of bytes.
     *
     * @param name the setting
     * @return its value, or {@code null}
     */
    @Nullable
    Long size(String name);

    /**
     * An address.
     *
     * @param name the setting
     * @return its value, or {@code null}
     */
    @Nullable
    URI uri(String name);

    /**
     * A secret.
     *
     * @param name the setting
     * @return its value, to be revealed for each call, or {@code null}
     */
    @Nullable
    Secret secret(String name);

    /**
     * Texts separated by commas.
     *
     * @param name the setting
     * @return its values, empty when it is not given
     */
    List<String> list(String name);

    /**
     * Keys with free names.
     *
     * @param name the prefix
     * @return what stands behind the prefix, to its value; empty when nothing is given
     */
    Map<String, String> map(String name);
}
