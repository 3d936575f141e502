package dev.portolan.bedrock;

/** Converse with a model whose effort is a budget of thinking tokens. */
class BedrockBudgetContractTest extends BedrockContract {

    BedrockBudgetContractTest() {
        super(true, "us.anthropic.claude-sonnet-4-5-20250929-v1:0");
    }

    @Override
    protected String name() {
        return "bedrock-thinking-budget";
    }
}
