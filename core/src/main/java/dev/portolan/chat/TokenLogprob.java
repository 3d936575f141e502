package dev.portolan.chat;

import java.util.List;
import java.util.Objects;

/**
 * How likely the model held a token of its answer to be.
 *
 * @param token the token as text
 * @param logprob the natural logarithm of its probability; a finite number
 * @param alternatives the most likely tokens at this place with their own logarithms, as far as asked for; their own
 *     alternatives are empty
 */
public record TokenLogprob(String token, double logprob, List<TokenLogprob> alternatives) {

    /**
     * Checks the components.
     *
     * @param token as above
     * @param logprob as above
     * @param alternatives as above
     * @throws IllegalArgumentException when the logarithm is infinite or no number
     */
    public TokenLogprob {
        Objects.requireNonNull(token, "token");
        if (!Double.isFinite(logprob)) {
            throw new IllegalArgumentException("logprob: must be a finite number");
        }
        alternatives = List.copyOf(alternatives);
    }

    @Override
    public String toString() {
        return "TokenLogprob[" + alternatives.size() + " alternatives]";
    }
}
