package dev.portolan.tool;

import static dev.portolan.tool.Answers.call;
import static dev.portolan.tool.Answers.calling;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.codec.JsonCodec;
import dev.portolan.codec.JsonFile;
import dev.portolan.conversation.Conversation;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.ScriptedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process that runs tools and is killed: while it waits for an approval, or while the approved tool runs. */
public final class KilledDesk {

    static final String CONVERSATION = "conv-1";
    static final CallContext CONTEXT =
            CallContext.builder().tag(ToolLoop.CONVERSATION_TAG, CONVERSATION).build();

    private KilledDesk() {}

    /** The arguments: a folder, and whether the tool hangs in the middle of its work. */
    public static void main(String... arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        ScriptedModel model = new ScriptedModel()
                .then(calling(call("c1", "look", "{}"), call("c2", "pay", "{\"cents\":500}")))
                .then(ScriptedModel.answer("Done"));
        Conversation talk = Conversation.create(CONVERSATION).add(Message.user("Pay 5 euros back"));
        try (FileToolJournal journal = FileToolJournal.open(folder.resolve("journal.jsonl"))) {
            ToolLoop loop = loop(folder, journal, Boolean.parseBoolean(arguments[1]));
            ToolLoopResult.Paused paused = (ToolLoopResult.Paused) loop.run(model, talk.toRequest(), CONTEXT);
            Conversation kept = talk.continueTo(paused.transcript().messages());
            file(folder).write(kept);
            System.out.println("paused");
            if (Boolean.parseBoolean(arguments[1])) {
                loop.resume(model, kept.toRequest(), approval(paused), CONTEXT);
            }
            new CountDownLatch(1).await();
        }
    }

    static List<ToolDecision> approval(ToolLoopResult.Paused paused) {
        return List.of(paused.pending().get(0).approve("alice"));
    }

    static JsonFile<Conversation> file(Path folder) {
        return new JsonFile<>(folder.resolve("talk.json"), JsonCodec.CONVERSATION);
    }

    static ChatRequest request(Path folder) throws IOException {
        return file(folder).read().orElseThrow().toRequest();
    }

    static ToolLoop loop(Path folder, ToolJournal journal, boolean hangs) {
        Toolbox toolbox = Toolbox.builder()
                .tool("look", "", JsonSchema.EMPTY_OBJECT, json -> note(folder.resolve("looked.txt"), json))
                .tool(
                        ToolDefinition.builder("pay", "")
                                .sensitivity(Sensitivity.HIGH)
                                .build(),
                        (json, invocation) -> {
                            String paid = note(folder.resolve("paid.txt"), json);
                            if (hangs) {
                                System.out.println("paying");
                                new CountDownLatch(1).await();
                            }
                            return paid;
                        })
                .build();
        return ToolLoop.builder(toolbox)
                .journal(journal)
                .parallelism(1)
                .audit(event -> note(
                        folder.resolve("audit.txt"),
                        event.callId() + " " + event.step()
                                + (event.decision() == null ? "" : " " + event.decision() + " by " + event.actor())
                                + (event.outcome() == null ? "" : " " + event.outcome())))
                .build();
    }

    private static String note(Path file, String line) {
        try {
            Files.writeString(
                    file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
            return "done";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
