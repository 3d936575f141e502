package dev.portolan.simulator.bedrock;

import dev.portolan.chat.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How turns are marked in a prompt that is one text. A prompt without marks is one turn of the user's. */
enum PromptMarks {
    /** See https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html. */
    HEADERS("<\\|start_header_id\\|>(\\w+)<\\|end_header_id\\|>\\s*(.*?)(?=<\\|eot_id\\|>|<\\|start_header_id\\|>|$)"),
    /** See https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-text-completion.html. */
    INSTRUCTIONS("(\\[INST\\])\\s*(.*?)\\s*\\[/INST\\]|([^\\[]+?)</s>"),
    /** See https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-templates-and-examples.html. */
    NAMES("(User|Bot): (.*?)(?=\nUser: |\nBot:|$)");

    private final Pattern turn;

    PromptMarks(String turn) {
        this.turn = Pattern.compile(turn, Pattern.DOTALL);
    }

    List<Message> turns(String prompt) {
        List<Message> turns = new ArrayList<>();
        Matcher found = turn.matcher(prompt.startsWith("<s>") ? prompt.substring(3) : prompt);
        while (found.find()) {
            String said = found.group(2) == null ? found.group(3).strip() : found.group(2);
            if (!said.isBlank()) {
                turns.add(message(found.group(1) == null ? "assistant" : found.group(1), said));
            }
        }
        return turns.isEmpty() ? List.of(Message.user(prompt)) : turns;
    }

    private static Message message(String role, String said) {
        return switch (role) {
            case "system" -> Message.system(said);
            case "assistant", "Bot" -> Message.assistant(said);
            default -> Message.user(said);
        };
    }
}
