package dev.portolan.routing.shadow;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.Usage;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.CitationCheck;
import dev.portolan.evidence.check.GroundednessCheck;
import dev.portolan.evidence.check.JsonChecks;
import dev.portolan.evidence.check.RefusalCheck;
import dev.portolan.evidence.check.TextChecks;
import dev.portolan.evidence.check.TextMatch;
import dev.portolan.evidence.check.ToolCallCheck;
import dev.portolan.evidence.cost.Money;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.PriceTerms;
import dev.portolan.routing.route.Target;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.Secret;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import dev.portolan.spi.support.PatternRedactor;
import dev.portolan.spi.support.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A shadow by configuration:
 *
 * <pre>{@code
 * portolan.models.assistant.provider=shadow
 * portolan.models.assistant.source=gpt
 * portolan.models.assistant.target=sonnet
 * portolan.models.assistant.sample=0.1
 * portolan.models.assistant.daily-cap=2000
 * portolan.models.assistant.checks=schema,tool-calls,refusal
 * portolan.models.assistant.log=shadow/assistant.jsonl
 * }</pre>
 *
 * <p>Its statistics are at {@link Shadows#shared()}; every {@link ShadowListener} that is listed as a service hears of its pairs.
 */
public final class ShadowRouter implements RouterProvider {

    static final String ID = "shadow";

    private static final Map<String, Supplier<Check>> CHECKS = checks();

    private final Shadows shadows;

    /** For {@link ServiceLoader}. */
    public ShadowRouter() {
        this(Shadows.shared());
    }

    ShadowRouter(Shadows shadows) {
        this.shadows = shadows;
    }

    private static Map<String, Supplier<Check>> checks() {
        Map<String, Supplier<Check>> checks = new LinkedHashMap<>();
        checks.put("schema", JsonChecks::requestedSchema);
        checks.put("json", JsonChecks::valid);
        checks.put("tool-calls", ToolCallCheck::sameAsReference);
        checks.put("refusal", RefusalCheck::sameAsReference);
        checks.put("complies", RefusalCheck::complies);
        checks.put("text", () -> TextChecks.sameAsReference(TextMatch.LOOSE));
        checks.put("citations", CitationCheck::all);
        checks.put("groundedness", GroundednessCheck::standard);
        return checks;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                SettingSpec.of("source", SettingSpec.Type.STRING, "The model that answers.")
                        .mandatory(),
                SettingSpec.of(
                                "target",
                                SettingSpec.Type.STRING,
                                "The model in its shadow; the source itself for an A/A run.")
                        .mandatory(),
                SettingSpec.of("sample", SettingSpec.Type.DECIMAL, "The share of calls that is sampled, from 0 to 1.")
                        .withDefault("0.1"),
                SettingSpec.of(
                        "daily-cap",
                        SettingSpec.Type.INTEGER,
                        "How many calls of the target are made on a day of UTC at most; no cap by default."),
                SettingSpec.of(
                        "daily-budget",
                        SettingSpec.Type.STRING,
                        "What the target may cost on a day of UTC, such as 5 USD; no limit by default."),
                SettingSpec.of("timeout", SettingSpec.Type.DURATION, "How long a call of the target may take.")
                        .withDefault("60s"),
                SettingSpec.of(
                                "grace",
                                SettingSpec.Type.DURATION,
                                "How long after its timeout a call of the target is cancelled, and then given up.")
                        .withDefault("2s"),
                SettingSpec.of(
                                "concurrency",
                                SettingSpec.Type.INTEGER,
                                "How many calls of the target may be under way.")
                        .withDefault("4"),
                SettingSpec.of("queue", SettingSpec.Type.INTEGER, "How many calls may wait for their turn.")
                        .withDefault("256"),
                SettingSpec.of("queue-bytes", SettingSpec.Type.SIZE, "How much memory these may take, by estimate.")
                        .withDefault("16MB"),
                SettingSpec.of(
                                "attempts",
                                SettingSpec.Type.INTEGER,
                                "How many times a call of the target may be sent, if the target retries.")
                        .withDefault("1"),
                SettingSpec.of(
                                "pass-credentials",
                                SettingSpec.Type.BOOLEAN,
                                "Whether the target is called with the credentials that the call brought.")
                        .withDefault("false"),
                SettingSpec.of(
                                "side-effects",
                                SettingSpec.Type.BOOLEAN,
                                "Whether requests are sent that make the vendor run tools or keep things by itself.")
                        .withDefault("false"),
                SettingSpec.of(
                                "checks",
                                SettingSpec.Type.LIST,
                                "What answers are scored by: " + String.join(", ", CHECKS.keySet()) + ".")
                        .withDefault("schema,tool-calls,refusal"),
                SettingSpec.of("log", SettingSpec.Type.STRING, "The file that pairs are written to; none by default."),
                SettingSpec.of("log-max-size", SettingSpec.Type.SIZE, "The size at which the file is put aside.")
                        .withDefault("64MB"),
                SettingSpec.of("log-keep", SettingSpec.Type.INTEGER, "How many files that were put aside are kept.")
                        .withDefault("8"),
                SettingSpec.of(
                                "keep-content",
                                SettingSpec.Type.BOOLEAN,
                                "Whether prompts and answers are kept, redacted, beside the measures.")
                        .withDefault("false"),
                SettingSpec.of(
                        "redact-pattern",
                        SettingSpec.Type.MAP,
                        "Further regular expressions to take out, each under a name that stands in its place."),
                SettingSpec.of(
                        "hash-key",
                        SettingSpec.Type.SECRET,
                        "The key of hashes, so that instances and restarts hash alike; a random one by default."),
                SettingSpec.of(
                        "noise-floor", SettingSpec.Type.STRING, "The file of a noise floor that an A/A run measured."));
    }

    @Override
    public List<String> targets(Settings settings) {
        build(settings, false);
        String source = required(settings, "source");
        String target = required(settings, "target");
        return source.equals(target) ? List.of(source) : List.of(source, target);
    }

    @Override
    public ChatModel route(String name, Settings settings, Function<String, ChatModel> models) {
        String source = required(settings, "source");
        String target = required(settings, "target");
        return shadows.make(
                name,
                new Target(source, models.apply(source)),
                new Target(target, models.apply(target)),
                build(settings, true));
    }

    private static String required(Settings settings, String name) {
        String value = settings.string(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + ": is missing");
        }
        return value;
    }

    /** The settings; without what needs files or services when they are only checked. */
    private static ShadowSettings build(Settings settings, boolean whole) {
        ShadowSettings.Builder shadow = ShadowSettings.builder();
        Double sample = settings.decimal("sample");
        if (sample != null) {
            shadow.sample(sample);
        }
        shadow.dailyCap(settings.integer("daily-cap"));
        shadow.dailyBudget(money(settings.string("daily-budget")));
        Duration timeout = settings.duration("timeout");
        if (timeout != null) {
            shadow.timeout(timeout);
        }
        Duration grace = settings.duration("grace");
        if (grace != null) {
            shadow.grace(grace);
        }
        shadow.concurrency(number(settings, "concurrency", 4))
                .queue(number(settings, "queue", 256))
                .attempts(number(settings, "attempts", 1));
        Long bytes = settings.size("queue-bytes");
        if (bytes != null) {
            shadow.queueBytes(bytes);
        }
        shadow.passCredentials(Boolean.TRUE.equals(settings.bool("pass-credentials")))
                .sideEffects(Boolean.TRUE.equals(settings.bool("side-effects")))
                .checks(settings.list("checks").stream()
                        .map(ShadowRouter::check)
                        .toList());
        Redactor redactor = redactor(settings);
        if (Boolean.TRUE.equals(settings.bool("keep-content"))) {
            shadow.keepContent(redactor);
        }
        Path log = path(settings, "log");
        Path floor = path(settings, "noise-floor");
        if (!whole) {
            return shadow.build();
        }
        if (log != null) {
            Long size = settings.size("log-max-size");
            shadow.log(new ShadowLog(
                    log, size == null ? ShadowLog.DEFAULT_MAX_SIZE : size, number(settings, "log-keep", 8)));
        }
        if (floor != null) {
            shadow.noiseFloor(noiseFloor(floor));
        }
        Secret key = settings.secret("hash-key");
        shadow.hashKey(key == null ? null : key.reveal());
        shadow.prices(new BundledPrices(Clock.systemUTC()));
        ServiceLoader.load(ShadowListener.class).forEach(shadow::listener);
        return shadow.build();
    }

    /** The prices of the catalog, which is read when a first cost is asked for, on a thread of the shadow. */
    private record BundledPrices(Clock clock) implements PriceSource {

        @Override
        public @Nullable Price price(String provider, String model) {
            return price(provider, model, Usage.UNKNOWN, null);
        }

        @Override
        public @Nullable Price price(String provider, String model, Usage usage, @Nullable Instant at) {
            return ModelCatalog.bundled()
                    .prices(PriceTerms.at(at == null ? clock.instant() : at))
                    .price(provider, model, usage, at);
        }
    }

    private static int number(Settings settings, String name, int byDefault) {
        Long value = settings.integer(name);
        return value == null ? byDefault : (int) Math.max(-1, Math.min(value, Integer.MAX_VALUE));
    }

    private static Check check(String name) {
        Supplier<Check> check = CHECKS.get(name);
        if (check == null) {
            throw new IllegalArgumentException("checks: " + name + " is none of " + String.join(", ", CHECKS.keySet()));
        }
        return check.get();
    }

    private static @Nullable Money money(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String[] parts = text.strip().split("\\s+", -1);
        try {
            if (parts.length == 2) {
                return Money.of(parts[0], parts[1]);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("daily-budget: must be an amount and a currency, such as 5 USD", e);
        }
        throw new IllegalArgumentException("daily-budget: must be an amount and a currency, such as 5 USD");
    }

    private static @Nullable Path path(Settings settings, String name) {
        String path = settings.string(name);
        try {
            return path == null || path.isBlank() ? null : Path.of(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(name + ": is no path", e);
        }
    }

    private static NoiseFloor noiseFloor(Path file) {
        try {
            return NoiseFloor.fromJson(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "noise-floor: cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private static Redactor redactor(Settings settings) {
        Redactor redactor = Redactor.standard();
        for (Redactor found : ServiceLoader.load(Redactor.class)) {
            redactor = redactor.andThen(found);
        }
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        settings.map("redact-pattern").forEach((name, expression) -> {
            try {
                patterns.put(name, Pattern.compile(expression));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("redact-pattern." + name + ": is no regular expression", e);
            }
        });
        return patterns.isEmpty() ? redactor : redactor.andThen(PatternRedactor.of(patterns));
    }
}
