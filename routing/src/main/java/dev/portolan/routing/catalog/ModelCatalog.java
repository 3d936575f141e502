package dev.portolan.routing.catalog;

import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.routing.catalog.internal.ids.IdFinder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of models: one immutable state of it, named by its {@linkplain #version() version}. A plan or report that names the
 * version can be made again. Thread-safe; looking up an id allocates nothing.
 */
public final class ModelCatalog {

    private final String version;
    private final LocalDate asOf;
    private final List<SourceNote> sources;
    private final Map<String, CatalogModel> models;
    private final List<Offer> offers;
    private final List<Equivalence> equivalences;
    private final Map<Cloud, Map<String, Offer>> byId;
    private final Map<Cloud, List<Offer>> byCloud;
    private final Map<String, List<Offer>> byModel;
    private volatile @Nullable IdFinder finder;

    private ModelCatalog(Builder builder, Map<Cloud, Map<String, Offer>> byId) {
        this.version = builder.version;
        this.asOf = builder.asOf;
        this.sources = List.copyOf(builder.sources.values());
        this.models = Collections.unmodifiableMap(new LinkedHashMap<>(builder.models));
        this.byId = byId;
        this.byCloud = new EnumMap<>(Cloud.class);
        this.byModel = new HashMap<>();
        List<Offer> all = new ArrayList<>();
        builder.offers.values().forEach(of -> all.addAll(of.values()));
        this.offers = Collections.unmodifiableList(all);
        for (Offer offer : all) {
            byCloud.computeIfAbsent(offer.cloud(), any -> new ArrayList<>()).add(offer);
            byModel.computeIfAbsent(offer.model(), any -> new ArrayList<>()).add(offer);
        }
        byCloud.replaceAll((cloud, list) -> Collections.unmodifiableList(list));
        byModel.replaceAll((model, list) -> Collections.unmodifiableList(list));
        this.equivalences = List.copyOf(builder.equivalences);
    }

    /**
     * Starts an empty catalog.
     *
     * @param version its name
     * @param asOf the day of its newest fact
     * @return a builder
     */
    public static Builder builder(String version, LocalDate asOf) {
        return new Builder(version, asOf);
    }

    /**
     * The catalog that comes with the library: no file, no network. It is read when it is asked for first, and kept. Where it is older
     * than 60 days, that is logged, once.
     *
     * @return the same catalog each time
     */
    public static ModelCatalog bundled() {
        return bundled(Clock.systemUTC(), BundledCatalog.STALE_AFTER);
    }

    /**
     * The catalog that comes with the library, with another idea of what is old.
     *
     * @param clock what tells the day
     * @param staleAfter from which age on a warning is logged, once in the life of the process; counted in whole days
     * @return the same catalog each time
     */
    public static ModelCatalog bundled(Clock clock, Duration staleAfter) {
        ModelCatalog catalog = BundledCatalog.get();
        BundledCatalog.NOTICE.check(catalog, LocalDate.now(clock), staleAfter);
        return catalog;
    }

    /**
     * Reads a catalog's file, plain or compressed by gzip. Keys that this version of the library does not know are passed over; so are the
     * offers of clouds and the capabilities that it does not know.
     *
     * @param in the file's bytes; stays open
     * @return the catalog
     * @throws IOException when the stream cannot be read
     * @throws IllegalArgumentException when it is no catalog, was changed since its digest was made, is of a later schema, or has a key
     *     twice; the message names the place in it
     */
    public static ModelCatalog read(InputStream in) throws IOException {
        return CatalogReader.read(in);
    }

    /**
     * Reads a catalog's file, plain or compressed by gzip.
     *
     * @param file the file
     * @return the catalog
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException as {@link #read(InputStream)} does; the message names the file too
     */
    public static ModelCatalog read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return CatalogReader.read(in);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes the catalog's file, with its digest. The same catalog gives the same bytes.
     *
     * @param out takes plain JSON in UTF-8; stays open
     * @throws IOException when it cannot be written
     */
    public void write(OutputStream out) throws IOException {
        CatalogWriter.write(this, out);
    }

    /**
     * Writes the catalog's file, with its digest.
     *
     * @param file the file; one that exists is replaced
     * @throws IOException when it cannot be written
     */
    public void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            CatalogWriter.write(this, out);
        }
    }

    /**
     * A builder with this catalog's content, to change or add to it.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(version, asOf);
        sources.forEach(builder::source);
        models.values().forEach(builder::model);
        offers.forEach(builder::offer);
        equivalences.forEach(builder::equivalence);
        return builder;
    }

    /**
     * This catalog with a user's overlay over it.
     *
     * @param overlay what wins
     * @return a catalog whose version names the overlay too
     * @throws CatalogOverlayException when the overlay has mistakes; it lists all of them
     */
    public ModelCatalog with(CatalogOverlay overlay) {
        return overlay.over(this);
    }

    /**
     * The name of this state.
     *
     * @return such as {@code 2026.11.21}; an overlay adds its own name to it
     */
    public String version() {
        return version;
    }

    /**
     * How new it is.
     *
     * @return the day of its newest fact
     */
    public LocalDate asOf() {
        return asOf;
    }

    /**
     * Where it comes from.
     *
     * @return the sources with their licences
     */
    public List<SourceNote> sources() {
        return sources;
    }

    /**
     * A model by its canonical name.
     *
     * @param name such as {@code anthropic/claude-sonnet-5}; exactly, nothing is guessed
     * @return the model, or {@code null} when it is not known
     */
    public @Nullable CatalogModel model(String name) {
        return models.get(name);
    }

    /**
     * All models, those that nobody offers any more included: they are what people move away from.
     *
     * @return unmodifiable, in the catalog's order
     */
    public Collection<CatalogModel> models() {
        return models.values();
    }

    /**
     * An offer by an id that the catalog holds: its own, or a declared alias. Allocates nothing.
     *
     * @param cloud where
     * @param id exactly as it is sent
     * @return the offer, or {@code null} when the catalog does not hold the id
     */
    public @Nullable Offer offer(Cloud cloud, String id) {
        Map<String, Offer> there = byId.get(cloud);
        return there == null ? null : there.get(id);
    }

    /**
     * All offers, retired ones included.
     *
     * @return unmodifiable, in the catalog's order
     */
    public List<Offer> offers() {
        return offers;
    }

    /**
     * The offers of a cloud, retired ones included.
     *
     * @param cloud where
     * @return unmodifiable, in the catalog's order
     */
    public List<Offer> offers(Cloud cloud) {
        return byCloud.getOrDefault(cloud, List.of());
    }

    /**
     * Where a model is offered, or was.
     *
     * @param model its canonical name
     * @return unmodifiable, in the catalog's order; empty when it is not known
     */
    public List<Offer> offersOf(String model) {
        return byModel.getOrDefault(model, List.of());
    }

    /**
     * What an id means on a cloud: the id of an offer, else a declared alias, else what a rule of that cloud makes of it, such as an
     * inference profile or a date. A rule applies only when the rest is an id that the catalog holds; a newer name is never taken for
     * an older one that it begins like. Never throws.
     *
     * @param cloud where
     * @param id as it is sent, or as an answer names it
     * @return what it means, or that it is not known or hides its model, with what to do about it
     */
    public IdMatch identify(Cloud cloud, String id) {
        return finder().find(cloud, id);
    }

    /**
     * What an id means that says nothing itself, such as a deployment on Azure, an application inference profile or an endpoint.
     *
     * @param cloud where
     * @param id as it is sent
     * @param baseModel the model that is stated beside it: an id on the cloud, or a name as in {@link #modelNamed}; {@code null} when
     *     none is, as in {@link #identify(Cloud, String)}
     * @return what it means: what is stated, whatever the id looks like
     */
    public IdMatch identify(Cloud cloud, String id, @Nullable String baseModel) {
        return baseModel == null ? finder().find(cloud, id) : finder().find(cloud, id, baseModel);
    }

    /**
     * What an id means on any cloud.
     *
     * @param id as it is sent
     * @return one match for each cloud where it is known, in the order of the clouds; empty when it is known nowhere
     */
    public List<IdMatch> identify(String id) {
        return finder().find(id);
    }

    /**
     * The model that people mean by a name.
     *
     * @param name a canonical name such as {@code openai/gpt-4o-mini}, the same without its vendor or as the title, both in any case, or
     *     an id on some cloud
     * @return the model, or those that it may mean, or the nearest names
     */
    public NameMatch modelNamed(String name) {
        return finder().named(name);
    }

    /** Made when it is first needed; made twice when two threads are first. */
    private IdFinder finder() {
        IdFinder made = finder;
        if (made == null) {
            made = new IdFinder(this);
            finder = made;
        }
        return made;
    }

    /**
     * What ends, from a day on: offers and versions that are in use on it and whose end is announced.
     *
     * @param today the first day
     * @param within how long to look ahead, in whole days; an end on the last day counts
     * @return the ends, the nearest first; what had ended before is left out
     */
    public List<Retirement> retirements(LocalDate today, Duration within) {
        LocalDate last = today.plusDays(within.toDays());
        return retirements(today).stream()
                .filter(end -> !end.over())
                .filter(end -> end.day() != null && !end.day().isAfter(last))
                .toList();
    }

    /**
     * The end of an offer, or of a version of it, seen from a day.
     *
     * @param offer which
     * @param version which version, or {@code null} for the offer as a whole
     * @param today the day
     * @return the end; without a day when none is announced
     */
    public Retirement retirement(Offer offer, @Nullable OfferVersion version, LocalDate today) {
        return Retirement.of(offer, version, today);
    }

    /**
     * All ends that are known, seen from a day.
     *
     * @param today the day
     * @return the ends of offers and versions, past ones included: by day, those without a day first
     */
    public List<Retirement> retirements(LocalDate today) {
        List<Retirement> ends = new ArrayList<>();
        for (Offer offer : offers) {
            Retirement whole = Retirement.of(offer, null, today);
            if (whole.over() || whole.day() != null) {
                ends.add(whole);
            }
            for (OfferVersion version : offer.versions()) {
                Retirement end = Retirement.of(offer, version, today);
                if ((end.over() || end.day() != null) && !Objects.equals(end.day(), whole.day())) {
                    ends.add(end);
                }
            }
        }
        ends.sort(Comparator.comparing(Retirement::day, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(end -> end.offer().shown()));
        return Collections.unmodifiableList(ends);
    }

    /**
     * The pairings that people have written down.
     *
     * @return unmodifiable, in the catalog's order
     */
    public List<Equivalence> equivalences() {
        return equivalences;
    }

    /**
     * Which offers of a cloud may stand in for a model, without needs beyond a life of {@link Needs#DEFAULT_LIFECYCLE_MARGIN} days.
     *
     * @param model a name as in {@link #modelNamed}: canonical, without the vendor, or an id on any cloud
     * @param cloud where a stand-in is looked for
     * @return candidates with reasons and warnings, best first, and what was excluded
     * @throws UnknownModel when the name means no model, or several
     */
    public Equivalents equivalents(String model, Cloud cloud) {
        return equivalents(model, cloud, Needs.none());
    }

    /**
     * Which offers of a cloud may stand in for a model.
     *
     * @param model a name as in {@link #modelNamed}: canonical, without the vendor, or an id on any cloud
     * @param cloud where a stand-in is looked for
     * @param needs what it must have
     * @return candidates with reasons and warnings, best first, and what was excluded
     * @throws UnknownModel when the name means no model, or several
     */
    public Equivalents equivalents(String model, Cloud cloud, Needs needs) {
        return new Matching(this, model, cloud, needs).result();
    }

    /**
     * What models cost, for what counts the cost of answers: parity reports, inventories, {@code MeasuredCost}. A provider that speaks to a
     * cloud is taken for it ({@link Cloud#ofProvider}), a model's name for an id there ({@link #identify(Cloud, String)}). What is tuned,
     * bought by the hour, not paid by the token or not known has no price.
     *
     * @param terms where and how calls are served, and when, for those whose time is not told; an id that names a scope keeps its own
     * @return the prices of this state of the catalog
     */
    public PriceSource prices(PriceTerms terms) {
        return new CatalogPrices(this, terms);
    }

    /**
     * What a call will cost, from estimates. A model that reasons is assumed to make more output than the answer that is seen
     * ({@link EffortMultiplier}); the cost says so among its assumptions.
     *
     * @param offer the offer that would be called
     * @param input how long the request is
     * @param answerTokens how long the answer is that is seen, in the model's own tokens
     * @param effort the reasoning effort that is asked for, or {@code null} when nothing is asked
     * @param terms when, where and how it is served
     * @return the cost with all that was assumed
     */
    public Cost projectedCost(
            Offer offer, InputEstimate input, long answerTokens, @Nullable String effort, PriceTerms terms) {
        CatalogModel model = models.get(offer.model());
        return CostProjection.of(offer, model, input, answerTokens, effort, terms);
    }

    @Override
    public String toString() {
        return "ModelCatalog[" + version + ", " + models.size() + " models, " + offers.size() + " offers]";
    }

    /** Collects models and offers. A later one replaces an earlier one of the same name. Not thread-safe. */
    public static final class Builder {
        private String version;
        private LocalDate asOf;
        private final Map<String, SourceNote> sources = new LinkedHashMap<>();
        private final Map<String, CatalogModel> models = new LinkedHashMap<>();
        private final Map<Cloud, Map<String, Offer>> offers = new EnumMap<>(Cloud.class);
        private final List<Equivalence> equivalences = new ArrayList<>();

        private Builder(String version, LocalDate asOf) {
            this.version = Objects.requireNonNull(version, "version");
            this.asOf = Objects.requireNonNull(asOf, "asOf");
        }

        /**
         * Renames the state.
         *
         * @param value the new name
         * @return this builder
         */
        public Builder version(String value) {
            this.version = Objects.requireNonNull(value, "version");
            return this;
        }

        /**
         * Dates the state.
         *
         * @param value the day of its newest fact
         * @return this builder
         */
        public Builder asOf(LocalDate value) {
            this.asOf = Objects.requireNonNull(value, "asOf");
            return this;
        }

        /**
         * Names a source.
         *
         * @param source the source
         * @return this builder
         */
        public Builder source(SourceNote source) {
            sources.put(source.name(), source);
            return this;
        }

        /**
         * Adds a model, or replaces the one of its name.
         *
         * @param model the model
         * @return this builder
         */
        public Builder model(CatalogModel model) {
            models.put(model.name(), model);
            return this;
        }

        /**
         * Adds an offer, or replaces the one of its cloud and id.
         *
         * @param offer the offer
         * @return this builder
         */
        public Builder offer(Offer offer) {
            offers.computeIfAbsent(offer.cloud(), any -> new LinkedHashMap<>()).put(offer.id(), offer);
            return this;
        }

        /**
         * Takes a model away. Its offers must go too.
         *
         * @param name its canonical name
         * @return this builder
         */
        public Builder withoutModel(String name) {
            models.remove(name);
            return this;
        }

        /**
         * Takes an offer away.
         *
         * @param cloud where
         * @param id its id
         * @return this builder
         */
        public Builder withoutOffer(Cloud cloud, String id) {
            offers.getOrDefault(cloud, Map.of()).remove(id);
            return this;
        }

        /**
         * Adds a pairing.
         *
         * @param equivalence the pairing
         * @return this builder
         */
        public Builder equivalence(Equivalence equivalence) {
            equivalences.add(Objects.requireNonNull(equivalence, "equivalence"));
            return this;
        }

        /**
         * Builds the catalog.
         *
         * @return the catalog
         * @throws IllegalArgumentException when an offer's model is missing, or two offers of a cloud claim one id; the message lists all
         *     of them
         */
        public ModelCatalog build() {
            List<String> wrong = new ArrayList<>();
            Map<Cloud, Map<String, Offer>> byId = new EnumMap<>(Cloud.class);
            offers.forEach((cloud, of) -> {
                Map<String, Offer> ids = new HashMap<>(of);
                for (Offer offer : of.values()) {
                    if (!models.containsKey(offer.model())) {
                        wrong.add(offer.shown() + ": there is no model " + offer.model());
                    }
                    for (String alias : offer.aliases()) {
                        Offer other = ids.putIfAbsent(alias, offer);
                        if (other != null && other != offer) {
                            wrong.add(
                                    cloud.id() + "/" + alias + ": is claimed by " + other.id() + " and " + offer.id());
                        }
                    }
                }
                byId.put(cloud, ids);
            });
            if (!wrong.isEmpty()) {
                throw new IllegalArgumentException("The catalog contradicts itself: " + String.join("; ", wrong));
            }
            return new ModelCatalog(this, byId);
        }
    }
}
