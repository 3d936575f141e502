package dev.portolan.cli;

import dev.portolan.routing.plan.MigrationPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The files of a plan, in which people write.
 *
 * @param folder where they are
 */
record PlanFiles(Path folder) {

    private static final String JSON = "migration-plan.json";
    private static final String TEXT = "migration-plan.md";

    /** The plan with the answers of the one that is there. */
    MigrationPlan kept(MigrationPlan plan) {
        Path earlier = folder.resolve(JSON);
        if (!Files.exists(earlier)) {
            return plan;
        }
        try {
            return plan.withAnswersOf(MigrationPlan.fromJson(read(earlier)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    earlier + ": " + e.getMessage() + "; mend it or put it aside, what it says would be lost", e);
        }
    }

    void write(MigrationPlan plan) {
        try {
            Files.createDirectories(folder);
            replace(folder.resolve(JSON), plan.toJson());
            replace(folder.resolve(TEXT), plan.toMarkdown());
        } catch (IOException e) {
            throw new UncheckedIOException("The plan cannot be written to " + folder, e);
        }
    }

    /** People write into the file: a crash must not leave half of it. */
    private static void replace(Path file, String text) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(whole, text);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What was written, for people. */
    String names() {
        return folder.resolve(TEXT) + ", " + folder.resolve(JSON);
    }

    static String read(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
