package dev.portolan.config.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a configuration file may stand: on disk, or in a jar of the class path.
 *
 * @param path the file on disk, or {@code null}
 * @param url its address on the class path, or {@code null}
 * @param required whether it is a mistake when there is none
 */
record Place(@Nullable Path path, @Nullable URL url, boolean required) {

    static Place of(Path path, boolean required) {
        return new Place(path, null, required);
    }

    static Place of(URL url) {
        if (url.getProtocol().equals("file")) {
            return new Place(Path.of(URI.create(url.toString())), null, false);
        }
        return new Place(null, url, false);
    }

    String name() {
        return String.valueOf(path != null ? path : url);
    }

    /**
     * The entries of the file; {@code null} when there is no file.
     *
     * @param before the files that held settings when they were read last. One of them that has nothing in it now was caught while
     *     it was written, or lost: taking it for its word would remove its models under those who use them.
     */
    @Nullable
    List<Entry> read(int layer, Set<String> before, Problems problems) {
        Origin origin = new Origin(name(), null, layer);
        byte[] bytes;
        try {
            bytes = bytes();
        } catch (NoSuchFileException e) {
            if (required) {
                problems.add(origin, "there is no such file");
            }
            return null;
        } catch (IOException e) {
            problems.add(origin, "cannot be read (" + e.getClass().getSimpleName() + ")");
            return null;
        }
        String content = decode(bytes, origin, problems);
        if (content.isBlank() && before.contains(name())) {
            problems.add(
                    origin, "is empty now; it held settings before. A comment in it says that it is meant to be so");
        }
        return PropertiesReader.read(content, origin, problems);
    }

    private byte[] bytes() throws IOException {
        if (path != null) {
            return Files.readAllBytes(path);
        }
        if (url == null) {
            throw new NoSuchFileException("nowhere");
        }
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false); // a cached jar would stay open, and show its old content at a reload
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private static String decode(byte[] bytes, Origin origin, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            int line = 1 + (int) out.chars().filter(c -> c == '\n').count();
            problems.add(origin.at(line), "is not UTF-8 from here on");
        }
        return out.toString();
    }

    /** Changes when the file does, comes or goes; for files in jars always the same. */
    String fingerprint() {
        if (path == null) {
            return name();
        }
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return name() + "|" + file.lastModifiedTime() + "|" + file.size() + "|" + file.fileKey();
        } catch (IOException e) {
            return name() + "|" + e.getClass().getSimpleName();
        }
    }
}
