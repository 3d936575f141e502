package dev.portolan.simulator.internal.openai;

/** Filler that hides how long a piece is from those who watch the wire. */
final class Padding {

    private static final String FILLER = "0123456789abcdef";

    private Padding() {}

    static String of(String piece) {
        return FILLER.substring(piece.length() % FILLER.length());
    }
}
