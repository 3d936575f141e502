package dev.portolan.simulator.vertex;

import com.google.cloud.aiplatform.v1.LogprobsResult;
import java.util.List;

/** Log-probabilities: made up, the same for the same token. */
final class LogProbabilities {

    private LogProbabilities() {}

    static LogprobsResult of(List<String> pieces, int alternatives) {
        LogprobsResult.Builder result = LogprobsResult.newBuilder();
        for (String piece : pieces) {
            float logprob = -(Math.floorMod(piece.hashCode(), 100) + 1) / 1000f;
            result.addChosenCandidates(candidate(piece, logprob));
            LogprobsResult.TopCandidates.Builder top = LogprobsResult.TopCandidates.newBuilder();
            for (int i = 0; i < alternatives; i++) {
                top.addCandidates(candidate(i == 0 ? piece : piece + i, logprob - i));
            }
            result.addTopCandidates(top);
        }
        return result.build();
    }

    private static LogprobsResult.Candidate candidate(String token, float logprob) {
        return LogprobsResult.Candidate.newBuilder()
                .setToken(token)
                .setLogProbability(logprob)
                .build();
    }
}
