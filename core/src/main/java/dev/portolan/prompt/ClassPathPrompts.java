package dev.portolan.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Prompts in a folder of the class path: of directories and of jars, jars within jars where their loader lists them. */
record ClassPathPrompts(ClassLoader loader, String folder) implements PromptFiles {

    @Override
    public Prompt read(String name) {
        String path = folder.isEmpty() ? name + END : folder + "/" + name + END;
        URL file = loader.getResource(path);
        if (file == null) {
            throw new IllegalArgumentException(
                    "There is no prompt \"" + name + "\": no file " + path + " on the class path");
        }
        try {
            if (file.getProtocol().equals("file")) {
                Path there = Path.of(file.toURI());
                return new FolderPrompts(Objects.requireNonNull(there.getParent())).read(name);
            }
            if (file.openConnection() instanceof JarURLConnection jar) {
                return inJar(name, path, jar);
            }
        } catch (IOException | URISyntaxException e) {
            throw new UncheckedIOException(
                    "The prompt \"" + name + "\" cannot be read from the class path",
                    e instanceof IOException io ? io : new IOException(e));
        }
        throw new IllegalArgumentException("The prompt \"" + name + "\": the variants beside " + path
                + " cannot be listed where the class path is of kind \"" + file.getProtocol()
                + "\"; give a folder, or make the prompts in code");
    }

    private static Prompt inJar(String name, String path, JarURLConnection connection) throws IOException {
        // Others may read the same jar: a copy of our own is closed without harm.
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            String inside = Objects.requireNonNull(connection.getEntryName());
            String before = inside.substring(0, inside.length() - name.length() - END.length());
            Map<String, Content> variants = new TreeMap<>();
            jar.stream().filter(entry -> entry.getName().startsWith(before)).forEach(entry -> {
                String variant = PromptFiles.variant(name, entry.getName().substring(before.length()));
                if (variant != null && variant.indexOf('/') < 0) {
                    variants.put(variant, () -> bytes(jar, entry));
                }
            });
            return PromptFiles.read(name, path, () -> bytes(jar, jar.getJarEntry(inside)), variants);
        }
    }

    private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream content = jar.getInputStream(entry)) {
            return content.readAllBytes();
        }
    }
}
