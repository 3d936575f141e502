package dev.portolan.bedrock;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.WireStream;

/** One of the ways in which Bedrock serves a chat model: Converse or InvokeModel. Thread-safe. */
interface ChatApi {

    /** Whether reasoning carries what this API takes back from the models of its family. */
    boolean takesBack(ReasoningPart thought);

    /** Sends and waits for the whole answer; the caller adds what the guard knows. */
    ChatResponse chat(ChatRequest request, CallContext context, CallGuard guard);

    /** Sends and waits for an answer to begin. */
    WireStream.Opened open(ChatRequest request, CallContext context, CallGuard guard);
}
