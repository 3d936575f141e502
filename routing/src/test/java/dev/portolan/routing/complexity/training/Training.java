package dev.portolan.routing.complexity.training;

import dev.portolan.routing.complexity.TrainingTap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the scorer's weights anew from the data, to the bit:
 *
 * <pre>{@code
 * ./mvnw -q -pl routing -am test-compile exec:exec -Drouting.main=dev.portolan.routing.complexity.training.Training \
 *     -Drouting.args="<folder of outcomes> src/main/resources/dev/portolan/routing/complexity/complexity-model.bin"
 * }</pre>
 *
 * <p>Only the sources whose licences permit it are read. Of a prompt nothing stays but what its words add to weights of hashes, and of
 * these only such as occur in eight prompts.
 */
public final class Training {

    private Training() {}

    /**
     * Trains and writes.
     *
     * @param args the folder of outcomes, and the file to write
     * @throws IOException when either cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        byte[] resource = resource(Path.of(args[0]));
        Files.write(Path.of(args[1]), resource);
        System.out.println(resource.length + " bytes written");
    }

    /** The bytes of the resource. */
    static byte[] resource(Path folder) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (String source : OutcomeFiles.PERMITTED) {
            outcomes.addAll(OutcomeFiles.read(folder, source));
        }
        TrainingTap.Weights weights = Recipe.train(outcomes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        weights.write(out);
        return out.toByteArray();
    }
}
