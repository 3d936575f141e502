package dev.portolan.chat;

/** Counts the tokens of a request exactly, as the vendor will, usually by asking the vendor. See {@link ChatModel#tokenCounter()}. */
@FunctionalInterface
public interface TokenCounter {

    /**
     * Counts the input tokens of a request.
     *
     * @param request what would be asked
     * @param context what belongs to the call; the deadline and credentials are honoured
     * @return the number of input tokens
     */
    long count(ChatRequest request, CallContext context);
}
