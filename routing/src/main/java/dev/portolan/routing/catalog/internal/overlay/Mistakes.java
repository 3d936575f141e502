package dev.portolan.routing.catalog.internal.overlay;

import dev.portolan.routing.catalog.CatalogOverlayException;
import dev.portolan.routing.catalog.OverlayMistake;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong in an overlay, so that all of it is told at once. */
final class Mistakes {

    private final String source;
    private final List<OverlayMistake> all = new ArrayList<>();

    Mistakes(String source) {
        this.source = source;
    }

    void add(int line, String path, String message) {
        add(line, path, message, null);
    }

    void add(int line, String path, String message, @Nullable String nearest) {
        all.add(new OverlayMistake(source, line, path, message, nearest));
    }

    /** A word that is none of the valid ones. */
    void unknown(int line, String path, String message, String given, Collection<String> valid) {
        add(line, path, message, NearestWord.of(given, valid));
    }

    int size() {
        return all.size();
    }

    List<OverlayMistake> inOrder() {
        List<OverlayMistake> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing(OverlayMistake::line, Comparator.nullsFirst(Comparator.naturalOrder())));
        return sorted;
    }

    void throwIfAny() {
        if (!all.isEmpty()) {
            throw new CatalogOverlayException(inOrder());
        }
    }
}
