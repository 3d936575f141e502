package dev.portolan.testkit.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.portolan.evidence.parity.ParityReport;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * A report as one HTML file for people. It works from disk, loads nothing and sends nothing: a content security policy allows its own
 * script and style by their hashes and nothing else. What comes from models, vendors and datasets is data in it, never markup, and
 * characters that hide or turn text are named. Long texts are cut; {@code parity.json} has them whole.
 *
 * <p>An example is addressed as {@code parity.html#item=<id>}. Thread-safe.
 */
public final class HtmlReport {

    private static final List<String> SCRIPTS = List.of("text.js", "diff.js", "item.js", "list.js", "review.js");
    private static final String FOLDER = "/dev/portolan/testkit/report/";

    private HtmlReport() {}

    /**
     * Writes a report.
     *
     * @param report what was found
     * @param out where to, in UTF-8; neither flushed nor closed. Equal reports give equal texts
     * @throws IOException when it cannot be written
     */
    public static void write(ParityReport report, Writer out) throws IOException {
        StringBuilder script = new StringBuilder("\"use strict\";\n");
        for (String name : SCRIPTS) {
            script.append(resource(name));
        }
        String style = resource("report.css");
        Template template = Mustache.compiler()
                .strictSections(true)
                .emptyStringIsFalse(true)
                .withEscaper(raw -> Escapers.HTML.escape(Visible.of(raw)))
                .compile(resource("report.mustache"));
        try {
            template.execute(new PageView(report, style, hash(style), script.toString(), hash(script.toString())), out);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What a content security policy names a script or style by. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The parser of HTML makes one character of two at the end of a line, and the hash is of what it made. */
    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new FileNotFoundException(FOLDER + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }
}
