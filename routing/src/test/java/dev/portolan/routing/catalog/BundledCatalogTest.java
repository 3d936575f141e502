package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BundledCatalogTest {

    private static byte[] resource() throws IOException {
        try (InputStream in = ModelCatalog.class.getResourceAsStream("catalog.json.gz")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    @Test
    void theFileIsSmall() throws IOException {
        assertThat(resource().length).isBetween(20_000, 250_000);
    }

    @Test
    void theFileFitsItsDigest() throws IOException {
        assertThat(ModelCatalog.read(new ByteArrayInputStream(resource())).version())
                .isEqualTo(ModelCatalog.bundled().version());
    }

    @Test
    void itIsReadOnceAndKept() {
        assertThat(ModelCatalog.bundled()).isSameAs(ModelCatalog.bundled());
    }

    @Test
    void itHoldsTheModelsThatPeopleMoveAwayFrom() {
        ModelCatalog catalog = ModelCatalog.bundled();
        assertThat(catalog.models()).hasSizeGreaterThan(400);
        assertThat(catalog.offers()).hasSizeGreaterThan(875);
        Offer retired = Objects.requireNonNull(catalog.offer(Cloud.OPENAI, "gpt-4-turbo"));
        assertThat(retired.lifecycle().state()).isEqualTo(Lifecycle.State.RETIRED);
        Offer ending = Objects.requireNonNull(catalog.offer(Cloud.OPENAI, "gpt-4o-mini"));
        assertThat(ending.lifecycle().retires()).isEqualTo(LocalDate.of(2027, 1, 14));
        assertThat(ending.lifecycle().replacement()).isEqualTo("gpt-6-luna");
    }

    @Test
    void writtenAndReadItIsTheSameByteForByte() throws IOException {
        ByteArrayOutputStream once = new ByteArrayOutputStream();
        ModelCatalog.bundled().write(once);
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        ModelCatalog.read(new ByteArrayInputStream(once.toByteArray())).write(twice);
        assertThat(twice.toString(StandardCharsets.UTF_8)).isEqualTo(once.toString(StandardCharsets.UTF_8));
    }

    @Test
    void noPriceIsNothing() {
        for (Offer offer : ModelCatalog.bundled().offers()) {
            Pricing pricing = offer.pricing();
            if (pricing != null) {
                Rates base = pricing.base();
                assertThat(base.input() == null || base.input().signum() > 0)
                        .as(offer.shown())
                        .isTrue();
                assertThat(base.output() == null || base.output().signum() > 0)
                        .as(offer.shown())
                        .isTrue();
                assertThat(pricing.perToken() || base.equals(Rates.UNKNOWN))
                        .as(offer.shown())
                        .isTrue();
            }
        }
    }
}
