package dev.portolan.evidence.recording;

import static dev.portolan.evidence.recording.ScriptedModel.answer;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import java.nio.file.Path;

/** Records calls on several threads until it is killed, and tells of each one that has returned. */
final class KilledProcess {

    private KilledProcess() {}

    public static void main(String[] args) {
        ChatModel model = new RecordingChatModel(
                new ScriptedModel(request -> answer("echo ".repeat(400))),
                "n",
                Recorder.builder(Path.of(args[0])).build());
        for (int thread = 0; thread < Integer.parseInt(args[1]); thread++) {
            String name = "thread" + thread;
            new Thread(() -> {
                        for (int i = 0; ; i++) {
                            model.chat(ChatRequest.of(name + "-" + i));
                            System.out.println(name + "-" + i);
                        }
                    })
                    .start();
        }
    }
}
