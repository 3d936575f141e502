package dev.portolan.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {

    private static final Map<String, String> VALUES = Map.of("customer", "Ann", "labels", "a, b");

    @TempDir
    Path folder;

    @Test
    void aPromptOfTheClassPathComesWithItsVariants() {
        Prompt triage = Prompts.classPath().get("triage");

        assertThat(triage.variants()).containsExactly("claude", "gpt-4.1");
        assertThat(triage.version()).isNull();
        assertThat(triage.part(VALUES).text()).isEqualTo("Sort the ticket of Ann.\nLabels: a, b");
    }

    @Test
    void aVersionIsAPromptOfItsOwn() {
        Prompt second = Prompts.classPath().get("triage@2");

        assertThat(second.name()).isEqualTo("triage");
        assertThat(second.version()).isEqualTo("2");
        assertThat(second.variants()).isEmpty();
        assertThat(second.system(VALUES).text()).isEqualTo("Version two: a, b");
    }

    @Test
    void promptsInAJarAreFoundWithTheirVariants() throws IOException {
        Path jar = folder.resolve("app.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            entry(out, "texts/hello.txt", "Hello {{name}}");
            entry(out, "texts/hello.llama.txt", "Hi {{name}}");
            entry(out, "texts/hello.x/y.txt", "not a variant");
            entry(out, "texts/helloes.txt", "another prompt");
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            Prompt hello = Prompts.classPath(loader, "texts").get("hello");

            assertThat(hello.variants()).containsExactly("llama");
            Template llama = hello.variant("LLAMA");
            assertThat(llama == null ? null : llama.text()).isEqualTo("Hi {{name}}");
        }
    }

    private static void entry(OutputStream jar, String name, String text) throws IOException {
        ((JarOutputStream) jar).putNextEntry(new JarEntry(name));
        jar.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aClassPathThatCannotBeListedIsRefusedRatherThanItsVariantsOverlooked() {
        ClassLoader odd = new ClassLoader(null) {
            @Override
            protected URL findResource(String name) {
                return oddUrl();
            }
        };

        assertThatThrownBy(() -> Prompts.classPath(odd, "prompts").get("triage"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("triage")
                .hasMessageContaining("\"odd\"")
                .hasMessageContaining("folder");
    }

    private static URL oddUrl() {
        try {
            return new URL(null, "odd:/prompts/triage.txt", new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) {
                    return new URLConnection(url) {
                        @Override
                        public void connect() {
                            throw new IllegalStateException("nobody shall read it");
                        }

                        @Override
                        public InputStream getInputStream() {
                            throw new IllegalStateException("nobody shall read it");
                        }
                    };
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFolderServesAsWell() throws IOException {
        Files.writeString(folder.resolve("greet.txt"), "\uFEFFGood day\n\n");
        Files.writeString(folder.resolve("greet.o3.txt"), "Hi");
        Files.createDirectory(folder.resolve("greet.folder.txt"));

        Prompt greet = Prompts.folder(folder).get("greet");

        assertThat(greet.variants()).containsExactly("o3");
        assertThat(greet.user(Map.of()).text()).isEqualTo("Good day\n");
    }

    @Test
    void aPromptIsReadOnce() throws IOException {
        Files.writeString(folder.resolve("greet.txt"), "Good day");
        Prompts prompts = Prompts.folder(folder);
        Prompt first = prompts.get("greet");
        Files.writeString(folder.resolve("greet.txt"), "Changed");

        assertThat(prompts.get("greet")).isSameAs(first);
    }

    @Test
    void aMissingPromptIsNamedWithTheFileThatWasLookedFor() {
        assertThatThrownBy(() -> Prompts.classPath().get("triag"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no prompt \"triag\": no file prompts/triag.txt on the class path");
        assertThatThrownBy(() -> Prompts.folder(folder).get("triage@3"))
                .hasMessageContaining("\"triage@3\"")
                .hasMessageContaining(folder.resolve("triage@3.txt").toString());
        assertThatThrownBy(() -> Prompts.of(Prompt.of("a", "A")).get("b")).hasMessageContaining("\"b\"");
    }

    @Test
    void aNameCannotLeadOutOfTheFolder() {
        for (String name : new String[] {"../secret", "a/b", "", "a.b", "a@", "a@1.2"}) {
            assertThatThrownBy(() -> Prompts.folder(folder).get(name))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("A prompt's name is");
        }
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Files.write(folder.resolve("bytes.txt"), new byte[] {'a', (byte) 0xff});

        assertThatThrownBy(() -> Prompts.folder(folder).get("bytes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes.txt is no UTF-8");
    }

    @Test
    void promptsMadeInCodeAreFoundByNameAndVersion() {
        Prompts prompts = Prompts.of(Prompt.of("a", "one"), Prompt.of("a@2", "two"));

        assertThat(prompts.get("a").template().text()).isEqualTo("one");
        assertThat(prompts.get("a@2").template().text()).isEqualTo("two");
        assertThatThrownBy(() -> Prompts.of(Prompt.of("a", "one"), Prompt.of("a", "two")))
                .hasMessageContaining("\"a\" is there twice");
    }
}
