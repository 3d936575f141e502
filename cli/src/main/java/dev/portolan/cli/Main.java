package dev.portolan.cli;

import dev.portolan.config.ConfigurationException;
import dev.portolan.error.LlmException;
import dev.portolan.testkit.parity.RunNotApproved;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;

/** The program {@code portolan}. */
public final class Main {

    private Main() {}

    /**
     * Runs a command and ends the process with its exit code: 0 PASS or done, 1 FAIL or a failure on the way, 2 wrong usage or
     * configuration, 3 INCONCLUSIVE, 4 INVALID.
     *
     * @param arguments the command and its options; {@code --help} tells them
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The program with its commands, to be run in this process too. */
    static CommandLine commandLine() {
        return new CommandLine(new PortolanCommand())
                .setExecutionExceptionHandler(Main::told)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    /** What is wrong is told in words. What nobody foresaw keeps its stack trace. */
    private static int told(Exception problem, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        PrintWriter err = command.getErr();
        if (problem instanceof ConfigurationException
                || problem instanceof IllegalArgumentException
                || problem instanceof IllegalStateException
                || problem instanceof RunNotApproved) {
            err.println(problem.getMessage());
            return ExitCode.USAGE;
        }
        if (problem instanceof LlmException || problem instanceof UncheckedIOException) {
            err.println(problem.getMessage());
            return ExitCode.FAIL;
        }
        throw problem;
    }
}
