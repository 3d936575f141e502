package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Credentials;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys, prompts and answers stay out of logs, messages and {@code toString}. */
interface SecretCases {

    String PROMPT = "pl4nted-prompt";
    String ANSWER = "pl4nted-answer";
    String OTHER_KEY = "sk-pl4nted-call-key-0123456789";

    ChatRequest REQUEST = ChatRequest.builder().user(PROMPT).build();

    /** The mark of everything that was planted. */
    String MARK = "pl4nted";

    @Test
    default void theKeyReachesTheVendor(Bench bench) {
        bench.wire();
        bench.needs(WireFeature.PLAIN_KEYS);
        bench.onEachPath(path -> {
            bench.ask(path, REQUEST);

            assertThat(bench.lastReceived().headers().values())
                    .anySatisfy(values -> assertThat(values).anyMatch(value -> value.contains(Bench.KEY)));
            assertThat(bench.lastReceived().path()).doesNotContain(Bench.KEY);
        });
    }

    @Test
    default void aCallMayBringAKeyOfItsOwn(Bench bench) {
        bench.wire();
        bench.needs(WireFeature.PLAIN_KEYS);
        CallContext context =
                CallContext.builder().credentials(Credentials.apiKey(OTHER_KEY)).build();
        bench.onEachPath(path -> {
            path.ask(bench.model(), REQUEST, context);

            assertThat(bench.lastReceived().headers().toString())
                    .contains(OTHER_KEY)
                    .doesNotContain(Bench.KEY);
        });
    }

    @Test
    default void nothingThatIsSaidOrShownIsALeak(Bench bench) {
        try (LogCapture log = LogCapture.start()) {
            if (bench.wired()) {
                bench.says(Reply.text(ANSWER).withReasoning(ANSWER));
            }
            for (Path path : bench.paths()) {
                ChatResponse response = bench.ask(path, REQUEST);
                shown(
                        response,
                        response.message(),
                        REQUEST,
                        bench.model(),
                        bench.model().info());
            }
            try (ChatStream stream = bench.model().stream(REQUEST)) {
                if (bench.model().info().supports(Capability.STREAMING)) {
                    stream.forEach(SecretCases::shown);
                }
                shown(stream);
            }
            assertThat(log.text()).doesNotContain(MARK);
        }
    }

    @Test
    default void noFailureIsALeak(Bench bench) {
        bench.wire();
        try (LogCapture log = LogCapture.start()) {
            bench.says(Reply.text((ANSWER + " ").repeat(20)));
            for (Fault fault : List.of(
                    Fault.error(ErrorKind.AUTHENTICATION),
                    Fault.error(ErrorKind.INVALID_REQUEST),
                    Fault.error(ErrorKind.CONTENT_FILTERED),
                    Fault.error(ErrorKind.UNAVAILABLE),
                    Fault.status(418),
                    Fault.garble(FaultCases.MIDDLE),
                    Fault.truncateAfter(FaultCases.MIDDLE),
                    Fault.resetAfter(FaultCases.MIDDLE),
                    Fault.noFinish(),
                    Fault.errorInStream(FaultCases.MIDDLE, ErrorKind.UNAVAILABLE),
                    Fault.htmlErrorPage(200))) {
                if (!bench.wire().supports(fault)) {
                    continue;
                }
                bench.meets(fault);
                for (Path path : bench.paths()) {
                    try {
                        shown(bench.ask(path, REQUEST));
                    } catch (LlmException e) {
                        assertThat(trace(e)).as("%s of %s", fault, path).doesNotContain(MARK);
                        shown(e.details());
                    }
                }
            }
            assertThat(log.text()).doesNotContain(MARK);
        }
    }

    private static void shown(Object... values) {
        for (Object value : values) {
            assertThat(value.toString())
                    .as("toString of %s", value.getClass().getSimpleName())
                    .doesNotContain(MARK);
        }
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
