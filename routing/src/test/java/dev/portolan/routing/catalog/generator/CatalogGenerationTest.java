package dev.portolan.routing.catalog.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Pricing;
import dev.portolan.routing.catalog.Rates;
import dev.portolan.routing.catalog.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The bundled catalog is what the generator makes of the facts. They are looked for in the folder {@code -Dportolan.catalog.facts}; without
 * it {@code ../shared/data/catalog} beside the checkout is taken, and without that the tests are skipped. With {@code
 * -Dportolan.catalog.write=true} the bundled file is written anew first.
 */
class CatalogGenerationTest {

    private static final Path FACTS =
            Path.of(System.getProperty("portolan.catalog.facts", "../../shared/data/catalog"));
    private static final Path BUNDLED = Path.of("src/main/resources/dev/portolan/routing/catalog/catalog.json.gz");

    @BeforeEach
    void needsTheFacts() {
        assumeTrue(Files.isRegularFile(FACTS.resolve("facts.jsonl.gz")), "There are no facts in " + FACTS);
    }

    @Test
    void theBundledCatalogIsWhatTheFactsGive() throws IOException {
        if (Boolean.getBoolean("portolan.catalog.write")) {
            GenerateCatalog.main(new String[] {FACTS.toString(), BUNDLED.toString()});
        }
        assertThat(text(ModelCatalog.read(BUNDLED)))
                .as("the bundled file; -Dportolan.catalog.write=true makes it anew")
                .isEqualTo(text(GenerateCatalog.generate(FACTS)));
    }

    @Test
    void theSameFactsGiveTheSameBytes() throws IOException {
        assertThat(text(GenerateCatalog.generate(FACTS))).isEqualTo(text(GenerateCatalog.generate(FACTS)));
    }

    @Test
    void noFigureOfTheFactsIsLost() throws IOException {
        ModelCatalog catalog = ModelCatalog.bundled();
        for (Fact fact : new Facts(FACTS).all) {
            Offer offer = Objects.requireNonNull(catalog.offer(Cloud.of(fact.cloud()), fact.id()), fact.id());
            assertThat(offer.model()).as(offer.shown()).isEqualTo(fact.canonical());
            assertThat(offer.aliases()).as(offer.shown()).containsAll(fact.texts("aliases"));
            assertThat(offer.regions()).as(offer.shown()).containsAll(fact.texts("regions"));
            assertThat(offer.scopes()).as(offer.shown()).extracting(Scope::name).containsAll(fact.texts("residency"));
            assertThat(offer.limits().context()).as(offer.shown()).isEqualTo(fact.count("context"));
            assertThat(offer.limits().output()).as(offer.shown()).isEqualTo(fact.count("max_output"));
            assertThat(offer.lifecycle().retires()).as(offer.shown()).isEqualTo(fact.day("retires"));
            assertThat(offer.lifecycle().state().id()).as(offer.shown()).isEqualTo(fact.text("lifecycle"));
            assertThat(offer.versions()).as(offer.shown()).hasSameSizeAs(fact.facts("versions"));
            samePrice(offer, "price_in", fact, Rates::input);
            samePrice(offer, "price_out", fact, Rates::output);
            samePrice(offer, "price_cached_in", fact, Rates::cachedInput);
        }
    }

    private static void samePrice(Offer offer, String key, Fact fact, Function<Rates, @Nullable BigDecimal> rate) {
        BigDecimal stated = fact.decimal(key);
        Pricing pricing = offer.pricing();
        BigDecimal carried = pricing == null ? null : rate.apply(pricing.base());
        if (stated == null || stated.signum() == 0 || (pricing != null && !pricing.perToken())) {
            assertThat(carried).as(offer.shown() + " " + key).isNull();
        } else {
            assertThat(carried).as(offer.shown() + " " + key).isEqualByComparingTo(stated);
        }
    }

    private static String text(ModelCatalog catalog) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        catalog.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
