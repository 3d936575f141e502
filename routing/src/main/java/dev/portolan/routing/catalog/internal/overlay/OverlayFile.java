package dev.portolan.routing.catalog.internal.overlay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.routing.catalog.CatalogOverlayException;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.OverlayMistake;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An overlay as it was read: its values with their lines, and what names it. Immutable and thread-safe.
 *
 * @param source what it was read from
 * @param name as it names itself, or after its file
 * @param digest the first eight digits of its text's SHA-256
 * @param root its values, or {@code null} when it is empty
 */
public record OverlayFile(
        String source, String name, String digest, @Nullable Marked root) {

    private static final int DIGITS = 8;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /**
     * Reads an overlay.
     *
     * @param reader the text, which stays open
     * @param source what it is read from, for messages
     * @return the overlay, of which only the form is checked
     * @throws IOException when it cannot be read
     */
    public static OverlayFile read(Reader reader, String source) throws IOException {
        String text = MarkedReader.text(reader, source);
        Marked root = MarkedReader.read(text, source);
        return new OverlayFile(source, name(root, source), digest(text), root);
    }

    private static String name(@Nullable Marked root, String source) {
        if (root instanceof Marked.Table table) {
            Marked.Field field = table.field("name");
            if (field != null && field.value() instanceof Marked.Word word) {
                if (!word.text().matches(NAME)) {
                    throw new CatalogOverlayException(List.of(new OverlayMistake(
                            source,
                            word.line(),
                            "name",
                            "must be letters, digits, '.', '_' and '-', at most 64, as it becomes part of the version",
                            null)));
                }
                return word.text();
            }
        }
        String file = source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1)
                .replaceFirst("\\.(ya?ml|json)$", "")
                .replaceAll("[^A-Za-z0-9._-]", "-");
        return file.matches(NAME) ? file : "overlay";
    }

    private static String digest(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * Lays it over a catalog.
     *
     * @param base the catalog
     * @return both together
     * @throws CatalogOverlayException when there are mistakes; it has all of them
     */
    public ModelCatalog over(ModelCatalog base) {
        Mistakes mistakes = new Mistakes(source);
        FileView file = new FileView(document(base));
        if (root != null) {
            new OverlayMerge(root, name, file, mistakes).apply();
        }
        mistakes.throwIfAny();
        file.document().put("catalogVersion", base.version() + "+" + name + "." + digest);
        file.document().remove("digest");
        try {
            return ModelCatalog.read(new ByteArrayInputStream(MAPPER.writeValueAsBytes(file.document())));
        } catch (IllegalArgumentException e) {
            mistakes.add(1, "", "gives a catalog that contradicts itself: " + e.getMessage());
            throw new CatalogOverlayException(mistakes.inOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode document(ModelCatalog base) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            base.write(out);
            return (ObjectNode) MAPPER.readTree(out.toByteArray());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A catalog wrote what is no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
