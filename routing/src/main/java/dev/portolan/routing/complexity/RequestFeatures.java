package dev.portolan.routing.complexity;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import java.util.List;

/**
 * The plain features of a request. The text of the last user turn is read up to 4,096 characters from each end; older turns and
 * tool results count by their size, and the system prompt not at all: it is the application's wording, the same for each request.
 */
final class RequestFeatures {

    /** How much is read of each end of the last user turn. */
    static final int END = 4096;

    /** A short question and one or two tools have some 600 characters. */
    private static final float USUAL_WITH_TOOLS = log(600);

    private static final int CALLS_LOOKED_AT = 6;
    private static final Feature[] FEATURES = Feature.values();

    private final float[] values = new float[Feature.COUNT];
    private final TextScan scan;
    private int last;
    private long textChars;

    private RequestFeatures(TextScan scan) {
        this.scan = scan;
    }

    /** Reads a request, and tells its words. */
    static RequestFeatures of(ChatRequest request, GramVisitor visitor) {
        RequestFeatures features = new RequestFeatures(new TextScan(visitor));
        List<Message> messages = request.messages();
        features.last = lastUserTurn(messages);
        if (features.last >= 0) {
            features.readText(messages.get(features.last).parts());
        }
        features.text();
        features.history(messages);
        features.tools(request);
        features.settings(request);
        return features;
    }

    /** Where the last message of the user stands, or -1. */
    static int lastUserTurn(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof UserMessage) {
                return i;
            }
        }
        return -1;
    }

    float[] values() {
        return values;
    }

    float value(Feature feature) {
        return values[feature.place()];
    }

    /** How many different words and pairs were told. */
    int grams() {
        return scan.grams;
    }

    /** How many words the text has, numbers left out. */
    int words() {
        return scan.words;
    }

    private void readText(List<Part> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof TextPart text) {
                textChars += text.text().length();
            }
        }
        long at = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof TextPart part) {
                String text = part.text();
                long end = at + text.length();
                if (end <= END || textChars <= 2L * END || at >= textChars - END) {
                    scan.read(text, 0, text.length());
                } else {
                    readEnds(text, at, end);
                }
                at = end;
            }
        }
    }

    private void readEnds(String text, long at, long end) {
        int head = (int) Math.max(0, END - at);
        int tail = (int) Math.max(0, Math.min(text.length(), end - (textChars - END)));
        if (head > 0) {
            scan.read(text, 0, head);
        }
        if (tail > 0) {
            scan.read(text, text.length() - tail, text.length());
        }
    }

    private void text() {
        for (Feature feature : FEATURES) {
            values[feature.place()] = log(scan.counts[feature.place()]);
        }
        double all = Math.max(1, scan.chars);
        double words = Math.max(1, scan.words);
        long question = textChars - scan.optionChars - scan.pastedChars;
        set(Feature.SIZE, log(question));
        set(Feature.QUESTION, log(question));
        set(Feature.WORDS, log(scan.words));
        set(Feature.WORDS_PER_SENTENCE, log((long) (words / Math.max(1, scan.sentences))));
        set(Feature.WORD_LENGTH, scan.wordChars / words);
        set(Feature.LONG_WORDS, scan.counts[Feature.LONG_WORDS.place()] / words);
        set(Feature.DISTINCT_WORDS, scan.distinctWords / words);
        set(Feature.CAPITALISED, scan.counts[Feature.CAPITALISED.place()] / words);
        set(Feature.PASTED, log(scan.pastedChars));
        set(Feature.OPTION_LENGTH, log(scan.optionChars / Math.max(1, scan.counts[Feature.OPTIONS.place()])));
        set(Feature.LARGEST_NUMBER, log((long) scan.largestNumber));
        set(Feature.DIGITS, scan.counts[Feature.DIGITS.place()] / all);
        set(Feature.NON_ASCII, scan.counts[Feature.NON_ASCII.place()] / all);
        set(Feature.UNSPACED_SCRIPT, scan.counts[Feature.UNSPACED_SCRIPT.place()] / all);
    }

    private void history(List<Message> messages) {
        int turns = 0;
        int results = 0;
        int errors = 0;
        int images = 0;
        int media = 0;
        long size = 0;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message instanceof UserMessage && i < last) {
                turns++;
            }
            boolean old = i != last && (message instanceof UserMessage || message instanceof AssistantMessage);
            List<Part> parts = message.parts();
            for (int p = 0; p < parts.size(); p++) {
                Part part = parts.get(p);
                if (part instanceof TextPart text) {
                    size += old ? text.text().length() : 0;
                } else if (part instanceof ToolResult result) {
                    size += textSize(result.content());
                    results += i > last ? 1 : 0;
                    errors += i > last && result.error() ? 1 : 0;
                } else if (part instanceof ImagePart) {
                    images += i == last ? 1 : 0;
                } else if (i == last) {
                    media++;
                }
            }
        }
        set(Feature.TURNS_BEFORE, log(turns));
        set(Feature.HISTORY_SIZE, log(size));
        set(Feature.TOOL_RESULTS, log(results));
        set(Feature.TOOL_ERRORS, log(errors));
        set(Feature.IMAGES, log(images));
        set(Feature.OTHER_MEDIA, log(media));
        set(Feature.REPEATED_CALLS, log(repeated(messages)));
    }

    private static long textSize(List<Part> parts) {
        long size = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof TextPart text) {
                size += text.text().length();
            }
        }
        return size;
    }

    /** How many of the latest tool calls are the very last one over again. */
    private int repeated(List<Message> messages) {
        ToolCall latest = null;
        int looked = 0;
        int same = 0;
        for (int i = messages.size() - 1; i > last && looked < CALLS_LOOKED_AT; i--) {
            Message message = messages.get(i);
            if (message instanceof ToolMessage) {
                continue;
            }
            List<Part> parts = message.parts();
            for (int p = parts.size() - 1; p >= 0 && looked < CALLS_LOOKED_AT; p--) {
                if (parts.get(p) instanceof ToolCall call) {
                    looked++;
                    if (latest == null) {
                        latest = call;
                    } else if (latest.name().equals(call.name())
                            && latest.arguments().equals(call.arguments())) {
                        same++;
                    }
                }
            }
        }
        return same;
    }

    private void tools(ChatRequest request) {
        List<Tool> tools = request.tools();
        SchemaScan schemas = new SchemaScan();
        for (int i = 0; i < tools.size(); i++) {
            Tool tool = tools.get(i);
            schemas.read(tool.parameters().json(), tool.description().length());
        }
        if (request.outputFormat() instanceof OutputFormat.Schema asked) {
            schemas.read(asked.schema().json(), 0);
        }
        set(Feature.TOOLS, log(tools.size()));
        set(Feature.SCHEMA_SIZE, log(schemas.size()));
        set(Feature.SCHEMA_DEPTH, schemas.depth());
        set(Feature.SCHEMA_PROPERTIES, log(schemas.properties()));
        set(Feature.SCHEMA_CHOICES, log(schemas.choices()));
        float size = log(textChars - scan.pastedChars + schemas.size());
        set(Feature.SIZE, size);
        set(Feature.SIZE_WITH_TOOLS, tools.isEmpty() ? 0 : size - USUAL_WITH_TOOLS);
    }

    private void settings(ChatRequest request) {
        ToolChoice choice = request.toolChoice();
        OutputFormat format = request.outputFormat();
        Integer most = request.maxOutputTokens();
        set(
                Feature.TOOL_REQUIRED,
                choice != null && !choice.equals(ToolChoice.AUTO) && !choice.equals(ToolChoice.NONE) ? 1 : 0);
        set(Feature.JSON_ASKED, format instanceof OutputFormat.Json ? 1 : 0);
        set(Feature.SCHEMA_ASKED, format instanceof OutputFormat.Schema ? 1 : 0);
        set(Feature.EFFORT_ASKED, request.reasoningEffort() == null ? 0 : effort(request.reasoningEffort()));
        set(Feature.OUTPUT_ALLOWED, most == null ? 0 : log(most));
    }

    private static int effort(ReasoningEffort effort) {
        return switch (effort) {
            case NONE -> 0;
            case MINIMAL -> 1;
            case LOW -> 2;
            case MEDIUM -> 3;
            case HIGH -> 4;
            case XHIGH -> 5;
            case MAX -> 6;
        };
    }

    private void set(Feature feature, double value) {
        values[feature.place()] = (float) value;
    }

    private static float log(long count) {
        return (float) StrictMath.log1p((double) Math.max(0, count));
    }
}
