package dev.portolan.testkit.parity;

import dev.portolan.evidence.parity.SideFacts;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which models are relatives, by their names. */
final class ModelFamily {

    private static final List<List<String>> FAMILIES = List.of(
            List.of("gpt", "chatgpt", "o1", "o3", "o4"),
            List.of("claude"),
            List.of("gemini", "gemma"),
            List.of("llama"),
            List.of("mistral", "mixtral", "ministral", "codestral", "magistral"),
            List.of("nova", "titan"),
            List.of("command"),
            List.of("qwen", "qwq"),
            List.of("deepseek"),
            List.of("phi"));

    private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]+");

    private ModelFamily() {}

    /** Whether a model is of the family of one that was asked for or answered. */
    static boolean same(String model, SideFacts side) {
        String family = of(model);
        return Stream.concat(Stream.of(side.model()), side.answered().stream())
                .anyMatch(other -> of(other).equals(family));
    }

    /** The family, or the whole name where none is known. A distilled model counts with what its name says first. */
    static String of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        for (String word : NO_WORD.split(name, -1)) {
            for (List<String> family : FAMILIES) {
                if (family.stream()
                        .anyMatch(member -> word.equals(member)
                                || (word.startsWith(member)
                                        && word.substring(member.length()).matches("[0-9].*")))) {
                    return family.get(0);
                }
            }
        }
        return name;
    }
}
