package dev.portolan.prompt;

import dev.portolan.chat.Message;
import dev.portolan.chat.PromptOrigin;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.UserMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A named text that an application sends, in the words for any model and perhaps in others for some. Immutable, thread-safe.
 *
 * <pre>{@code
 * Prompt triage = Prompt.of("triage", "Sort the ticket of {{customer}} into one of: {{labels}}.")
 *         .withVariant("claude", "<task>Sort the ticket of {{customer}}.</task><labels>{{labels}}</labels>");
 * ChatRequest request = ChatRequest.builder()
 *         .add(triage.system(Map.of("customer", name, "labels", "billing, outage")))
 *         .user(ticket)
 *         .build();
 * }</pre>
 *
 * <p>The model that answers is sent the variant that is {@linkplain PromptOrigin#alternativeFor meant for it}. All variants are
 * filled in at once, so a value that is missing is found on the first call and not by the first fallback.
 */
public final class Prompt {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9_-]{1,50}");
    private static final Pattern VARIANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}");
    private static final int HASH_DIGITS = 16;

    private final String name;
    private final @Nullable String version;
    private final Template template;
    private final Map<String, Template> variants;

    private Prompt(String name, @Nullable String version, Template template, Map<String, Template> variants) {
        this.name = name;
        this.version = version;
        this.template = template;
        this.variants = variants;
    }

    /**
     * A prompt of one text for all models.
     *
     * @param name letters, digits, {@code _} and {@code -}; a version may follow, as in {@code triage@2}
     * @param text the text, with places as {@link Template} has them
     * @return the prompt
     * @throws IllegalArgumentException when the name is none
     */
    public static Prompt of(String name, String text) {
        int at = name.indexOf('@');
        String plain = at < 0 ? name : name.substring(0, at);
        String version = at < 0 ? null : name.substring(at + 1);
        if (!NAME.matcher(plain).matches()
                || (version != null && !VERSION.matcher(version).matches())) {
            throw new IllegalArgumentException(
                    "A prompt's name is letters, digits, underscores and hyphens, perhaps with a version: triage@2");
        }
        return new Prompt(plain, version, Template.of(text), Map.of());
    }

    /**
     * The same prompt with other words for some models.
     *
     * @param variant a model, a family of models or a provider, as in {@link PromptOrigin#alternativeFor}; without regard to case
     * @param text the whole text for them
     * @return a prompt with one variant more, or with another text for it
     * @throws IllegalArgumentException when the variant has other characters than ids of models have
     */
    public Prompt withVariant(String variant, String text) {
        if (!VARIANT.matcher(variant).matches()) {
            throw new IllegalArgumentException("The prompt \"" + name + "\" cannot have the variant \"" + variant
                    + "\": it is a model, a family or a provider, such as claude");
        }
        Map<String, Template> more = new TreeMap<>(variants);
        more.put(variant.toLowerCase(Locale.ROOT), Template.of(text));
        return new Prompt(name, version, template, more);
    }

    /**
     * The prompt's name.
     *
     * @return the name without a version
     */
    public String name() {
        return name;
    }

    /**
     * The prompt's version.
     *
     * @return the version, or {@code null} when it has none
     */
    public @Nullable String version() {
        return version;
    }

    /**
     * The text for models without a variant.
     *
     * @return the template
     */
    public Template template() {
        return template;
    }

    /**
     * For whom there are other words.
     *
     * @return unmodifiable, in lower case and alphabetical order
     */
    public Set<String> variants() {
        return java.util.Collections.unmodifiableSet(variants.keySet());
    }

    /**
     * The text of a variant.
     *
     * @param variant as it was given
     * @return the template, or {@code null} when there is no such variant
     */
    public @Nullable Template variant(String variant) {
        return variants.get(variant.toLowerCase(Locale.ROOT));
    }

    /**
     * An instruction of the application.
     *
     * @param variables the values by name; those that no text has a place for are ignored
     * @return a message of one text
     * @throws IllegalArgumentException when a variant or the text for all has a place without a value; the message names both
     */
    public SystemMessage system(Map<String, String> variables) {
        return new SystemMessage(List.of(part(variables)));
    }

    /**
     * What the user says.
     *
     * @param variables as {@link #system} has them
     * @return a message of one text
     * @throws IllegalArgumentException as {@link #system}
     */
    public UserMessage user(Map<String, String> variables) {
        return Message.user(part(variables));
    }

    /**
     * A text to put among the parts of a message.
     *
     * @param variables as {@link #system} has them
     * @return the text for all models, which knows its variants
     * @throws IllegalArgumentException as {@link #system}
     */
    public TextPart part(Map<String, String> variables) {
        Objects.requireNonNull(variables, "variables");
        List<PromptOrigin.Alternative> alternatives = new ArrayList<>();
        variants.forEach((variant, text) ->
                alternatives.add(new PromptOrigin.Alternative(variant, hash(text), filled(text, variant, variables))));
        return new TextPart(
                filled(template, null, variables),
                null,
                new PromptOrigin(name, version, null, hash(template), alternatives));
    }

    private String filled(Template text, @Nullable String variant, Map<String, String> variables) {
        try {
            return text.fill(variables);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The prompt " + this + (variant == null ? "" : ", variant " + variant) + ": " + e.getMessage(), e);
        }
    }

    private static String hash(Template text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.text().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "\"" + name + (version == null ? "" : "@" + version) + "\"";
    }
}
