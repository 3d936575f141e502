package dev.portolan.cli;

import dev.portolan.evidence.parity.ParityReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code portolan parity diff}: what changed from one report to the next. */
@Command(
        name = "diff",
        description = "Tells what changed from one report to the next: verdicts, metrics, examples.",
        footer = {"", "Exit codes: 0 when no verdict is worse, 1 when one is, 2 usage."},
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class)
final class ParityDiffCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "The parity.json of the earlier run.")
    private Path before;

    @Parameters(index = "1", paramLabel = "AFTER", description = "That of the later run.")
    private Path after;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    ParityDiffCommand() {}

    @Override
    public Integer call() {
        ReportDiff diff = new ReportDiff(ParityReport.read(before), ParityReport.read(after));
        List<String> lines = diff.lines();
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        if (lines.isEmpty()) {
            out.println("Nothing changed.");
        }
        out.flush();
        return diff.worse() ? ExitCode.FAIL : ExitCode.PASS;
    }
}
