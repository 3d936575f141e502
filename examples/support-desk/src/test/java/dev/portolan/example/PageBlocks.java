package dev.portolan.example;

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

/** The fenced blocks of a page, and what a compiler says to them. */
final class PageBlocks {

    private static final String IMPORTS = """
            import dev.portolan.*;
            import dev.portolan.chat.*;
            import dev.portolan.error.*;
            import dev.portolan.evidence.check.*;
            import dev.portolan.evidence.parity.*;
            import dev.portolan.openai.*;
            import dev.portolan.routing.catalog.*;
            import dev.portolan.simulator.*;
            import dev.portolan.simulator.openai.*;
            import dev.portolan.spi.*;
            import dev.portolan.testkit.contract.*;
            import dev.portolan.testkit.junit.*;
            import dev.portolan.testkit.model.*;
            import dev.portolan.tool.*;
            import java.math.*;
            import java.time.*;
            import java.util.*;
            import static dev.portolan.testkit.assertj.PortolanAssertions.*;
            """;

    private final String page;

    private PageBlocks(String page) {
        this.page = page;
    }

    static PageBlocks of(String... pathFromTheRoot) throws IOException {
        return new PageBlocks(Files.readString(Path.of("..", "..").resolve(Path.of("", pathFromTheRoot))));
    }

    List<String> in(String language) {
        Matcher fence = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$").matcher(page);
        List<String> blocks = new ArrayList<>();
        while (fence.find()) {
            blocks.add(fence.group(1));
        }
        return blocks;
    }

    /** What is wrong with a block as the body of a method, empty when nothing is. */
    static String errors(String block, Path classes) {
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
