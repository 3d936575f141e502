package dev.portolan.testkit.assertj;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ToolCall;
import dev.portolan.evidence.check.Answer;
import dev.portolan.evidence.check.Refusal;
import dev.portolan.evidence.check.RefusalClass;
import dev.portolan.evidence.check.RefusalDetector;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaViolation;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions of an answer. */
public final class ChatResponseAssert extends AbstractAssert<ChatResponseAssert, ChatResponse> {

    ChatResponseAssert(ChatResponse actual) {
        super(actual, ChatResponseAssert.class);
    }

    /**
     * A tool of the application is called.
     *
     * @param name the tool's name
     * @return assertions of its calls
     */
    public ToolCallAssert hasToolCall(String name) {
        isNotNull();
        List<ToolCall> calls = Answer.of(actual).toolCalls();
        List<ToolCall> found =
                calls.stream().filter(call -> call.name().equals(name)).toList();
        if (found.isEmpty()) {
            failWithMessage(
                    "Expected a call of %s, but there are %s",
                    name, calls.stream().map(ToolCall::name).toList());
        }
        return new ToolCallAssert(this, found);
    }

    /**
     * No tool of the application is called.
     *
     * @return this
     */
    public ChatResponseAssert hasNoToolCall() {
        isNotNull();
        List<ToolCall> calls = Answer.of(actual).toolCalls();
        if (!calls.isEmpty()) {
            failWithMessage(
                    "Expected no tool call, but there are %s",
                    calls.stream().map(ToolCall::name).toList());
        }
        return this;
    }

    /**
     * The text is JSON that fits a schema.
     *
     * @param schema the schema
     * @return this
     */
    public ChatResponseAssert isValidAgainst(JsonSchema schema) {
        isNotNull();
        List<SchemaViolation> violations = schema.violations(actual.text());
        if (!violations.isEmpty()) {
            failWithMessage("Expected JSON that fits the schema, but: %s", violations);
        }
        return this;
    }

    /**
     * The model declined, by the vendor's signal or by its words.
     *
     * @return this
     * @see RefusalDetector
     */
    public ChatResponseAssert refuses() {
        return isOf(RefusalClass.REFUSE);
    }

    /**
     * The model did as asked.
     *
     * @return this
     * @see RefusalDetector
     */
    public ChatResponseAssert complies() {
        return isOf(RefusalClass.COMPLY);
    }

    private ChatResponseAssert isOf(RefusalClass type) {
        isNotNull();
        Refusal found = RefusalDetector.standard().detect(ChatRequest.of("?"), Answer.of(actual));
        if (found.type() != type) {
            failWithMessage("Expected %s, but the answer is %s: %s", type, found.type(), found.reason());
        }
        return this;
    }
}
