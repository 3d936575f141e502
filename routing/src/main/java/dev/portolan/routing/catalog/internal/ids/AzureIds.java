package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.IdMatch.Flag;
import dev.portolan.routing.catalog.IdMatch.How;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.OfferVersion;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Azure's ids: the name of a deployment, which the customer chose, and which says nothing; by custom often the name in Azure's list of
 * models, whose case does not matter, with {@code @version} or, as answers name it, {@code -version} (Microsoft, "Models sold directly by
 * Azure" and "Foundry Models lifecycle"). {@code gpt-35-turbo} is Azure's spelling of {@code gpt-3.5-turbo}. Single digits are versions
 * after {@code @} only: {@code claude-opus-5-1} would be another model than {@code claude-opus-5}.
 */
final class AzureIds implements IdRules {

    private static final Pattern VERSION = Pattern.compile("[0-9]{1,2}|[0-9]{4}(-preview)?");
    private static final int DATE = "-2024-07-18".length();
    private static final int MONTH_DAY = "-0613".length();
    private static final String REMEDY =
            "an Azure deployment's name is its owner's choice; state the model behind it as base-model";

    private final Map<String, @Nullable Offer> byName = new HashMap<>();

    AzureIds(ModelCatalog catalog) {
        new Held(catalog, Cloud.AZURE).all().forEach((id, offer) -> {
            String name = plain(id);
            Offer other = byName.putIfAbsent(name, offer);
            if (other != null && !other.model().equals(offer.model())) {
                byName.put(name, null);
            }
        });
    }

    private static String plain(String id) {
        String lower = id.toLowerCase(Locale.ROOT);
        return lower.startsWith("gpt-3.5") ? "gpt-35" + lower.substring("gpt-3.5".length()) : lower;
    }

    @Override
    public Reading read(String id) {
        Reading found = named(id);
        return found == null ? Reading.opaque("deployment", REMEDY) : found;
    }

    private @Nullable Reading named(String id) {
        int at = id.indexOf('@');
        if (at >= 0) {
            return at == 0 ? null : version(id.substring(0, at), id.substring(at + 1), true);
        }
        Offer offer = byName.get(plain(id));
        if (offer != null) {
            return Reading.of(How.SPELLING, offer).by(How.SPELLING, "name of a model in another spelling");
        }
        if (id.length() > DATE && id.charAt(id.length() - DATE) == '-') {
            String day = Stamps.dashed(id.substring(id.length() - DATE + 1));
            if (day != null) {
                return version(id.substring(0, id.length() - DATE), day, true);
            }
        }
        return id.length() > MONTH_DAY && id.charAt(id.length() - MONTH_DAY) == '-'
                ? version(id.substring(0, id.length() - MONTH_DAY), id.substring(id.length() - MONTH_DAY + 1), false)
                : null;
    }

    private @Nullable Reading version(String name, String version, boolean unlisted) {
        Offer offer = byName.get(plain(name));
        if (offer == null) {
            return null;
        }
        boolean listed = offer.versions().stream().map(OfferVersion::version).anyMatch(version::equals);
        if (!listed
                && (!unlisted
                        || (Stamps.dashed(version) == null
                                && !VERSION.matcher(version).matches()))) {
            return null;
        }
        Reading reading = Reading.of(How.SNAPSHOT, offer)
                .by(How.SNAPSHOT, "version " + version)
                .pinnedTo(version)
                .without(Flag.MOVING);
        return listed ? reading : reading.with(Flag.UNLISTED_VERSION);
    }

    @Override
    public Reading marked(String id, Reading reading) {
        return reading.offer() == null ? reading : reading.with(Flag.CHOSEN_NAME);
    }
}
