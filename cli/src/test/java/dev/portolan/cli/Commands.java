package dev.portolan.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs commands in this process and keeps what they print. */
final class Commands {

    private Commands() {}

    /**
     * What a command did.
     *
     * @param exitCode what the process would have ended with
     * @param out what it printed
     * @param err what it complained of
     */
    record Outcome(int exitCode, String out, String err) {}

    static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        int code = command.execute(arguments);
        return new Outcome(code, out.toString(), err.toString());
    }
}
