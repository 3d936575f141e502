package dev.portolan.routing.complexity;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The learnt weights: one byte for each bucket of words and pairs, one number for each {@link Feature}. Immutable.
 *
 * <p>The form on disk: {@code PGM1}, then big-endian the number of features and the numbers below, a table of quantiles,
 * and the buckets that are not zero as distance from the one before (7 bits a byte, low ones first, high bit for more) and
 * weight. It is not compressed, so that the same training gives the same bytes whatever the compression library.
 */
final class GainModel {

    private static final int MAGIC = 0x50474d31;

    /** The gain of an average request. */
    final double bias;

    /** What one step of a bucket's weight is worth. */
    final double scale;

    final byte[] weights;

    /** The share of buckets that have a weight. */
    final double occupied;

    /** What is taken off each feature. */
    final double[] centre;

    /** What one unit of a centred feature is worth. */
    final double[] slope;

    /** How far each feature may be from its centre before it is cut off there. */
    final double[] reach;

    /** The gains of the requests it was trained on, at equal steps from the least to the greatest. */
    final double[] quantiles;

    GainModel(
            double bias,
            double scale,
            byte[] weights,
            double[] centre,
            double[] slope,
            double[] reach,
            double[] quantiles) {
        this.bias = bias;
        this.scale = scale;
        this.weights = weights;
        this.centre = centre;
        this.slope = slope;
        this.reach = reach;
        this.quantiles = quantiles;
        this.occupied = used() / (double) weights.length;
    }

    /** The gain that the words give, of a sum of bucket weights. */
    double ofWords(long sum, int grams) {
        return grams == 0 ? 0 : scale * sum / Math.sqrt(grams);
    }

    /** The gain that the plain features give. */
    double ofFeatures(float[] values) {
        double gain = 0;
        for (int i = 0; i < slope.length; i++) {
            double from = values[i] - centre[i];
            gain += slope[i] * Math.max(-reach[i], Math.min(reach[i], from));
        }
        return gain;
    }

    void write(OutputStream target) throws IOException {
        DataOutputStream out = new DataOutputStream(target);
        out.writeInt(MAGIC);
        out.writeInt(slope.length);
        out.writeDouble(bias);
        out.writeDouble(scale);
        write(out, centre);
        write(out, slope);
        write(out, reach);
        out.writeInt(quantiles.length);
        write(out, quantiles);
        out.writeInt(used());
        int before = -1;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0) {
                int gap = i - before;
                for (; gap > 0x7f; gap >>>= 7) {
                    out.writeByte((gap & 0x7f) | 0x80);
                }
                out.writeByte(gap);
                out.writeByte(weights[i]);
                before = i;
            }
        }
        out.flush();
    }

    static GainModel read(InputStream source) throws IOException {
        try {
            return read(ByteBuffer.wrap(source.readAllBytes()));
        } catch (BufferUnderflowException e) {
            throw new IOException("The complexity model is cut off", e);
        }
    }

    private static GainModel read(ByteBuffer in) throws IOException {
        if (in.getInt() != MAGIC) {
            throw new IOException("This is no complexity model of this version");
        }
        int features = in.getInt();
        if (features != Feature.COUNT) {
            throw new IOException("The complexity model knows " + features + " features, not " + Feature.COUNT);
        }
        double bias = in.getDouble();
        double scale = in.getDouble();
        double[] centre = doubles(in, features);
        double[] slope = doubles(in, features);
        double[] reach = doubles(in, features);
        double[] quantiles = doubles(in, in.getInt());
        byte[] weights = new byte[GramVisitor.BUCKETS];
        int at = -1;
        for (int left = in.getInt(); left > 0; left--) {
            int gap = 0;
            int shift = 0;
            int next;
            do {
                next = in.get();
                gap |= (next & 0x7f) << shift;
                shift += 7;
            } while (next < 0);
            at += gap;
            if (gap < 1 || at >= weights.length) {
                throw new IOException("The complexity model is damaged");
            }
            weights[at] = in.get();
        }
        return new GainModel(bias, scale, weights, centre, slope, reach, quantiles);
    }

    private int used() {
        int used = 0;
        for (byte weight : weights) {
            used += weight == 0 ? 0 : 1;
        }
        return used;
    }

    private static void write(DataOutputStream out, double[] values) throws IOException {
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    private static double[] doubles(ByteBuffer in, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.getDouble();
        }
        return values;
    }
}
