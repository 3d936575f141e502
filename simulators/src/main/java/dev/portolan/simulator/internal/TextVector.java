package dev.portolan.simulator.internal;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Embeds texts: a vector is the sum of its words' directions, so the same text always has the same vector and texts with words in
 * common are near each other.
 */
public final class TextVector {

    private TextVector() {}

    /**
     * Embeds a text.
     *
     * @param text any text; one without words gives the null vector
     * @param dimensions how many numbers
     * @return a vector of length one
     */
    public static float[] of(String text, int dimensions) {
        double[] sum = new double[dimensions];
        for (String piece : TokenPieces.of(text)) {
            SplittableRandom direction =
                    new SplittableRandom(piece.trim().toLowerCase(Locale.ROOT).hashCode());
            for (int i = 0; i < dimensions; i++) {
                sum[i] += direction.nextDouble() - 0.5;
            }
        }
        double square = 0;
        for (double number : sum) {
            square += number * number;
        }
        float[] unit = new float[dimensions];
        for (int i = 0; i < dimensions && square > 0; i++) {
            unit[i] = (float) (sum[i] / Math.sqrt(square));
        }
        return unit;
    }
}
