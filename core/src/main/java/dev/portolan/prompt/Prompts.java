package dev.portolan.prompt;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where an application's prompts are: files {@code <name>.txt} for any model and {@code <name>.<variant>.txt} for some, in a folder or
 * on the class path, or prompts made in code. A version is part of the file's name: {@code triage@2.txt}, {@code triage@2.claude.txt}.
 *
 * <p>Files are UTF-8 with or without a byte order mark; line ends become line feeds, and the last one is left out. A prompt is read once,
 * when it is first asked for. Thread-safe.
 */
public final class Prompts {

    /** The folder on the class path where none is named. */
    public static final String FOLDER = "prompts";

    private final PromptFiles files;
    private final Map<String, Prompt> read = new ConcurrentHashMap<>();

    private Prompts(PromptFiles files) {
        this.files = files;
    }

    /**
     * The prompts in the folder {@code prompts} of the class path.
     *
     * @return the prompts
     */
    public static Prompts classPath() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return classPath(context != null ? context : Prompts.class.getClassLoader(), FOLDER);
    }

    /**
     * The prompts in a folder of a class path. Variants are looked for beside the text for all models, in the same folder or jar.
     *
     * @param loader where to look
     * @param folder the folder, without slashes around it
     * @return the prompts
     */
    public static Prompts classPath(ClassLoader loader, String folder) {
        return new Prompts(new ClassPathPrompts(
                Objects.requireNonNull(loader, "loader"), Objects.requireNonNull(folder, "folder")));
    }

    /**
     * The prompts in a folder.
     *
     * @param folder the folder
     * @return the prompts
     */
    public static Prompts folder(Path folder) {
        return new Prompts(new FolderPrompts(folder));
    }

    /**
     * Prompts made in code.
     *
     * @param prompts the prompts
     * @return the prompts by name
     * @throws IllegalArgumentException when two have one name and version
     */
    public static Prompts of(Prompt... prompts) {
        Prompts given = new Prompts(name -> {
            throw new IllegalArgumentException(
                    "There is no prompt \"" + name + "\" among those made in code: " + Arrays.asList(prompts));
        });
        for (Prompt prompt : prompts) {
            String key = prompt.version() == null ? prompt.name() : prompt.name() + "@" + prompt.version();
            if (given.read.put(key, prompt) != null) {
                throw new IllegalArgumentException("The prompt " + prompt + " is there twice");
            }
        }
        return given;
    }

    /**
     * A prompt.
     *
     * @param name the name, perhaps with a version: {@code triage} or {@code triage@2}
     * @return the prompt with all its variants
     * @throws IllegalArgumentException when there is none of this name; the message says which file was looked for, and where
     * @throws java.io.UncheckedIOException when a file cannot be read
     */
    public Prompt get(String name) {
        Prompt known = read.get(name);
        if (known != null) {
            return known;
        }
        Prompt.of(name, "");
        return read.computeIfAbsent(name, files::read);
    }
}
