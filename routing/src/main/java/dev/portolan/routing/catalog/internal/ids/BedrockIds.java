package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.IdMatch.Flag;
import dev.portolan.routing.catalog.IdMatch.How;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bedrock's ids: {@code vendor.name-date-vN:M}; an inference profile's prefix, which decides where it is processed and what it costs; {@code
 * :28k} for a context bought in advance; ARNs (AWS, "Supported foundation models", "Supported Regions and models for inference profiles",
 * "Amazon Bedrock endpoints").
 *
 * <ul>
 *   <li>{@code -v1}, {@code -v1:0} and no version are one id: the mantle endpoint leaves out what the runtime endpoint demands, the day
 *       too. Any other version is another model or state (titan-embed-text-v1 and -v2, claude-v1 and -v2:1).
 *   <li>A name with several models under its versions is never read without the version.
 *   <li>Application inference profiles, provisioned and imported models and prompt routers hide their model.
 * </ul>
 */
final class BedrockIds implements IdRules {

    private static final Set<String> PROFILES = Set.of("us", "eu", "apac", "jp", "au", "in", "ca", "us-gov", "global");
    private static final Pattern BOUGHT = Pattern.compile("(.+:[0-9]+):([0-9]{1,4}k)");
    private static final String REMEDY = "it hides its model; state the model behind it as base-model";

    private final Held held;
    private final Map<String, List<Entry>> stems = new HashMap<>();

    private record Entry(BedrockStem stem, Offer offer) {}

    BedrockIds(ModelCatalog catalog) {
        this.held = new Held(catalog, Cloud.BEDROCK);
        for (Offer offer : catalog.offers(Cloud.BEDROCK)) {
            BedrockStem stem = BedrockStem.of(offer.id());
            if (stem != null) {
                stems.computeIfAbsent(stem.name(), any -> new ArrayList<>()).add(new Entry(stem, offer));
            }
        }
    }

    @Override
    public @Nullable Reading read(String id) {
        if (id.startsWith("arn:")) {
            BedrockArn arn = BedrockArn.of(id);
            return arn == null ? null : resource(arn);
        }
        return name(id);
    }

    private @Nullable Reading resource(BedrockArn arn) {
        return switch (arn.type()) {
            case "foundation-model" -> spelled(name(arn.resource()), "ARN", arn.scope());
            case "inference-profile" -> spelled(name(arn.resource()), "ARN", null);
            case "custom-model" -> custom(arn);
            case "provisioned-model" ->
                Reading.opaque("provisioned throughput", REMEDY, Flag.PROVISIONED)
                        .in(arn.scope());
            case "application-inference-profile",
                    "imported-model",
                    "custom-model-deployment",
                    "default-prompt-router",
                    "prompt-router",
                    "endpoint",
                    "marketplace-model-endpoint",
                    "prompt" ->
                Reading.opaque(arn.type().replace('-', ' '), REMEDY).in(arn.scope());
            default -> null;
        };
    }

    private static @Nullable Reading spelled(@Nullable Reading reading, String said, @Nullable String scope) {
        return reading == null ? null : reading.by(How.SPELLING, said).in(reading.scope() == null ? scope : null);
    }

    /** {@code custom-model/base/id}. */
    private Reading custom(BedrockArn arn) {
        int slash = arn.resource().lastIndexOf('/');
        Reading base = slash < 0 ? null : name(arn.resource().substring(0, slash));
        if (base == null) {
            return Reading.opaque("custom model", REMEDY, Flag.FINE_TUNED).in(arn.scope());
        }
        return base.by(How.SNAPSHOT, "custom model").with(Flag.FINE_TUNED).in(arn.scope());
    }

    private @Nullable Reading name(String id) {
        Reading exact = held.of(id);
        if (exact != null) {
            return exact.in(profile(id));
        }
        String profile = profile(id);
        if (profile != null) {
            Reading plain = plain(id.substring(profile.length() + 1));
            return plain == null ? null : scoped(plain.by(How.SPELLING, "inference profile " + profile), profile);
        }
        return plain(id);
    }

    private static Reading scoped(Reading reading, String profile) {
        Offer offer = Objects.requireNonNull(reading.offer());
        Reading in = reading.in(profile);
        return offer.scope(profile) == null ? in.with(Flag.UNLISTED_SCOPE) : in;
    }

    /** The profile that an id begins with; {@code us-gov.} is none of {@code us.}, since the dot ends it. */
    private static @Nullable String profile(String id) {
        int dot = id.indexOf('.');
        String first = dot < 0 ? "" : id.substring(0, dot);
        return PROFILES.contains(first) && id.indexOf('.', dot + 1) > 0 ? first : null;
    }

    /** An id without profile. */
    private @Nullable Reading plain(String id) {
        Reading exact = held.of(id);
        if (exact != null) {
            return profile(id) == null ? exact : null;
        }
        Matcher bought = BOUGHT.matcher(id);
        if (bought.matches()) {
            Reading reading = plain(bought.group(1));
            return reading == null
                    ? null
                    : reading.by(How.SPELLING, "context of " + bought.group(2) + " bought in advance")
                            .with(Flag.PROVISIONED);
        }
        BedrockStem stem = BedrockStem.of(id);
        return stem == null ? null : stem(stem, stems.getOrDefault(stem.name(), List.of()));
    }

    private static @Nullable Reading stem(BedrockStem asked, List<Entry> entries) {
        if (entries.stream().map(entry -> entry.offer().model()).distinct().count() != 1) {
            return null;
        }
        List<Entry> sameDay = entries.stream()
                .filter(entry -> Objects.equals(entry.stem().day(), asked.day()))
                .toList();
        for (Entry entry : sameDay) {
            if (asked.numbered()
                    ? entry.stem().sameVersion(asked)
                    : entry.stem().first() || asked.day() != null) {
                return Reading.of(How.SPELLING, entry.offer()).by(How.SPELLING, "version written otherwise");
            }
        }
        if (entries.size() != 1 || !sameDay.isEmpty()) {
            return null;
        }
        Offer only = entries.get(0).offer();
        String day = asked.day();
        if (day == null) {
            return asked.numbered() ? null : Reading.of(How.SPELLING, only).by(How.SPELLING, "without its day");
        }
        return Reading.of(How.SNAPSHOT, only)
                .by(How.SNAPSHOT, "snapshot " + day)
                .pinnedTo(day)
                .with(Flag.UNLISTED_VERSION);
    }

    @Override
    public Reading marked(String id, Reading reading) {
        return reading.scope() == null && !id.startsWith("arn:") ? reading.in(profile(id)) : reading;
    }
}
