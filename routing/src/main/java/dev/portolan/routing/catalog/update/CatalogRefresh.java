package dev.portolan.routing.catalog.update;

import dev.portolan.routing.catalog.CatalogOverlay;
import dev.portolan.routing.catalog.CatalogOverlayException;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.OverlayMistake;
import dev.portolan.routing.catalog.update.CatalogFetch.Validators;
import dev.portolan.routing.catalog.update.RefreshOutcome.Cause;
import dev.portolan.routing.catalog.update.RefreshOutcome.Failed;
import dev.portolan.routing.catalog.update.RefreshOutcome.Refused;
import dev.portolan.routing.catalog.update.RefreshOutcome.Unchanged;
import dev.portolan.routing.catalog.update.RefreshOutcome.Updated;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Newer facts from an address of the user's choice, when {@link #refresh()} is called and at no other time. What comes is checked before it
 * is believed, and put in place in one step; what is in force until then stays in force.
 *
 * <pre>{@code
 * CatalogRefresh refresh = CatalogRefresh.builder(URI.create("https://catalog.example.com/catalog.json"))
 *         .copy(Path.of("/var/lib/app/catalog.json"))
 *         .build();
 * scheduler.scheduleAtFixedRate(refresh::refresh, 0, 1, TimeUnit.DAYS);
 * ModelCatalog catalog = refresh.catalog();
 * }</pre>
 *
 * <p>Thread-safe. A refresh blocks its own caller alone; {@link #catalog()} never waits.
 */
public final class CatalogRefresh {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogRefresh.class);

    private final URI address;
    private final @Nullable String sha256;
    private final @Nullable LastGoodCopy copy;
    private final List<CatalogOverlay> overlays;
    private final SanityGates gates;
    private final CatalogFetch fetch;
    private final AtomicBoolean running = new AtomicBoolean();

    /** Read at any time, written by one refresh at a time. */
    private volatile State state;

    /** What is in force: the facts as they came, the same with the overlays, and what to ask the server with. */
    private record State(ModelCatalog facts, ModelCatalog inForce, Validators validators) {}

    private CatalogRefresh(Builder builder, HttpClient client) {
        this.address = builder.address;
        this.sha256 = builder.sha256;
        this.copy = builder.copy == null ? null : new LastGoodCopy(builder.copy, address);
        this.overlays = List.copyOf(builder.overlays);
        this.gates = new SanityGates(builder.mostVanished, builder.mostPriceFactor);
        this.fetch = new CatalogFetch(client, builder.timeout, builder.mostBytes);
        this.state = start(builder.base == null ? ModelCatalog.bundled() : builder.base);
    }

    /**
     * Starts a refresh.
     *
     * @param address of a catalog's file, plain or compressed by gzip; https, or http on this machine
     * @return a builder
     */
    public static Builder builder(URI address) {
        return new Builder(address);
    }

    private State start(ModelCatalog base) {
        ModelCatalog facts = base;
        Validators validators = Validators.NONE;
        if (copy != null) {
            try {
                LastGoodCopy.Kept kept = copy.read();
                if (kept != null && kept.catalog().asOf().isAfter(base.asOf())) {
                    facts = kept.catalog();
                    validators = kept.validators();
                }
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("The copy of a refreshed catalog cannot be read, the bundled one serves: {}", e.getMessage());
            }
        }
        return new State(facts, overlaid(facts), validators);
    }

    private ModelCatalog overlaid(ModelCatalog facts) {
        ModelCatalog all = facts;
        for (CatalogOverlay overlay : overlays) {
            all = overlay.over(all);
        }
        return all;
    }

    /**
     * The catalog in force, with the overlays.
     *
     * @return the newest that was believed; never waits
     */
    public ModelCatalog catalog() {
        return state.inForce();
    }

    /**
     * Asks for newer facts and puts them in force when they can be believed. Never throws for what the network or the server does.
     *
     * @return what came of it
     */
    public RefreshOutcome refresh() {
        if (!running.compareAndSet(false, true)) {
            return new Unchanged("another refresh is under way");
        }
        try {
            return told(once());
        } finally {
            running.set(false);
        }
    }

    private RefreshOutcome once() {
        State now = state;
        CatalogFetch.Answer answer = fetch.get(address, now.validators());
        if (answer instanceof CatalogFetch.Nothing nothing) {
            return nothing.failure();
        }
        if (!(answer instanceof CatalogFetch.Body body)) {
            return new Unchanged("the server has nothing newer");
        }
        String sum = LastGoodCopy.sha256(body.bytes());
        if (sha256 != null && !sha256.equals(sum)) {
            return new Failed(
                    Cause.DIGEST, CatalogFetch.shown(address) + " has the SHA-256 " + sum + ", expected is " + sha256);
        }
        ModelCatalog facts;
        try {
            facts = ModelCatalog.read(new ByteArrayInputStream(body.bytes()));
        } catch (IOException | IllegalArgumentException e) {
            return new Failed(Cause.UNREADABLE, CatalogFetch.shown(address) + " is no catalog: " + e.getMessage());
        }
        return believed(now, facts, body);
    }

    private RefreshOutcome believed(State now, ModelCatalog facts, CatalogFetch.Body body) {
        if (facts.version().equals(now.facts().version())
                && facts.asOf().equals(now.facts().asOf())) {
            state = new State(now.facts(), now.inForce(), body.validators());
            return new Unchanged("version " + facts.version() + " is in force already");
        }
        List<String> reasons = gates.reasons(now.facts(), facts);
        if (!reasons.isEmpty()) {
            return new Refused(reasons);
        }
        ModelCatalog inForce;
        try {
            inForce = overlaid(facts);
        } catch (CatalogOverlayException e) {
            return new Refused(
                    e.mistakes().stream().map(OverlayMistake::toString).toList());
        }
        state = new State(facts, inForce, body.validators());
        String problem = null;
        if (copy != null) {
            try {
                copy.write(body.bytes(), body.validators());
            } catch (IOException e) {
                problem = e.toString();
            }
        }
        return new Updated(CatalogDiff.between(now.facts(), facts), problem);
    }

    private static RefreshOutcome told(RefreshOutcome outcome) {
        if (outcome instanceof Updated updated) {
            LOG.info(
                    "Catalog of models {} of {} is in force, {} changes",
                    updated.diff().after().version(),
                    updated.diff().after().asOf(),
                    updated.diff().changes().size());
        } else if (outcome instanceof Refused refused) {
            LOG.warn("A newer catalog of models is not believed: {}", String.join("; ", refused.reasons()));
        } else if (outcome instanceof Failed failed) {
            LOG.warn("No newer catalog of models, {}: {}", failed.cause().id(), failed.message());
        }
        return outcome;
    }

    /** Collects what a refresh needs. Not thread-safe. */
    public static final class Builder {
        private final URI address;
        private @Nullable ModelCatalog base;
        private final List<CatalogOverlay> overlays = new ArrayList<>();
        private @Nullable Path copy;
        private @Nullable String sha256;
        private Duration timeout = Duration.ofSeconds(30);
        private long mostBytes = 16L << 20;
        private int mostVanished = 20;
        private int mostPriceFactor = 10;
        private @Nullable HttpClient client;

        private Builder(URI address) {
            this.address = Objects.requireNonNull(address, "address");
        }

        /**
         * Sets what is in force until something newer is believed.
         *
         * @param value the bundled catalog unless set
         * @return this builder
         */
        public Builder base(ModelCatalog value) {
            this.base = Objects.requireNonNull(value, "base");
            return this;
        }

        /**
         * Adds an overlay that is laid over whatever is in force.
         *
         * @param overlay over those before
         * @return this builder
         */
        public Builder overlay(CatalogOverlay overlay) {
            overlays.add(Objects.requireNonNull(overlay, "overlay"));
            return this;
        }

        /**
         * Keeps the last facts that were believed, and begins with them at the next start when they are newer than the base.
         *
         * @param file as the server sent it; beside it stands a file of the same name with {@code .http} behind. None unless set
         * @return this builder
         */
        public Builder copy(Path file) {
            this.copy = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * Believes one file only.
         *
         * @param hex the SHA-256 of the file as it is sent, in hexadecimal digits; any file unless set
         * @return this builder
         */
        public Builder sha256(String hex) {
            this.sha256 = hex.strip().toLowerCase(Locale.ROOT);
            return this;
        }

        /**
         * Bounds the time of a refresh, redirects included.
         *
         * @param value more than zero; 30 s unless set
         * @return this builder
         */
        public Builder timeout(Duration value) {
            this.timeout = Objects.requireNonNull(value, "timeout");
            return this;
        }

        /**
         * Bounds the size of what is read.
         *
         * @param value in bytes as they are sent; 16 MiB unless set
         * @return this builder
         */
        public Builder mostBytes(long value) {
            this.mostBytes = value;
            return this;
        }

        /**
         * Bounds how many offers may be gone.
         *
         * @param percent of those in force; 20 unless set, 100 for no bound
         * @return this builder
         */
        public Builder mostVanished(int percent) {
            this.mostVanished = percent;
            return this;
        }

        /**
         * Bounds how far a price may move.
         *
         * @param times up or down, at least 2; 10 unless set
         * @return this builder
         */
        public Builder mostPriceFactor(int times) {
            this.mostPriceFactor = times;
            return this;
        }

        /**
         * Sets the client, for a proxy or trust of one's own.
         *
         * @param value must not follow redirects by itself, since each is checked here; one of its own unless set
         * @return this builder
         */
        public Builder client(HttpClient value) {
            this.client = Objects.requireNonNull(value, "client");
            return this;
        }

        /**
         * Builds the refresh. Reads the copy, calls no network.
         *
         * @return the refresh
         * @throws IllegalArgumentException when the address is neither https nor on this machine or holds credentials, a bound makes no
         *     sense, or the client follows redirects
         * @throws CatalogOverlayException when an overlay has mistakes
         */
        public CatalogRefresh build() {
            if (!CatalogFetch.allowed(address)) {
                throw new IllegalArgumentException(
                        "address: must be https without a user name in it, or http on this machine, not "
                                + CatalogFetch.shown(address));
            }
            if (sha256 != null && !sha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("sha256: must be 64 hexadecimal digits");
            }
            if (timeout.isNegative() || timeout.isZero() || mostBytes <= 0) {
                throw new IllegalArgumentException("timeout, mostBytes: must be more than 0");
            }
            if (mostVanished < 0 || mostVanished > 100 || mostPriceFactor < 2) {
                throw new IllegalArgumentException(
                        "mostVanished: must be per cent from 0 to 100; mostPriceFactor: at least 2");
            }
            HttpClient chosen = client == null
                    ? HttpClient.newBuilder()
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(timeout)
                            .build()
                    : client;
            if (chosen.followRedirects() != HttpClient.Redirect.NEVER) {
                throw new IllegalArgumentException("client: must not follow redirects");
            }
            return new CatalogRefresh(this, chosen);
        }
    }
}
