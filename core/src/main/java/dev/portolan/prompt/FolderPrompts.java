package dev.portolan.prompt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Prompts in a folder. */
record FolderPrompts(Path folder) implements PromptFiles {

    FolderPrompts {
        Objects.requireNonNull(folder, "folder");
    }

    @Override
    public Prompt read(String name) {
        Path file = folder.resolve(name + END);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("There is no prompt \"" + name + "\": no file " + file);
        }
        Map<String, Content> variants = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(Files::isRegularFile).forEach(other -> {
                String variant = PromptFiles.variant(name, String.valueOf(other.getFileName()));
                if (variant != null) {
                    variants.put(variant, () -> Files.readAllBytes(other));
                }
            });
            return PromptFiles.read(name, file.toString(), () -> Files.readAllBytes(file), variants);
        } catch (IOException e) {
            throw new UncheckedIOException("The prompt \"" + name + "\" cannot be read from " + folder, e);
        }
    }
}
