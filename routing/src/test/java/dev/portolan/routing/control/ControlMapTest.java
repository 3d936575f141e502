package dev.portolan.routing.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portolan.routing.catalog.Cloud;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ControlMapTest {

    private static final String TINY =
            "{\"schema\":1,\"asOf\":\"2026-11-21\",\"sources\":{\"a\":\"https://example.org/a\"},"
                    + "\"controls\":[{\"id\":\"keys\",\"title\":\"keys\",\"question\":\"Who?\",\"clouds\":{\"azure\":{\"role\":\"r\","
                    + "\"policy\":\"p\",\"log\":\"l\",\"sources\":[\"%s\"]},\"bedrock\":{\"role\":\"r\",\"sources\":[]}}}]}";

    @Test
    void theControlsOfAMoveFromAzureToAwsAreAllKnown() {
        ControlMap map = ControlMap.bundled();
        assertThat(map.controls())
                .extracting(Control::id)
                .contains(
                        "workload-identity",
                        "private-network",
                        "keys",
                        "call-logs",
                        "prompt-logs",
                        "content-filter",
                        "cost-tags",
                        "quotas",
                        "residency");
        for (Control control : map.controls()) {
            for (Cloud cloud : new Cloud[] {Cloud.OPENAI, Cloud.AZURE, Cloud.BEDROCK, Cloud.VERTEX, Cloud.OLLAMA}) {
                assertThat(control.on(cloud)).as(control.id() + " on " + cloud).isNotNull();
            }
            assertThat(control.question()).endsWith("?");
            assertThat(control.on(Cloud.SELF_HOSTED)).isEqualTo(control.on(Cloud.OLLAMA));
        }
    }

    @Test
    void everySourceIsAnAddress() {
        for (Control control : ControlMap.bundled().controls()) {
            control.clouds()
                    .values()
                    .forEach(side -> side.sources()
                            .forEach(source -> assertThat(URI.create(source)).hasScheme("https")));
        }
        Control.Side identity = Objects.requireNonNull(
                ControlMap.bundled().control("workload-identity").on(Cloud.BEDROCK));
        assertThat(identity.role()).contains("bedrock:InvokeModel");
        assertThat(identity.log()).contains("CloudTrail");
        assertThat(identity.sources()).isNotEmpty();
    }

    @Test
    void whatIsNotKnownOfAPairIsAsked() {
        ControlMap map = ControlMap.parse(TINY.formatted("a"));

        assertThat(map.unanswered(Cloud.AZURE, Cloud.BEDROCK))
                .containsExactly("keys on bedrock: which policy, which log proves it?");
        assertThat(map.unanswered(null, Cloud.AZURE)).isEmpty();
        assertThat(map.unanswered(Cloud.AZURE, Cloud.VERTEX))
                .containsExactly("keys: how it is done on vertex is not known");
        assertThat(map.unanswered(Cloud.BEDROCK, Cloud.BEDROCK)).hasSize(1);
    }

    @Test
    void aMapThatContradictsItselfIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ControlMap.parse(TINY.formatted("b")))
                .withMessageContaining("no source b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ControlMap.parse(TINY.formatted("a").replace("\"schema\":1", "\"schema\":2")))
                .withMessageContaining("schema 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ControlMap.parse(TINY.formatted("a").replace("bedrock", "rainbow")))
                .withMessageContaining("rainbow");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ControlMap.parse("[]"))
                .withMessageContaining("control map");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ControlMap.bundled().control("none"))
                .withMessageContaining("content-filter");
    }
}
