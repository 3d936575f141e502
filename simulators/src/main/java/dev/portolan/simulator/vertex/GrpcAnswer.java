package dev.portolan.simulator.vertex;

import dev.portolan.simulator.internal.Framing;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.Role;
import java.util.List;

/**
 * An answer without faults.
 *
 * @param streamed whether the messages are sent one by one; else there is one
 * @param tokens how many tokens an answer in one message is worth
 * @param pieces the messages
 */
record GrpcAnswer(boolean streamed, int tokens, List<Piece> pieces) {

    static GrpcAnswer whole(int tokens, byte[] message, String text) {
        return new GrpcAnswer(false, tokens, List.of(new Piece(Role.CONTENT, () -> message, Framing.NONE, text)));
    }

    static GrpcAnswer streamed(List<Piece> pieces) {
        return new GrpcAnswer(true, 0, pieces);
    }
}
