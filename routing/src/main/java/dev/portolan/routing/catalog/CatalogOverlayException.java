package dev.portolan.routing.catalog;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** An overlay has mistakes. The message lists all of them, a line each. */
public final class CatalogOverlayException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Told by {@link #mistakes()}; gone after serialisation, the message stays. */
    private final transient List<OverlayMistake> mistakes;

    /**
     * Mistakes of an overlay.
     *
     * @param mistakes at least one, in the order of their lines
     */
    public CatalogOverlayException(List<OverlayMistake> mistakes) {
        super(message(mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    private static String message(List<OverlayMistake> mistakes) {
        return mistakes.stream()
                .map(OverlayMistake::toString)
                .collect(Collectors.joining(
                        System.lineSeparator() + "  ",
                        mistakes.size() == 1
                                ? "The catalog's overlay has a mistake:" + System.lineSeparator() + "  "
                                : "The catalog's overlay has " + mistakes.size() + " mistakes:" + System.lineSeparator()
                                        + "  ",
                        ""));
    }

    /**
     * All mistakes.
     *
     * @return in the order of their lines
     */
    public List<OverlayMistake> mistakes() {
        return mistakes;
    }
}
