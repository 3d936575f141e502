package dev.portolan.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Speech or other sound, given to the model or made by it.
 *
 * @param media where its bytes are
 * @param transcript what is said in it, as the model tells, or {@code null} when unknown
 * @param vendorState what the vendor wants back with it, or {@code null}
 */
public record AudioPart(
        Media media, @Nullable String transcript, @Nullable VendorState vendorState) implements Part {

    /**
     * Checks the components.
     *
     * @param media as above
     * @param transcript as above
     * @param vendorState as above
     */
    public AudioPart {
        Objects.requireNonNull(media, "media");
    }

    /**
     * Audio without transcript.
     *
     * @param media where its bytes are
     */
    public AudioPart(Media media) {
        this(media, null, null);
    }

    @Override
    public String toString() {
        return "AudioPart[" + media + "]";
    }
}
