package dev.portolan.testkit.assertj;

import dev.portolan.chat.ToolCall;
import dev.portolan.evidence.check.ValueMatch;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions of the calls of one tool. */
public final class ToolCallAssert extends AbstractAssert<ToolCallAssert, List<ToolCall>> {

    private final ChatResponseAssert response;

    ToolCallAssert(ChatResponseAssert response, List<ToolCall> actual) {
        super(actual, ToolCallAssert.class);
        this.response = response;
    }

    /**
     * One of the calls has these arguments and no other.
     *
     * @param json a JSON object as text
     * @return the assertions of the answer
     */
    public ChatResponseAssert withArguments(String json) {
        return matching(json, ValueMatch.EXACT);
    }

    /**
     * One of the calls has these arguments, and perhaps others.
     *
     * @param json a JSON object as text
     * @return the assertions of the answer
     */
    public ChatResponseAssert withArgumentsContaining(String json) {
        return matching(json, ValueMatch.SUBSET);
    }

    private ChatResponseAssert matching(String json, ValueMatch match) {
        if (actual.stream().noneMatch(call -> match.matches(json, call.arguments()))) {
            failWithMessage(
                    "Expected a call of %s with the arguments %s, but they are %s",
                    actual.get(0).name(),
                    json,
                    actual.stream().map(ToolCall::arguments).toList());
        }
        return response;
    }
}
