package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.AdaptationPolicy;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Gap;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;

/** What happens to what a model cannot do: refused before it is sent, or told; never dropped in silence. */
final class Twins {

    static final CallContext STRICT =
            CallContext.builder().adaptation(AdaptationPolicy.STRICT).build();
    static final CallContext ADAPT =
            CallContext.builder().adaptation(AdaptationPolicy.ADAPT).build();

    private Twins() {}

    /** A context that is cancelled already. */
    static CallContext cancelled() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        return CallContext.builder().cancellation(cancellation).build();
    }

    /** Under either policy the call fails before it is sent, naming the field, and {@code check} says so. */
    static void refused(Bench bench, ChatModel model, ChatRequest request, String field) {
        assertThat(model.check(request)).as("gaps").anySatisfy(gap -> {
            assertThat(gap.field()).startsWith(field);
            assertThat(gap.effect()).isEqualTo(Gap.Effect.REFUSED);
        });
        bench.onEachPath(path -> {
            unsupported(bench.failure(path, model, request, ADAPT), bench, field);
            unsupported(bench.failure(path, model, request, STRICT), bench, field);
            nothingSent(bench);
        });
    }

    /** It is done otherwise with a warning, or under the strict policy refused before it is sent; {@code check} says so. */
    static void told(Bench bench, ChatModel model, ChatRequest request, String field, Gap.Effect effect) {
        assertThat(model.check(request)).as("gaps").anySatisfy(gap -> {
            assertThat(gap.field()).isEqualTo(field);
            assertThat(gap.effect()).isEqualTo(effect);
        });
        bench.onEachPath(path -> {
            unsupported(bench.failure(path, model, request, STRICT), bench, field);
            nothingSent(bench);
            ChatResponse response = path.ask(model, request, ADAPT);
            String code = new Gap(field, effect, "").toWarning().code();
            assertThat(response.warnings()).as("warnings").anySatisfy(warning -> {
                assertThat(warning.field()).isEqualTo(field);
                assertThat(warning.code()).isEqualTo(code);
            });
            assertThat(response.warnings().stream().map(Warning::message))
                    .as("what warnings say")
                    .noneMatch(String::isBlank);
        });
    }

    static void nothingSent(Bench bench) {
        if (bench.wired()) {
            assertThat(bench.received()).as("requests that reached the service").isEmpty();
        }
    }

    private static void unsupported(LlmException failure, Bench bench, String field) {
        assertThat(failure.kind()).isEqualTo(ErrorKind.UNSUPPORTED_FEATURE);
        assertThat(failure).hasMessageContaining(field);
        assertThat(failure.provider()).isEqualTo(bench.model().info().provider());
        assertThat(failure.model()).isEqualTo(bench.modelId());
        assertThat(failure.outputBegun()).isFalse();
    }
}
