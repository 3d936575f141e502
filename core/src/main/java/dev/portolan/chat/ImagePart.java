package dev.portolan.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An image.
 *
 * @param media where its bytes are
 * @param detail how closely the model shall look, in the vendor's words ({@code low}, {@code high}, {@code auto}), or {@code
 *     null} for the vendor's default
 * @param vendorState what the vendor wants back with it, or {@code null}
 */
public record ImagePart(
        Media media, @Nullable String detail, @Nullable VendorState vendorState) implements Part {

    /**
     * Checks the components.
     *
     * @param media as above
     * @param detail as above
     * @param vendorState as above
     */
    public ImagePart {
        Objects.requireNonNull(media, "media");
    }

    /**
     * An image at the vendor's default detail.
     *
     * @param media where its bytes are
     */
    public ImagePart(Media media) {
        this(media, null, null);
    }
}
