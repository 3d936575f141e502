package dev.portolan.routing.catalog;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Small catalogs for tests, written as lines. */
public final class Charts {

    private Charts() {}

    /**
     * A catalog of offers.
     *
     * @param lines {@code cloud id model}, then in any order {@code =alias}, {@code @version}, {@code #snapshot}, {@code ~} for one that moves,
     *     {@code &scope}
     */
    public static ModelCatalog of(String... lines) {
        ModelCatalog.Builder catalog = ModelCatalog.builder("test", LocalDate.of(2026, 11, 21));
        for (String line : lines) {
            String[] words = line.strip().split(" +", -1);
            catalog.model(CatalogModel.builder(words[2], ModelKind.CHAT).build());
            catalog.offer(offer(words));
        }
        return catalog.build();
    }

    private static Offer offer(String[] words) {
        Offer.Builder offer = Offer.builder(Cloud.of(words[0]), words[1], words[2]);
        List<String> aliases = new ArrayList<>();
        List<OfferVersion> versions = new ArrayList<>();
        List<Scope> scopes = new ArrayList<>();
        for (int i = 3; i < words.length; i++) {
            String rest = words[i].substring(1);
            switch (words[i].charAt(0)) {
                case '=' -> aliases.add(rest);
                case '@' -> versions.add(new OfferVersion(rest, Lifecycle.UNKNOWN));
                case '#' -> offer.snapshot(rest);
                case '~' -> offer.moving(true);
                case '&' -> scopes.add(new Scope(rest, null, null));
                default -> throw new IllegalArgumentException(words[i]);
            }
        }
        return offer.aliases(aliases).versions(versions).scopes(scopes).build();
    }
}
