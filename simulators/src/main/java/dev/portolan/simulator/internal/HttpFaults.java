package dev.portolan.simulator.internal;

import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.internal.http.HttpResponse;
import dev.portolan.simulator.internal.http.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns what a wire wants to answer, and the fault that it meets, into what an HTTP server does. */
public final class HttpFaults {

    /** How many more bytes a whole answer with a spoiled frame promises than it has. */
    private static final int PROMISED_IN_VAIN = 16;

    private final List<Fault> faults;
    private final HttpWire wire;
    private final Pace pace;

    private HttpFaults(List<Fault> faults, HttpWire wire, Pace pace) {
        this.faults = faults;
        this.wire = wire;
        this.pace = pace;
    }

    /**
     * Answers.
     *
     * @param fault what the request meets, or {@code null} for nothing
     * @param wire how the vendor words errors
     * @param pace how fast the model speaks when no fault slows it
     * @param otherwise makes the answer, unless a fault takes its place
     * @return what the server is to do
     */
    public static HttpResponse answer(
            @Nullable Fault fault, HttpWire wire, Pace pace, Function<Omissions, HttpAnswer> otherwise) {
        HttpFaults faults = new HttpFaults(fault == null ? List.of() : fault.parts(), wire, pace(fault, pace));
        return faults.answer(otherwise);
    }

    /**
     * How fast an answer is.
     *
     * @param fault what it meets, or {@code null} for nothing
     * @param pace the simulator's own
     * @return the fault's pace, where it has one
     */
    public static Pace pace(@Nullable Fault fault, Pace pace) {
        if (fault != null) {
            for (Fault part : fault.parts()) {
                if (part instanceof Fault.Slow slow) {
                    Pace slowed = Pace.of(pace.first(), slow.tokensPerSecond());
                    return slowed.first().compareTo(slowed.token()) < 0
                            ? new Pace(slowed.token(), slowed.token())
                            : slowed;
                }
            }
        }
        return pace;
    }

    private HttpResponse answer(Function<Omissions, HttpAnswer> otherwise) {
        for (Fault fault : faults) {
            if (fault instanceof Fault.Silent) {
                return new HttpResponse(200, Map.of(), HttpResponse.CHUNKED, HttpSteps.FOR_EVER);
            }
            HttpAnswer instead = inPlace(fault);
            if (instead != null) {
                return whole(instead);
            }
        }
        HttpAnswer answer = otherwise.apply(Omissions.of(faults));
        return answer.streamed() ? streamed(answer) : whole(answer);
    }

    private @Nullable HttpAnswer inPlace(Fault fault) {
        if (fault instanceof Fault.VendorError error) {
            return wire.error(error.kind(), error.retryAfter());
        }
        if (fault instanceof Fault.Status status) {
            return wire.status(status.code(), status.retryAfter());
        }
        if (fault instanceof Fault.HtmlErrorPage page) {
            return page(page.status());
        }
        return null;
    }

    /** A page as reverse proxies send it. */
    private static HttpAnswer page(int status) {
        String title = status + (status < 400 ? " Sign in" : " Gateway error");
        String page = "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
        return HttpAnswer.whole(
                status, Map.of("content-type", "text/html"), 0, page.getBytes(StandardCharsets.UTF_8), "");
    }

    private HttpResponse streamed(HttpAnswer answer) {
        FaultPlan plan =
                FaultPlan.ofStream(answer.pieces().stream().map(Piece::role).toList(), faults);
        List<Iterable<Step>> steps = new ArrayList<>();
        steps.add(HttpSteps.pause(delay()));
        steps.add(List.of(new Step.Head()));
        steps.add(HttpSteps.paced(plan, answer.pieces(), pace));
        if (plan.ending() instanceof Ending.Failed error) {
            int sent = plan.pieces().size();
            steps.add(List.of(new Step.Send(() -> wire.errorInStream(error.kind(), sent))));
        } else {
            Framing framing = answer.pieces().get(0).framing();
            steps.add(HttpSteps.ending(plan.ending(), framing));
        }
        return new HttpResponse(answer.status(), headers(answer), HttpResponse.CHUNKED, HttpSteps.chain(steps));
    }

    private HttpResponse whole(HttpAnswer answer) {
        FaultPlan plan = FaultPlan.ofWhole(faults);
        if (plan.ending() instanceof Ending.Failed error) {
            // What is an error in a stream is a status to who waits for the whole.
            return whole(wire.error(error.kind(), null), FaultPlan.ofWhole(List.of()));
        }
        return whole(answer, plan);
    }

    private HttpResponse whole(HttpAnswer answer, FaultPlan plan) {
        Piece piece = answer.pieces().get(0);
        Manner manner = plan.manners().getOrDefault(0, Manner.WHOLE);
        boolean spoiled = manner == Manner.SPOILED;
        byte[] body = piece.bytes(spoiled ? Manner.WHOLE : manner);
        int length = piece.bytes().length;
        if (plan.ending() instanceof Ending.Filler) {
            length = HttpResponse.CHUNKED;
        } else if (plan.ending() instanceof Ending.InOrder) {
            length = spoiled ? body.length + PROMISED_IN_VAIN : body.length;
        }
        List<Iterable<Step>> steps = new ArrayList<>();
        steps.add(HttpSteps.pause(delay().plus(HttpSteps.time(pace, answer.tokens()))));
        steps.add(plan.pieces().isEmpty() ? List.of(new Step.Head()) : List.of(new Step.Send(() -> body)));
        steps.add(spoiled ? List.of(new Step.Close()) : HttpSteps.ending(plan.ending(), piece.framing()));
        return new HttpResponse(answer.status(), headers(answer), length, HttpSteps.chain(steps));
    }

    private Duration delay() {
        Duration sum = Duration.ZERO;
        for (Fault fault : faults) {
            sum = fault instanceof Fault.Delay delay ? sum.plus(delay.time()) : sum;
        }
        return sum;
    }

    private Map<String, String> headers(HttpAnswer answer) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        for (Fault fault : faults) {
            if (fault instanceof Fault.WrongContentType wrong) {
                headers.put("content-type", wrong.type());
            }
        }
        return headers;
    }
}
