package dev.portolan.routing.catalog;

import dev.portolan.routing.catalog.internal.overlay.OverlayFile;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a user knows better than the catalog, or that the catalog cannot know: models and offers of one's own, names of deployments, private
 * prices, pins, ends of life. A file in YAML or JSON with the fields of a catalog's own file, each of which may be left out:
 *
 * <pre>{@code
 * name: acme
 * offers:
 *   azure:
 *     gpt-4o-mini:
 *       pricing: {base: {input: "0.12", output: "0.48"}}   # the rest stays as it is
 *     gpt-4: null                                           # taken away
 * deployments:
 *   azure:
 *     prod-mini: gpt-4o-mini
 * pins:
 *   gpt-4o-mini: {bedrock: amazon/nova-lite}
 * }</pre>
 *
 * <p>Laying it over a catalog goes by cloud and id, and by a model's canonical name. Within an entry it is field by field: {@code null}
 * takes a field away, a list is replaced whole. Scopes, versions, behaviours and scores may be given as a table by their names in place of
 * a list, to change single ones; {@code capabilities} is such a table for {@code can} and {@code cannot}. Offers that it adds or changes say
 * so in their {@link Provenance#overlay()}, and the version of the catalog ends in the overlay's name and digest.
 *
 * <p>Immutable and thread-safe.
 */
public final class CatalogOverlay {

    private final OverlayFile file;

    private CatalogOverlay(OverlayFile file) {
        this.file = file;
    }

    /**
     * Reads an overlay from a file in UTF-8.
     *
     * @param path the file
     * @return the overlay
     * @throws IOException when it cannot be read
     * @throws CatalogOverlayException when it is neither YAML nor JSON
     */
    public static CatalogOverlay read(Path path) throws IOException {
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            return read(reader, path.toString());
        }
    }

    /**
     * Reads an overlay.
     *
     * @param reader the text; stays open
     * @param source what it is read from, for messages, and for the overlay's name where it has none
     * @return the overlay
     * @throws IOException when it cannot be read
     * @throws CatalogOverlayException when it is neither YAML nor JSON
     */
    public static CatalogOverlay read(Reader reader, String source) throws IOException {
        return new CatalogOverlay(
                OverlayFile.read(Objects.requireNonNull(reader, "reader"), Objects.requireNonNull(source, "source")));
    }

    /**
     * An overlay from a text.
     *
     * @param text YAML or JSON
     * @param source what it comes from, for messages
     * @return the overlay
     * @throws CatalogOverlayException when it is neither
     */
    public static CatalogOverlay of(String text, String source) {
        try {
            return read(new StringReader(text), source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The name.
     *
     * @return what it calls itself, or its file without the ending
     */
    public String name() {
        return file.name();
    }

    /**
     * Where it was read from.
     *
     * @return such as the file's path
     */
    public String source() {
        return file.source();
    }

    /**
     * What tells one state of it from another.
     *
     * @return eight hexadecimal digits of the SHA-256 of its text
     */
    public String digest() {
        return file.digest();
    }

    /**
     * Lays it over a catalog. Wins over everything that is there.
     *
     * @param base the catalog, which stays as it is
     * @return both together
     * @throws CatalogOverlayException when it has mistakes; the exception lists all of them, each with its line
     * @see ModelCatalog#with(CatalogOverlay)
     */
    public ModelCatalog over(ModelCatalog base) {
        return file.over(Objects.requireNonNull(base, "base"));
    }

    /**
     * What is wrong with it.
     *
     * @param base the catalog that it would be laid over
     * @return all mistakes in the order of their lines; empty when there is none
     */
    public List<OverlayMistake> check(ModelCatalog base) {
        try {
            over(base);
            return List.of();
        } catch (CatalogOverlayException e) {
            return e.mistakes();
        }
    }

    @Override
    public String toString() {
        return "CatalogOverlay[" + name() + ", " + source() + "]";
    }
}
