package dev.portolan.wire.openai.responses;

/** Tells content of a message from items that stand beside messages; both can be of types unknown here. */
final class ContentTypes {

    private ContentTypes() {}

    /**
     * Whether a type is one of content.
     *
     * @param type the vendor's name
     * @return true for {@code input_*}, {@code output_*} and the few with names of their own
     */
    static boolean isContent(String type) {
        return type.startsWith("input_")
                || type.startsWith("output_")
                || type.equals("text")
                || type.equals("refusal")
                || type.equals("summary_text")
                || type.equals("reasoning_text")
                || type.equals("computer_screenshot");
    }
}
