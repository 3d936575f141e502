package dev.portolan.routing.catalog.internal.ids;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.IdMatch;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every id of the bundled catalog is found again, and ids that are made up are found only where they are a documented way to write a held
 * one: a million take about six seconds. {@code -Dportolan.ids=1000000} sets how many are made up, {@code -Dportolan.ids.seed} from which seed.
 */
class IdPropertyTest {

    private static final int COUNT = Integer.getInteger("portolan.ids", 1_000_000);
    private static final long SEED = Long.getLong("portolan.ids.seed", 20261121L);

    private static final ModelCatalog CATALOG = ModelCatalog.bundled();
    private static final IdFinder FINDER = new IdFinder(CATALOG);

    private final List<String> wrong = new ArrayList<>();

    @Test
    void everyOfferAndAliasIsFoundByItsOwnId() {
        int seen = 0;
        for (Offer offer : CATALOG.offers()) {
            IdMatch match = CATALOG.identify(offer.cloud(), offer.id());
            assertThat(match.how()).as(offer.shown()).isEqualTo(IdMatch.How.EXACT);
            assertThat(match.offer()).isSameAs(offer);
            assertThat(match.version()).as(offer.shown()).isEqualTo(offer.snapshot());
            assertThat(match.model()).isSameAs(CATALOG.model(offer.model()));
            for (String alias : offer.aliases()) {
                IdMatch other = CATALOG.identify(offer.cloud(), alias);
                assertThat(other.how()).as(offer.cloud() + "/" + alias).isEqualTo(IdMatch.How.ALIAS);
                assertThat(other.offer()).isSameAs(offer);
            }
            seen++;
        }
        assertThat(seen).isGreaterThan(800);
    }

    @Test
    void noIdIsFoundByItsBeginningAlone() {
        Map<Cloud, Map<String, List<String>>> ids = idsOfModels();
        for (Offer offer : CATALOG.offers()) {
            for (int length = 1; length < offer.id().length(); length++) {
                check(ids, offer.cloud(), offer.id().substring(0, length));
            }
            for (String tail : List.of("-5", ".1", "1", "-mini", "-next", "-turbo", "x", "-2", "-v2:0")) {
                check(ids, offer.cloud(), offer.id() + tail);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void madeUpIdsNeverThrowAndNeverMeanAnotherModel() {
        Map<Cloud, Map<String, List<String>>> ids = idsOfModels();
        List<String> known = new ArrayList<>();
        ids.values().forEach(of -> of.values().forEach(known::addAll));
        IdMutations mutations = new IdMutations(known, SEED);
        Cloud[] clouds = Cloud.values();
        int found = 0;
        for (int i = 0; i < COUNT; i++) {
            if (check(ids, clouds[i % clouds.length], mutations.next())) {
                found++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(found).as("some must be found, or nothing was tried").isGreaterThan(COUNT / 200);
    }

    @Test
    void newerGenerationsAreNotTakenForOlderOnes() {
        ModelCatalog past = without(
                "anthropic/claude-opus-5-5",
                "openai/gpt-5.6-sol",
                "openai/gpt-5.6-luna",
                "openai/gpt-5.6-terra",
                "mistral/mistral-large-4");
        IdFinder finder = new IdFinder(past);
        Map<Cloud, List<String>> newer = Map.of(
                Cloud.ANTHROPIC, List.of("claude-opus-5-5", "claude-opus-5-5-20261001", "claude-opus-6"),
                Cloud.BEDROCK,
                        List.of(
                                "anthropic.claude-opus-5-5",
                                "eu.anthropic.claude-opus-5-5",
                                "anthropic.claude-opus-5-5-v1:0",
                                "amazon.nova-pro-v2:0",
                                "openai.gpt-5.6-sol"),
                Cloud.VERTEX, List.of("claude-opus-5-5", "claude-opus-5-5@default", "gemini-3.9-flash"),
                Cloud.AZURE, List.of("claude-opus-5-5", "gpt-5.6", "gpt-5.61", "Mistral-Large-4"),
                Cloud.OPENAI, List.of("gpt-5.6", "gpt-5.61", "gpt-5.6-2026-07-09", "gpt-7"),
                Cloud.MISTRAL, List.of("mistral-large-4", "mistral-large-4-0", "mistral-large-2612"),
                Cloud.GOOGLE, List.of("gemini-3.85-flash", "gemini-5-argon", "models/gemini-3.9-flash"),
                Cloud.DEEPSEEK, List.of("deepseek-v5-pro", "deepseek-v4-pro-2"),
                Cloud.OLLAMA, List.of("llama3.12:8b", "qwen3.81:27b", "gpt-oss-2:20b"));
        newer.forEach((cloud, ids) -> ids.forEach(id -> {
            IdMatch match = finder.find(cloud, id);
            assertThat(match.found()).as(match.toString()).isFalse();
        }));
    }

    private static ModelCatalog without(String... models) {
        ModelCatalog.Builder catalog = CATALOG.toBuilder();
        for (String model : models) {
            CATALOG.offersOf(model).forEach(offer -> catalog.withoutOffer(offer.cloud(), offer.id()));
            catalog.withoutModel(model);
        }
        return catalog.build();
    }

    @Test
    void longIdsEndInNothing() {
        for (Cloud cloud : Cloud.values()) {
            for (String part : List.of("a", ":", "-", "/", "@", "1", "arn:aws", "-aws", "us.", "ft:", ".")) {
                assertThat(FINDER.find(cloud, part.repeat(20_000)).found()).isFalse();
                assertThat(FINDER.find(cloud, "arn:aws" + part.repeat(1_500)).found())
                        .isFalse();
                assertThat(FINDER.find(cloud, "gemini-" + part.repeat(1_500)).found())
                        .isFalse();
            }
        }
    }

    private boolean check(Map<Cloud, Map<String, List<String>>> ids, Cloud cloud, String id) {
        Reading reading = FINDER.read(cloud, id);
        Offer offer = reading == null ? null : reading.offer();
        if (offer == null) {
            return false;
        }
        for (String known : ids.get(cloud).get(offer.model())) {
            if (IdOracle.same(cloud, id, known)) {
                return true;
            }
        }
        return wrong(cloud + "/" + id + " was taken for " + offer.model() + ", seed " + SEED);
    }

    private boolean wrong(String what) {
        if (wrong.size() < 40) {
            wrong.add(what);
        }
        return false;
    }

    private static Map<Cloud, Map<String, List<String>>> idsOfModels() {
        Map<Cloud, Map<String, List<String>>> ids = new EnumMap<>(Cloud.class);
        for (Offer offer : CATALOG.offers()) {
            List<String> of = ids.computeIfAbsent(offer.cloud(), any -> new HashMap<>())
                    .computeIfAbsent(offer.model(), any -> new ArrayList<>());
            of.add(offer.id());
            of.addAll(offer.aliases());
        }
        return ids;
    }
}
