package dev.portolan.prompt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place where prompts are kept as files. */
interface PromptFiles {

    /** The end of each file's name. */
    String END = ".txt";

    /**
     * Reads a prompt with its variants.
     *
     * @throws IllegalArgumentException when there is none
     */
    Prompt read(String name);

    /** Bytes that can be had when they are wanted. */
    interface Content {
        byte[] bytes() throws IOException;
    }

    /** What a file of a prompt's variant is for, or {@code null} when it is another prompt's, or its text for all. */
    static @Nullable String variant(String name, String file) {
        return file.startsWith(name + ".") && file.endsWith(END) && file.length() > name.length() + 1 + END.length()
                ? file.substring(name.length() + 1, file.length() - END.length())
                : null;
    }

    static Prompt read(String name, String where, Content text, Map<String, Content> variants) throws IOException {
        Prompt prompt = Prompt.of(name, text(where, text.bytes()));
        for (Map.Entry<String, Content> variant : variants.entrySet()) {
            String at = where.substring(0, where.length() - END.length()) + "." + variant.getKey() + END;
            prompt = prompt.withVariant(
                    variant.getKey(), text(at, variant.getValue().bytes()));
        }
        return prompt;
    }

    private static String text(String where, byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(where + " is no UTF-8", e);
        }
        text = (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n");
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
