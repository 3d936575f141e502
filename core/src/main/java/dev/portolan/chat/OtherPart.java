package dev.portolan.chat;

import java.util.Objects;

/**
 * Content that this version has no name for, kept as the vendor sent it: items of hosted tools, new block types.
 *
 * @param type the vendor's own name of the kind
 * @param vendorState the content, whole, with its origin
 */
public record OtherPart(String type, VendorState vendorState) implements Part {

    /**
     * Checks the components.
     *
     * @param type as above
     * @param vendorState as above
     */
    public OtherPart {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(vendorState, "vendorState");
    }
}
