package dev.portolan.swap;

import dev.portolan.bedrock.BedrockConnection;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.Message;
import dev.portolan.codec.JsonCodec;
import dev.portolan.codec.JsonFile;
import dev.portolan.conversation.Conversation;
import dev.portolan.openai.OpenAiConnection;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.tool.PendingCall;
import dev.portolan.tool.Sensitivity;
import dev.portolan.tool.ToolDefinition;
import dev.portolan.tool.ToolLoop;
import dev.portolan.tool.ToolLoopResult;
import dev.portolan.tool.Toolbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of its own that pays orders back when somebody approves it. {@code ask URL FOLDER} begins a conversation on OpenAI and
 * waits; {@code approve URL FOLDER} finds it in the folder, approves what waits, and goes on with it on Bedrock.
 */
final class Clerk {

    static final String WAITING = "waiting for approval";
    static final String CONVERSATION = "conversation.json";
    static final String AUDIT = "audit.log";
    static final String PAID = "paid.log";

    private final Path folder;
    private final JsonFile<Conversation> file;
    private final ToolLoop loop;

    private Clerk(Path folder) {
        this.folder = folder;
        this.file = new JsonFile<>(folder.resolve(CONVERSATION), JsonCodec.CONVERSATION);
        this.loop = ToolLoop.builder(Toolbox.builder()
                        .tool(refund(), (arguments, invocation) -> pay(arguments))
                        .build())
                .audit(new FileAudit(folder.resolve(AUDIT)))
                .build();
    }

    /** What a process is started with. */
    public static void main(String[] args) throws IOException {
        Clerk clerk = new Clerk(Path.of(args[2]));
        URI at = URI.create(args[1]);
        if (args[0].equals("ask")) {
            clerk.ask(at);
        } else {
            clerk.approve(at);
        }
    }

    private void ask(URI at) throws IOException {
        try (ProviderConnection openAi = OpenAiConnection.builder()
                .baseUrl(at)
                .server("openai")
                .apiKey(Secret.of("k3y"))
                .api("responses")
                .build()) {
            Conversation talk = Conversation.create("refund-7").add(Message.user("Order 7 came broken."));
            ToolLoopResult result = loop.run(model(openAi, "gpt-5"), talk.toRequest());
            file.write(continued(talk, result));
            System.out.println(WAITING);
            while (true) {
                LockSupport.park();
            }
        }
    }

    private void approve(URI at) throws IOException {
        try (ProviderConnection bedrock = BedrockConnection.builder()
                .region("us-east-1")
                .apiKey(Secret.of("k3y"))
                .endpoint(at)
                .build()) {
            ChatModel model = model(bedrock, "us.anthropic.claude-opus-4-6-v1");
            Conversation talk = file.read().orElseThrow();
            ToolLoopResult.Paused paused = (ToolLoopResult.Paused) loop.run(model, talk.toRequest());
            List<PendingCall> pending = paused.pending();
            ToolLoopResult result = loop.resume(
                    model,
                    talk.toRequest(),
                    pending.stream().map(call -> call.approve("anna")).toList(),
                    CallContext.EMPTY);
            file.write(continued(talk, result));
            System.out.println(((ToolLoopResult.Completed) result).text());
        }
    }

    private static Conversation continued(Conversation talk, ToolLoopResult result) {
        return talk.continueTo(
                result.transcript().messages(), result.transcript().responses());
    }

    private static ToolDefinition refund() {
        return ToolDefinition.builder("refund", "Pays an order back")
                .input(JsonSchema.of("{\"type\":\"object\",\"properties\":{\"order\":{\"type\":\"string\"}},"
                        + "\"required\":[\"order\"]}"))
                .owner("billing")
                .permission("orders.refund")
                .sensitivity(Sensitivity.HIGH)
                .build();
    }

    private static ChatModel model(ProviderConnection connection, String model) {
        return connection.chatModel(ModelSettings.builder("clerk", model).build());
    }

    private String pay(String arguments) throws IOException {
        Files.writeString(folder.resolve(PAID), arguments + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return "paid back";
    }
}
