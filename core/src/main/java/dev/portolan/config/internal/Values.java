package dev.portolan.config.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.portolan.spi.Secret;
import dev.portolan.spi.SecretSource;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.support.Loopback;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the text of a value into what its {@link SettingSpec} says it is. */
final class Values {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,12})\\s*(B|KB|MB|GB|KiB|MiB|GiB)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECRET = Pattern.compile("secret:([^:]*):(.*)", Pattern.DOTALL);
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final Placeholders placeholders;
    private final Map<String, SecretSource> secretSources;

    Values(Placeholders placeholders, Map<String, SecretSource> secretSources) {
        this.placeholders = placeholders;
        this.secretSources = secretSources;
    }

    /** The value with its placeholders filled in. */
    String expand(Text text) throws BadValue {
        return Blanks.strip(placeholders.expand(text, false));
    }

    /**
     * A value in its own form; for an empty one, which counts as not given, an empty text.
     *
     * @param spec what it shall be
     * @param text how it was written
     * @param allowHttp whether plain http may leave the machine
     */
    Object read(SettingSpec spec, Text text, boolean allowHttp) throws BadValue {
        String value = Blanks.strip(placeholders.expand(text, spec.type() == SettingSpec.Type.LIST));
        if (value.isEmpty()) {
            return "";
        }
        if (spec.type() == SettingSpec.Type.SECRET) {
            return secret(value);
        }
        if (spec.type() != SettingSpec.Type.MAP) {
            refuseSecrets(value);
        }
        // What came out of the environment may be a secret in the wrong place: a message shows the value as it was
        // written.
        String written = Blanks.strip(text.characters());
        String shown = KeyLooks.show(written) + (quoted(written) ? ", quotes included," : "");
        return switch (spec.type()) {
            case STRING, MAP -> value;
            case INTEGER -> integer(value, shown);
            case DECIMAL -> decimal(value, shown);
            case BOOLEAN -> bool(value, shown);
            case DURATION -> duration(value, shown);
            case SIZE -> size(value, shown);
            case URI -> uri(value, shown, allowHttp);
            case LIST -> list(value);
            case CHOICE -> choice(value, shown, spec.values());
            case JSON -> json(value);
            case SECRET -> throw new IllegalStateException("read above");
        };
    }

    /** Properties files have no quotes: they would be part of the value. */
    private static boolean quoted(String written) {
        return written.length() > 1
                && (written.charAt(0) == '"' || written.charAt(0) == '\'')
                && written.charAt(written.length() - 1) == written.charAt(0);
    }

    private static void refuseSecrets(String value) throws BadValue {
        if (SECRET.matcher(value).matches()) {
            throw new BadValue("this setting holds no secret; only secret settings may be \"secret:...\"");
        }
        if (KeyLooks.like(value)) {
            throw new BadValue("the value looks like a credential, and this setting is not kept secret;"
                    + " credentials belong to the secret settings of portolan.providers.<connection>");
        }
    }

    private Secret secret(String value) throws BadValue {
        String stripped = value.strip();
        if (!stripped.startsWith("secret:")) {
            return Secret.of(stripped);
        }
        Matcher reference = SECRET.matcher(stripped);
        if (!reference.matches() || reference.group(2).isBlank()) {
            throw new BadValue("a reference to a secret is written secret:<source>:<reference>");
        }
        SecretSource source = secretSources.get(reference.group(1));
        if (source == null) {
            throw new BadValue(
                    "there is no source of secrets of this name; there are "
                            + String.join(", ", secretSources.keySet()),
                    Nearest.of(reference.group(1), secretSources.keySet()));
        }
        try {
            return source.find(reference.group(2));
        } catch (IllegalArgumentException e) {
            String message = "the secret cannot be found: " + e.getMessage();
            throw source instanceof EnvironmentSecrets
                    ? BadValue.unset(reference.group(2), message)
                    : new BadValue(message);
        }
    }

    private static Long integer(String value, String shown) throws BadValue {
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw new BadValue(shown + " is not a whole number");
        }
    }

    private static Double decimal(String value, String shown) throws BadValue {
        try {
            double number = new BigDecimal(value).doubleValue();
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, as for a number out of range
        }
        throw new BadValue(shown + " is not a decimal number such as 0.2");
    }

    private static Boolean bool(String value, String shown) throws BadValue {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new BadValue(shown + " is neither true nor false");
        };
    }

    private static Duration duration(String value, String shown) throws BadValue {
        Matcher simple = DURATION.matcher(value);
        if (simple.matches()) {
            long amount = Long.parseLong(simple.group(1));
            return switch (simple.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        try {
            Duration duration = Duration.parse(value);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // told below, as for a negative one
        }
        throw new BadValue(shown + " is not a time such as 500ms, 30s, 2m, 1h, 1d or PT30S");
    }

    private static Long size(String value, String shown) throws BadValue {
        Matcher matcher = SIZE.matcher(value);
        if (!matcher.matches()) {
            throw new BadValue(shown + " is not a size such as 512KB or 10MB");
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2).toUpperCase(Locale.ROOT);
        long factor = switch (unit.charAt(0)) {
            case 'K' -> 1024L;
            case 'M' -> 1024L * 1024;
            case 'G' -> 1024L * 1024 * 1024;
            default -> 1L;
        };
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
        } catch (ArithmeticException e) {
            throw new BadValue(shown + " is larger than any size");
        }
    }

    private static URI uri(String value, String shown, boolean allowHttp) throws BadValue {
        URI uri;
        try {
            uri = new URI(value);
        } catch (URISyntaxException e) {
            throw new BadValue(shown + " is not an address");
        }
        if (uri.getRawUserInfo() != null) {
            throw new BadValue("an address must not hold a user or password; use the secret settings");
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new BadValue(shown + " is not an absolute address such as https://example.com/v1");
        }
        if (uri.getScheme().equalsIgnoreCase("http") && !allowHttp && !Loopback.is(uri.getHost())) {
            throw new BadValue("plain http would send credentials in the clear; use https,"
                    + " or allow it by allow-http=true beside this setting");
        }
        return uri;
    }

    private static List<String> list(String value) throws BadValue {
        List<String> items = new ArrayList<>();
        StringBuilder item = new StringBuilder();
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || value.charAt(i) == ',') {
                String text = Blanks.strip(item.toString());
                if (text.isEmpty()) {
                    throw new BadValue("the list has an empty item; a comma within an item is written \\,");
                }
                items.add(text);
                item.setLength(0);
            } else if (value.startsWith("\\,", i)) {
                item.append(',');
                i++;
            } else {
                item.append(value.charAt(i));
            }
        }
        return List.copyOf(items);
    }

    private static String choice(String value, String shown, List<String> words) throws BadValue {
        if (words.contains(value)) {
            return value;
        }
        throw new BadValue(shown + " is none of " + String.join(", ", words), Nearest.of(value, words));
    }

    private static String json(String value) throws BadValue {
        try {
            JsonNode node = JSON.readTree(value);
            if (node.isObject()) {
                return value;
            }
        } catch (JsonProcessingException e) {
            throw new BadValue("the value is not JSON; the mistake is at character "
                    + e.getLocation().getColumnNr());
        }
        throw new BadValue("the value is JSON, but not an object in braces");
    }
}
