package dev.portolan.spi.support;

import dev.portolan.chat.Warning;
import java.util.List;

/**
 * A request ready to be sent.
 *
 * @param body the JSON body, UTF-8; not copied, not to be written to
 * @param warnings what could not travel as asked
 */
@SuppressWarnings("ArrayRecordComponent") // Handed to the transport at once; a copy would cost as much as the request.
public record EncodedRequest(byte[] body, List<Warning> warnings) {

    /**
     * Copies the warnings.
     *
     * @param body as above
     * @param warnings as above
     */
    public EncodedRequest {
        warnings = List.copyOf(warnings);
    }

    @Override
    public String toString() {
        return "EncodedRequest[" + body.length + " bytes]";
    }
}
