package dev.portolan.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README shows works when it is pasted. */
class ReadmeTest {

    private static final String IMPORTS = """
            import dev.portolan.*;
            import dev.portolan.chat.*;
            import dev.portolan.simulator.*;
            import dev.portolan.simulator.openai.*;
            """;

    @TempDir
    Path classes;

    @Test
    void everyJavaBlockCompiles() throws IOException {
        List<String> blocks = blocks("java");

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(2);
        assertThat(blocks).allSatisfy(block -> assertThat(errors(block)).isEmpty());
    }

    @Test
    void theExampleHasTwentyLines() throws IOException {
        assertThat(blocks("java").get(0).lines().filter(line -> !line.isBlank()))
                .hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void theFirstTwoBlocksRunAnExampleAndTheTests() throws IOException {
        assertThat(blocks("\\w+").subList(0, 2))
                .containsExactly("./mvnw -q -pl examples/support-desk -am compile exec:java\n", "./mvnw verify\n");
    }

    private static List<String> blocks(String language) throws IOException {
        String readme = Files.readString(Path.of("..", "..", "README.md"));
        Matcher fence = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$").matcher(readme);
        List<String> blocks = new ArrayList<>();
        while (fence.find()) {
            blocks.add(fence.group(1));
        }
        return blocks;
    }

    private String errors(String block) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String source = IMPORTS + "class Pasted { void run() throws Exception {\n" + block + "}}\n";
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Pasted.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        StringWriter messages = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
        boolean compiled = compiler.getTask(messages, null, null, options, null, List.of(file))
                .call();
        return compiled ? "" : messages + "\nin\n" + source;
    }
}
