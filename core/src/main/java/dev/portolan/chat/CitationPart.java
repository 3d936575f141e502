package dev.portolan.chat;

import org.jspecify.annotations.Nullable;

/**
 * A source that the model names for the text before it.
 *
 * @param url the source's address, or {@code null} when it is not on the web
 * @param title the source's title or file name, or {@code null}
 * @param startIndex first character of the cited text within the preceding {@link TextPart}, or {@code null}
 * @param endIndex character after the last one of the cited text, or {@code null}
 * @param vendorState the vendor's whole annotation, or {@code null}
 */
public record CitationPart(
        @Nullable String url,
        @Nullable String title,
        @Nullable Integer startIndex,
        @Nullable Integer endIndex,
        @Nullable VendorState vendorState)
        implements Part {

    @Override
    public String toString() {
        return "CitationPart[" + startIndex + ".." + endIndex + "]";
    }
}
