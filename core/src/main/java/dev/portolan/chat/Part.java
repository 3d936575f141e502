package dev.portolan.chat;

import org.jspecify.annotations.Nullable;

/**
 * One piece of a message's content. A message is an ordered list of parts: text, media, reasoning, tool calls and results,
 * refusals, citations, and {@link OtherPart} for what a vendor sends and this version has no name for.
 *
 * <p>The set is closed so that a {@code switch} over it is complete; new kinds of content arrive as {@link OtherPart} until
 * they get a type of their own.
 */
public sealed interface Part
        permits TextPart,
                ImagePart,
                DocumentPart,
                AudioPart,
                VideoPart,
                ReasoningPart,
                ToolCall,
                ToolResult,
                RefusalPart,
                CitationPart,
                OtherPart {

    /**
     * What the vendor wants back with this part.
     *
     * @return the state, or {@code null} when there is none
     */
    @Nullable
    VendorState vendorState();
}
