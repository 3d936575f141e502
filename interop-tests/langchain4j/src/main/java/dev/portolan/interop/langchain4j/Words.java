package dev.portolan.interop.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The same words for both libraries. */
final class Words {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Words() {}

    static String text(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "no text";
        }
        if (text.equals(Trouble.ANSWER)) {
            return "whole text";
        }
        return Trouble.ANSWER.startsWith(text) ? "cut text" : "damaged text";
    }

    static String call(@Nullable String id, String arguments) {
        return (isJson(arguments) ? "whole" : "broken") + " tool call"
                + (id == null || id.isEmpty() ? " without id" : "");
    }

    /** How often it was asked, and whether the advice to wait was taken. */
    static String attempts(int requests, Trouble trouble, Duration took) {
        if (requests < 2) {
            return "";
        }
        boolean advised = trouble.name().contains("Retry-After");
        String waited =
                took.compareTo(Duration.ofMillis(1_900)) >= 0 ? ", after waiting as told" : ", without waiting as told";
        return "; " + requests + " attempts" + (advised ? waited : "");
    }

    private static boolean isJson(String text) {
        try {
            return JSON.readTree(text).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
