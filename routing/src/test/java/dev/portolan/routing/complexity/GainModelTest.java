package dev.portolan.routing.complexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GainModelTest {

    @Test
    void whatIsWrittenIsRead() throws IOException {
        byte[] bytes = bytes();
        GainModel read = GainModel.read(new ByteArrayInputStream(bytes));
        assertThat(read).usingRecursiveComparison().isEqualTo(model());
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        read.write(again);
        assertThat(again.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void featuresAreCutOffAtTheirReach() {
        float[] far = new float[Feature.COUNT];
        float[] edge = new float[Feature.COUNT];
        far[0] = 100;
        edge[0] = 1 + 3;
        assertThat(model().ofFeatures(far)).isEqualTo(model().ofFeatures(edge));
        assertThat(model().ofWords(10, 4)).isEqualTo(0.5 * 10 / 2);
        assertThat(model().ofWords(0, 0)).isZero();
    }

    @Test
    void anotherFileIsRefused() throws IOException {
        byte[] bytes = bytes();
        byte[] other = bytes.clone();
        other[0]++;
        assertThatThrownBy(() -> GainModel.read(new ByteArrayInputStream(other)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no complexity model");
        byte[] more = bytes.clone();
        more[7]++;
        assertThatThrownBy(() -> GainModel.read(new ByteArrayInputStream(more)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("features");
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
        assertThatThrownBy(() -> GainModel.read(new ByteArrayInputStream(cut)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cut off");
        byte[] damaged = bytes.clone();
        damaged[bytes.length - 2] = 0;
        assertThatThrownBy(() -> GainModel.read(new ByteArrayInputStream(damaged)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }

    private static byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        model().write(out);
        return out.toByteArray();
    }

    private static GainModel model() {
        byte[] weights = new byte[GramVisitor.BUCKETS];
        weights[0] = 1;
        weights[200] = -127;
        weights[GramVisitor.BUCKETS - 2] = 9;
        weights[GramVisitor.BUCKETS - 1] = 127;
        double[] centre = new double[Feature.COUNT];
        double[] slope = new double[Feature.COUNT];
        double[] reach = new double[Feature.COUNT];
        Arrays.fill(centre, 1);
        Arrays.fill(slope, 0.25);
        Arrays.fill(reach, 3);
        return new GainModel(0.2, 0.5, weights, centre, slope, reach, new double[] {0, 0.5, 1});
    }
}
