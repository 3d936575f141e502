package dev.portolan.routing.eligibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portolan.chat.CallContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyRuleTest {

    private static final CallContext CALL = CallContext.builder()
            .tenant("acme")
            .feature("search")
            .taskKey("summary")
            .tag("tier", "gold")
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"tenant=acme", "feature=*", "task=summary|other", "tenant=acme, tag.tier=silver|gold"})
    void allConditionsHold(String text) {
        assertThat(PolicyRule.parse("a", text).matches(CALL)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant=Acme", "tenant=acme,feature=chat", "tag.plan=*"})
    void oneConditionDoesNot(String text) {
        assertThat(PolicyRule.parse("a", text).matches(CALL)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tenant", "tenant=", "=x", "model=x", "tag.=x", "tenant=a|", "tenant=a,tenant=b"})
    void whatIsNoRuleIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PolicyRule.parse("a", text));
    }

    @Test
    void regionsLieInTheirZones() {
        assertThat(Zones.within("region:eu-central-1", "eu")).isTrue();
        assertThat(Zones.within("region:eu-west-2", "eu")).isFalse();
        assertThat(Zones.within("region:ap-northeast-1", "apac")).isTrue();
        assertThat(Zones.within("jp", "apac")).isTrue();
        assertThat(Zones.within("eu", "region:eu-central-1")).isFalse();
        assertThat(Zones.within("global", "eu")).isFalse();
        assertThat(AddressPlace.of("https://europe-west4-aiplatform.googleapis.com"))
                .isEqualTo("region:europe-west4");
        assertThat(AddressPlace.of("https://aiplatform.eu.rep.googleapis.com")).isEqualTo("eu");
        assertThat(AddressPlace.of("https://aiplatform.googleapis.com")).isEqualTo("global");
        assertThat(AddressPlace.of("https://bedrock-mantle.eu-north-1.api.aws/v1"))
                .isEqualTo("region:eu-north-1");
        assertThat(AddressPlace.of("https://eu-central-1.amazonaws.com.evil.example"))
                .isNull();
        assertThat(AddressPlace.of("no address")).isNull();
    }
}
