package dev.portolan.evidence.dataset;

import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VideoPart;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Files of an example, named by paths that do not leave the dataset's folder.
 *
 * @param place where they lie
 * @param paths relative, with slashes
 */
record Attachments(Place place, List<String> paths) {

    /** Where files lie. */
    interface Place {
        byte[] read(String path) throws IOException;
    }

    static final Attachments NONE = new Attachments(
            path -> {
                throw new FileNotFoundException(path);
            },
            List.of());

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("txt", "text/plain"),
            Map.entry("md", "text/markdown"),
            Map.entry("csv", "text/csv"),
            Map.entry("html", "text/html"),
            Map.entry("json", "application/json"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("flac", "audio/flac"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("webm", "video/webm"),
            Map.entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));

    Attachments {
        paths = List.copyOf(paths);
        paths.forEach(Attachments::requireInside);
    }

    private static void requireInside(String path) {
        boolean leaves = path.isBlank()
                || path.startsWith("/")
                || path.contains("\\")
                || path.contains(":")
                || path.indexOf('\0') >= 0
                || List.of(path.split("/", -1)).contains("..");
        if (leaves) {
            throw new IllegalArgumentException(
                    "attachments: a path is relative to the dataset, with slashes, and does not leave its folder");
        }
        type(path);
    }

    private static String type(String path) {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (type == null) {
            throw new IllegalArgumentException(
                    "attachments: the end of a file's name must tell its type, as .png does");
        }
        return type;
    }

    ChatRequest addTo(ChatRequest request) {
        if (paths.isEmpty()) {
            return request;
        }
        List<Message> messages = new ArrayList<>(request.messages());
        int last = messages.size() - 1;
        while (last >= 0 && !(messages.get(last) instanceof UserMessage)) {
            last--;
        }
        if (last < 0) {
            throw new IllegalArgumentException("attachments: there is no user message to add them to");
        }
        List<Part> parts = new ArrayList<>(messages.get(last).parts());
        paths.forEach(path -> parts.add(part(path)));
        messages.set(last, new UserMessage(parts, messages.get(last).vendorState()));
        return request.toBuilder().messages(messages).build();
    }

    private Part part(String path) {
        String type = type(path);
        Media media = Media.of(bytes(path), type);
        if (type.startsWith("image/")) {
            return new ImagePart(media);
        } else if (type.startsWith("audio/")) {
            return new AudioPart(media);
        }
        return type.startsWith("video/")
                ? new VideoPart(media)
                : new DocumentPart(media, path.substring(path.lastIndexOf('/') + 1));
    }

    byte[] bytes(String path) {
        try {
            return place.read(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the attachment " + path, e);
        }
    }

    /**
     * A folder; links in it must not lead out of it.
     *
     * @param folder its path
     */
    record InFolder(Path folder) implements Place {
        @Override
        public byte[] read(String path) throws IOException {
            Path root = folder.toRealPath();
            Path file = root.resolve(path).toRealPath();
            if (!file.startsWith(root)) {
                throw new IllegalArgumentException("attachments: " + path + " leads out of the dataset's folder");
            }
            return Files.readAllBytes(file);
        }
    }

    /**
     * A folder on the class path.
     *
     * @param loader finds resources
     * @param folder its name, empty or with a slash at its end
     */
    record OnClassPath(ClassLoader loader, String folder) implements Place {
        @Override
        public byte[] read(String path) throws IOException {
            try (InputStream in = loader.getResourceAsStream(folder + path)) {
                if (in == null) {
                    throw new FileNotFoundException(Objects.toString(path));
                }
                return in.readAllBytes();
            }
        }
    }
}
