package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.schema.SchemaLoss;
import dev.portolan.schema.SchemaUse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One schema within a document while it is being rewritten. Not thread-safe. */
public final class SchemaPlace {

    private final ObjectNode document;
    private final ObjectNode node;
    private final String pointer;
    private final SchemaUse use;
    private final List<SchemaLoss> losses;
    private String rule = "";
    private boolean reshaped;

    SchemaPlace(ObjectNode document, ObjectNode node, String pointer, SchemaUse use, List<SchemaLoss> losses) {
        this.document = document;
        this.node = node;
        this.pointer = pointer;
        this.use = use;
        this.losses = losses;
    }

    void at(SchemaRule next) {
        rule = next.code();
    }

    /** What stood further in stands here now: the rules before have not seen it. */
    void reshape() {
        reshaped = true;
    }

    /** Whether the rules are to begin again here; forgets it. */
    boolean beginsAgain() {
        boolean again = reshaped;
        reshaped = false;
        return again;
    }

    /**
     * The schema here.
     *
     * @return the object, to be rewritten
     */
    public ObjectNode node() {
        return node;
    }

    /**
     * The whole document.
     *
     * @return its root, to be rewritten
     */
    public ObjectNode document() {
        return document;
    }

    /**
     * Whether this is the document's root.
     *
     * @return true at the root
     */
    public boolean root() {
        return pointer.isEmpty();
    }

    /**
     * What the document is for.
     *
     * @return the use
     */
    public SchemaUse use() {
        return use;
    }

    /**
     * A keyword's value.
     *
     * @param keyword the keyword
     * @return the value, or {@code null} when the keyword is absent
     */
    public @Nullable JsonNode get(String keyword) {
        return node.get(keyword);
    }

    /**
     * Whether values of a type are meant here.
     *
     * @param type such as {@code object}
     * @return true when {@code type} is it, or is a list with it
     */
    public boolean isType(String type) {
        return Types.of(node).contains(type);
    }

    /**
     * Takes a keyword away and tells the model about it in the description.
     *
     * @param keyword the keyword; nothing happens when it is absent
     */
    public void describe(String keyword) {
        JsonNode value = node.remove(keyword);
        if (value == null) {
            return;
        }
        describe(keyword, keyword + ": " + (value.isTextual() ? value.textValue() : value.toString()));
    }

    /**
     * Tells the model in the description what a keyword demanded.
     *
     * @param keyword the keyword
     * @param text what it demanded, without a full stop
     */
    public void describe(String keyword, String text) {
        tell(text);
        lose(SchemaLoss.Effect.DESCRIBED, keyword, keyword + " is told to the model but not enforced by the vendor");
    }

    /**
     * Adds a sentence to the description.
     *
     * @param text the sentence, without a full stop
     */
    public void tell(String text) {
        JsonNode old = node.get("description");
        String before = old == null ? "" : old.asText().strip();
        String separator = before.isEmpty() ? "" : before.endsWith(".") ? " " : ". ";
        node.put("description", before + separator + text);
    }

    /**
     * Notes that the vendor cannot enforce the schema because of what stands here.
     *
     * @param keyword the keyword that is concerned
     * @param text why, one sentence
     */
    public void notStrict(String keyword, String text) {
        lose(SchemaLoss.Effect.NOT_STRICT, keyword, text);
    }

    /**
     * Notes that the vendor would refuse the schema because of what stands here.
     *
     * @param keyword the keyword that is concerned
     * @param text why, one sentence
     */
    public void refuse(String keyword, String text) {
        lose(SchemaLoss.Effect.REFUSED, keyword, text);
    }

    private void lose(SchemaLoss.Effect effect, String keyword, String text) {
        losses.add(new SchemaLoss(rule, pointer, effect, keyword, text));
    }

    @Override
    public String toString() {
        return "SchemaPlace[" + pointer + "]";
    }
}
