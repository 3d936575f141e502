package dev.portolan.testkit.parity;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Progress for people: a bar that moves, or lines. */
final class PrintedProgress implements Progress {

    private static final int WIDTH = 30;
    private static final int PARTS = 10;

    private final PrintStream out;
    private final boolean bar;
    private int toldPart;
    private int longest;

    PrintedProgress(PrintStream out, boolean bar) {
        this.out = out;
        this.bar = bar;
    }

    /** Whether somebody looks at it. From Java 22 on there is a console that is none, which says so when asked. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean isTerminal(PrintStream out) {
        Console console = System.console();
        if (console == null || (out != System.out && out != System.err)) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    @Override
    public void advanced(State state) {
        String words = words(state);
        if (bar) {
            int filled = state.examples() == 0 ? 0 : WIDTH * state.done() / state.examples();
            String line = "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + words;
            longest = Math.max(longest, line.length());
            out.print(
                    "\r" + line + " ".repeat(longest - line.length()) + (state.ended() ? System.lineSeparator() : ""));
            out.flush();
            return;
        }
        int part = state.examples() == 0 ? 0 : PARTS * state.done() / state.examples();
        if (state.ended() || part > toldPart) {
            toldPart = part;
            out.println((state.ended() ? "parity run ended: " : "parity run: ") + words);
        }
    }

    private static String words(State state) {
        StringBuilder words =
                new StringBuilder(String.format(Locale.ROOT, "%,d of %,d examples", state.done(), state.examples()));
        if (state.failed() > 0) {
            words.append(String.format(Locale.ROOT, ", %,d calls failed", state.failed()));
        }
        BigDecimal spent = state.spent();
        if (spent != null) {
            words.append(", ")
                    .append(spent.setScale(2, RoundingMode.HALF_UP).toPlainString())
                    .append(' ')
                    .append(state.currency());
        }
        words.append(", ").append(PreflightWords.words(state.elapsed()));
        if (!state.ended() && state.remaining() != null) {
            words.append(", about ")
                    .append(PreflightWords.words(state.remaining()))
                    .append(" left");
        }
        return words.toString();
    }
}
