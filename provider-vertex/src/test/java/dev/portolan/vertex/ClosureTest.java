package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What an application gets that adds this provider: the jars of others, which the build lists in {@code closure.txt}. */
class ClosureTest {

    private static final double MAXIMUM_MEGABYTES = 50;

    @Test
    void theJarsOfOthersStaySmall() throws Exception {
        Map<String, Double> megabytes = new TreeMap<>();
        for (Path jar : jars()) {
            megabytes.put(jar.getFileName().toString(), Files.size(jar) / 1e6);
        }
        double sum = megabytes.values().stream().mapToDouble(each -> each).sum();
        System.out.printf("Closure of provider-vertex: %d jars, %.1f MB%n", megabytes.size(), sum);
        assertThat(megabytes.keySet()).anyMatch(name -> name.startsWith("google-cloud-aiplatform"));
        assertThat(megabytes.keySet())
                .noneMatch(name ->
                        name.contains("v1beta1") || name.startsWith("grpc-xds") || name.startsWith("conscrypt"));
        assertThat(sum).as("megabytes of %s", megabytes).isLessThanOrEqualTo(MAXIMUM_MEGABYTES);
    }

    private static List<Path> jars() throws Exception {
        try (var in = ClosureTest.class.getResourceAsStream("/closure.txt")) {
            return List.of(new String(in.readAllBytes()).strip().split(File.pathSeparator)).stream()
                    .map(Path::of)
                    .toList();
        }
    }
}
