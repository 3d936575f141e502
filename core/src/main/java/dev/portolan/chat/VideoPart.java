package dev.portolan.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A video.
 *
 * @param media where its bytes are
 * @param vendorState what the vendor wants back with it, or {@code null}
 */
public record VideoPart(Media media, @Nullable VendorState vendorState) implements Part {

    /**
     * Checks the components.
     *
     * @param media as above
     * @param vendorState as above
     */
    public VideoPart {
        Objects.requireNonNull(media, "media");
    }

    /**
     * A video without vendor state.
     *
     * @param media where its bytes are
     */
    public VideoPart(Media media) {
        this(media, null);
    }
}
