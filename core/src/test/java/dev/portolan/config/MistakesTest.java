package dev.portolan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.Portolan;
import dev.portolan.spi.DecoratorProvider.Position;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.SettingSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MistakesTest {

    private static final String OPENAI_KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz";

    @TempDir
    private Path folder;

    private final FakeProvider fake = new FakeProvider();

    private Portolan.Builder builder() {
        return Portolan.builder()
                .isolated()
                .workingDirectory(folder)
                .extension(fake)
                .extension(FakeProvider.demanding("azure"))
                .extension(new FakeRouter())
                .extension(new FakeDecorator("fake-retry", Position.RETRY, List.of()));
    }

    private List<Problem> problems(Portolan.Builder builder) {
        ConfigurationException thrown = catchThrowableOfType(ConfigurationException.class, builder::build);
        assertThat(thrown).as("the load must fail").isNotNull();
        return thrown.problems();
    }

    private List<Problem> problemsOf(String... lines) throws Exception {
        Path file = Files.write(folder.resolve("app.properties"), List.of(lines));
        return problems(builder().file(file));
    }

    private Problem problemOf(String... lines) throws Exception {
        List<Problem> problems = problemsOf(lines);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private static String[] modelWith(String... lines) {
        String[] all = new String[lines.length + 2];
        all[0] = "portolan.models.a.provider=fake";
        all[1] = "portolan.models.a.model=m";
        System.arraycopy(lines, 0, all, 2, lines.length);
        return all;
    }

    @Test
    void allMistakesAreToldAtOnceInTheOrderOfTheFile() throws Exception {
        List<Problem> problems = problemsOf(
                "portolan.models.a.provider=fkae",
                "portolan.models.a.temperatur=0.2",
                "portolan.models.b.model=m",
                "portolan.models.c.provider=azure",
                "portolan.models.c.top-p=2",
                "portolan.models.d.provider=fallback",
                "portolan.models.d.targets=d,e",
                "portolan.providers.fake.http2=perhaps",
                "portolan.provider.fake.api-key=x");

        String file = folder.resolve("app.properties").toString();
        assertThat(problems).allMatch(problem -> file.equals(problem.source()));
        assertThat(problems.stream().map(Problem::line)).isSorted();
        assertThat(problems.stream().map(problem -> problem.line() + " " + problem.key()))
                .containsExactlyInAnyOrder(
                        "1 portolan.models.a.provider",
                        "2 portolan.models.a.temperatur",
                        "3 portolan.models.b.provider",
                        "4 portolan.providers.azure.endpoint",
                        "4 portolan.providers.azure.api-key",
                        "4 portolan.models.c.model",
                        "5 portolan.models.c.top-p",
                        "7 portolan.models.d.targets",
                        "7 portolan.models.d.targets",
                        "8 portolan.providers.fake.http2",
                        "9 portolan.provider.fake.api-key");
        assertThat(new ConfigurationException(problems).getMessage())
                .startsWith("The configuration has 11 problems:\n  - " + file + ":1: portolan.models.a.provider: ");
    }

    @Test
    void anUnknownKeyIsToldWithTheNearestName() throws Exception {
        Problem problem = problemOf(modelWith("portolan.models.a.max-output-token=1"));
        assertThat(problem.line()).isEqualTo(3);
        assertThat(problem.nearest()).isEqualTo("portolan.models.a.max-output-tokens");
        assertThat(problem.toString())
                .isEqualTo(folder.resolve("app.properties") + ":3: portolan.models.a.max-output-token:"
                        + " there is no such setting; did you mean \"portolan.models.a.max-output-tokens\"?");
    }

    @Test
    void anUnknownDecoratorSettingIsToldWithTheNearestName() throws Exception {
        assertThat(problemOf(modelWith("portolan.models.a.fake-retry.time=1")).nearest())
                .isEqualTo("portolan.models.a.fake-retry.times");
    }

    @Test
    void anUnknownConnectionSettingIsToldWithTheNearestName() throws Exception {
        assertThat(problemOf("portolan.providers.fake.base-ulr=https://x.example")
                        .nearest())
                .isEqualTo("portolan.providers.fake.base-url");
    }

    @Test
    void aKeyOutsideOfOurSectionsIsAMistake() throws Exception {
        assertThat(problemOf("portlan.modles.a.model=m").nearest()).isEqualTo("portolan.models.a.model");
        assertThat(problemOf("server.port=8080").nearest()).isNull();
        assertThat(problemOf("portolan.providers=x").message()).contains("no setting of Portolan");
    }

    @Test
    void aNameNeedsASettingBehindIt() throws Exception {
        assertThat(problemOf("portolan.models.a=fake").message()).contains("portolan.models.a.provider");
        assertThat(problemOf("portolan.providers.x=fake").message()).contains("portolan.providers.x.type");
        assertThat(problemOf("portolan.models.a.=fake").message()).contains("needs a setting");
        assertThat(problemOf("portolan.models.-a.provider=fake").message()).contains("letters, digits");
    }

    @Test
    void selectorsCannotStandInAFile() throws Exception {
        assertThat(problemOf("portolan.profile=prod").message()).contains("system property or environment variable");
        assertThat(problemOf("portolan.catalog.overlay=acme.yaml").message())
                .contains("system property or environment variable");
    }

    @Test
    void anUnknownProviderIsToldWithTheNearestName() throws Exception {
        Problem problem = problemOf("portolan.models.a.provider=azur", "portolan.models.a.region=x");
        assertThat(problem.nearest()).isEqualTo("azure");
        assertThat(problem.message()).contains("[azure, fake, fallback]").contains("add its module");
    }

    @Test
    void aConnectionOfNoProviderIsAMistakeToldOnce() throws Exception {
        Problem problem = problemOf(
                "portolan.providers.east.api-key=x", "portolan.models.a.provider=east", "portolan.models.a.model=m");
        assertThat(problem.key()).isEqualTo("portolan.providers.east.api-key");
        assertThat(problem.message()).contains("give the connection a type");
    }

    @Test
    void aConnectionTypeMustBeAProvider() throws Exception {
        Problem problem = problemOf("portolan.providers.east.type=azrue");
        assertThat(problem.nearest()).isEqualTo("azure");
        assertThat(problemOf("portolan.providers.azure.type=fake").message()).contains("the type of another");
        assertThat(problemOf("portolan.providers.east.type=${NOWHERE}").message())
                .contains("NOWHERE");
    }

    @Test
    void aRouterIdCannotNameAConnection() throws Exception {
        assertThat(problemOf("portolan.providers.fallback.type=fake").message()).contains("id of a router");
    }

    @Test
    void missingConnectionSettingsAreToldWhereTheyAreNeeded() throws Exception {
        List<Problem> problems = problemsOf("portolan.models.a.provider=azure", "portolan.models.a.model=m");
        assertThat(problems)
                .extracting(Problem::key)
                .containsExactlyInAnyOrder("portolan.providers.azure.endpoint", "portolan.providers.azure.api-key");
        assertThat(problems).allMatch(problem -> problem.message().startsWith("is missing: "));
    }

    @Test
    void whatAProviderFindsWrongWithAConnectionIsToldOnceWhenAModelUsesIt() throws Exception {
        String unfit = "portolan.providers.fake.organization=nobody";
        assertThat(problemOf(modelWith(unfit, "portolan.models.b.provider=fake", "portolan.models.b.model=m")))
                .satisfies(problem -> {
                    assertThat(problem.key()).isEqualTo("portolan.providers.fake.organization");
                    assertThat(problem.message()).isEqualTo("is nobody, who pays for nothing");
                });
        Path unused = Files.write(folder.resolve("unused.properties"), List.of(unfit));
        builder().file(unused).build().close();
    }

    @Test
    void aRequiredSettingThatIsEmptyIsAMistake() throws Exception {
        Problem problem = problemOf(
                "portolan.providers.azure.endpoint=https://x.example", "portolan.providers.azure.api-key=${EMPTY:}");
        assertThat(problem.line()).isEqualTo(2);
        assertThat(problem.message()).startsWith("is empty: ");
    }

    @Test
    void aRequiredMapNeedsAnEntry() {
        FakeProvider mapped = new FakeProvider(
                "mapped",
                List.of(SettingSpec.of("headers", SettingSpec.Type.MAP, "Sent along.")
                        .mandatory()),
                List.of());
        List<Problem> problems =
                problems(builder().extension(mapped).properties(FakeProvider.model("a", "mapped", "m")));
        assertThat(problems).extracting(Problem::key).containsExactly("portolan.providers.mapped.headers.<name>");
    }

    @Test
    void aModelNeedsAProvider() throws Exception {
        Problem problem = problemOf("portolan.models.a.model=m");
        assertThat(problem.key()).isEqualTo("portolan.models.a.provider");
        assertThat(problem.message()).contains("is missing").contains("[azure, fake, fallback]");
        assertThat(problemOf("portolan.models.a.provider=${NOT_THERE}").message())
                .contains("NOT_THERE");
    }

    @Test
    void modelLikeAndTierTogetherOrNoneIsAMistake() throws Exception {
        assertThat(problemsOf(modelWith("portolan.models.a.like=x", "portolan.models.a.tier=mini")))
                .extracting(Problem::line)
                .containsExactly(2, 3, 4);
        assertThat(problemOf("portolan.models.a.provider=fake").message())
                .contains("is missing")
                .contains("like=");
        assertThat(problemOf("portolan.models.a.provider=fake", "portolan.models.a.model=${E:}")
                        .message())
                .isEqualTo("is empty");
    }

    @Test
    void likeWithoutCatalogSaysWhichModuleToAdd() throws Exception {
        assertThat(problemOf("portolan.models.a.provider=fake", "portolan.models.a.like=gpt-4o-mini")
                        .message())
                .contains("portolan-routing");
    }

    @Test
    void aModelThatNoCatalogKnowsIsAMistake() {
        assertThat(problems(builder()
                        .extension(LoadingTest.resolver("catalog", Map.of()))
                        .property("portolan.models.a.provider", "fake")
                        .property("portolan.models.a.tier", "gigantic")))
                .extracting(Problem::message)
                .containsExactly("no model of the provider \"fake\" is known for \"gigantic\"; give model=");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "temperature | warm | \"warm\" is not a decimal number",
                "temperature | 1e999 | is not a decimal number",
                "temperature | -1 | must not be negative",
                "top-p | 1.5 | between 0 and 1",
                "top-k | 1.5 | is not a whole number",
                "top-k | 0 | must be at least 1",
                "max-output-tokens | 99999999999 | at most 2147483647",
                "limits.max-tools | -1 | must be at least 0",
                "seed | 99999999999999999999 | is not a whole number",
                "parallel-tool-calls | yes | is neither true nor false",
                "capabilities.tools | 1 | is neither true nor false",
                "reasoning-effort | hihg | is none of none, minimal, low",
                "adaptation | lax | is none of adapt, strict",
                "stop | a,,b | has an empty item",
                "timeout | 30 | is not a time such as",
                "timeout | PT-1S | is not a time such as",
                "timeout.idle | 0s | must be more than zero",
                "limits.max-image-bytes | 1PB | is not a size such as",
                "limits.max-image-bytes | 999999999999GB | is larger than any size",
            })
    void aBadValueIsToldWithWhatIsExpected(String setting, String value, String message) throws Exception {
        Problem problem = problemOf(modelWith("portolan.models.a." + setting + "=" + value));
        assertThat(problem.line()).isEqualTo(3);
        assertThat(problem.message()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "base-url | fake.example/v1 | is not an absolute address",
                "base-url | https://a b | is not an address",
                "base-url | https://user:pass@fake.example | must not hold a user or password",
                "base-url | http://fake.example/v1 | use https, or allow it by allow-http=true",
                "base-url | http://127.evil.example/v1 | allow-http=true",
                "auth | tokne | is none of key, token",
                "extra | [1] | not an object in braces",
                "extra | {\"a\":1,\"a\":2} | is not JSON",
                "extra | {\"a\":1} x | is not JSON",
                "headers.X | ${NOWHERE} | set neither in the environment nor as a system property",
                "organization | ${NOWHERE} | give a default as in ${NOWHERE:default}",
                "organization | ${UN CLEAN} | needs the name of",
                "organization | ${OPEN | is not closed",
                "organization | ${OPEN:default | is not closed",
                "organization | secret:env:X | holds no secret",
                "api-key | secret:env | is written secret:<source>:<reference>",
                "api-key | secret:evn:X | no source of secrets of this name; there are env, file",
                "api-key | secret:env:NOT_SET | the environment variable NOT_SET is not set",
                "api-key | secret:file:nowhere.txt | nowhere.txt cannot be read (NoSuchFileException)",
            })
    void aBadConnectionValueIsToldWithWhatIsExpected(String setting, String value, String message) throws Exception {
        Problem problem = problemOf("portolan.providers.fake." + setting + "=" + value);
        assertThat(problem.line()).isEqualTo(1);
        assertThat(problem.message()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "organization | ${NOWHERE} | NOWHERE",
                "api-key | Bearer ${NOT_SET} | NOT_SET",
                "api-key | secret:env:NOT_SET | NOT_SET",
                "api-key | secret:file:nowhere.txt | none",
                "organization | ${UN CLEAN} | none",
                "base-url | fake.example/v1 | none",
            })
    void aVariableThatIsNotSetIsNamed(String setting, String value, @Nullable String unset) throws Exception {
        assertThat(problemOf("portolan.providers.fake." + setting + "=" + value).unset())
                .isEqualTo(unset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:1", "http://127.0.0.1/v1", "http://[::1]:8080", "http://api.localhost"})
    void plainHttpToLoopbackIsAllowed(String address) {
        builder().property("portolan.providers.fake.base-url", address).build().close();
    }

    @Test
    void plainHttpIsAllowedByName() throws Exception {
        builder()
                .property("portolan.providers.fake.base-url", "http://vllm.internal:8000/v1")
                .property("portolan.providers.fake.allow-http", "true")
                .build()
                .close();
        assertThat(problemsOf(
                        "portolan.providers.fake.base-url=http://vllm.internal:8000/v1",
                        "portolan.providers.fake.allow-http=${NOWHERE}"))
                .hasSize(2);
    }

    @Test
    void aSecretUnderAModelIsInTheWrongPlaceAndNeverShown() throws Exception {
        Problem problem = problemOf(modelWith("portolan.models.a.api-key=" + OPENAI_KEY));
        assertThat(problem.message()).contains("portolan.providers.<connection>.api-key");
        assertThat(problem.toString()).doesNotContain(OPENAI_KEY);
    }

    @Test
    void aConnectionSettingUnderAModelIsToldWhereItBelongs() throws Exception {
        assertThat(problemOf(modelWith("portolan.models.a.base-url=https://x.example"))
                        .message())
                .contains("portolan.providers.<connection>.base-url");
    }

    @Test
    void aModelSettingUnderAConnectionIsToldWhereItBelongs() throws Exception {
        assertThat(problemOf("portolan.providers.fake.temperature=1").message())
                .contains("belongs to portolan.models.<name>");
    }

    @Test
    void aSettingOfAnotherProviderIsToldWhoseItIs() throws Exception {
        assertThat(problemOf(modelWith("portolan.models.a.region=eu")).message())
                .contains("\"fake\" stands behind \"a\" and has no such setting; it is one of \"azure\"");
        assertThat(problemsOf(modelWith(
                                "portolan.models.r.provider=fallback",
                                "portolan.models.r.targets=a",
                                "portolan.models.r.temperature=1"))
                        .get(0)
                        .message())
                .isEqualTo("\"fallback\" stands behind \"r\" and has no such setting");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OPENAI_KEY,
                "AKIAIOSFODNN7EXAMPLE",
                "AIzaSyA1234567890abcdefghijklmnop",
                "Bearer abcdefgh12345678",
                "gsk_abcdefghijklmnop1234",
                "eyJhbGciOiJI.eyJzdWIiOiIx",
            })
    void aValueThatLooksLikeAKeyInAnOpenSettingIsRefusedAndNeverShown(String key) throws Exception {
        Problem problem = problemOf("portolan.providers.fake.organization=" + key);
        assertThat(problem.message()).contains("looks like a credential");
        assertThat(problem.toString()).doesNotContain(key);
    }

    @Test
    void aKeyFromTheEnvironmentInAWrongPlaceIsNotShownEither() throws Exception {
        Path file = Files.write(
                folder.resolve("app.properties"),
                List.of("portolan.providers.fake.ping=${K}", "portolan.providers.fake.max-connections=${TOKEN}"));
        List<Problem> problems =
                problems(builder().file(file).environment(Map.of("K", OPENAI_KEY, "TOKEN", "0f1e2d3c4b5a")));
        assertThat(problems).hasSize(2);
        assertThat(problems.toString()).doesNotContain(OPENAI_KEY).doesNotContain("0f1e2d3c4b5a");
    }

    @Test
    void aKeyOnALineOfItsOwnIsNotShown() throws Exception {
        assertThat(problemOf("portolan.providers.fake.api-key=\\", "", OPENAI_KEY)
                        .toString())
                .doesNotContain(OPENAI_KEY);
    }

    @Test
    void aLongValueIsNotShown() throws Exception {
        String value = "0123456789abcdef0123456789abcdef";
        assertThat(problemOf("portolan.providers.fake.max-connections=" + value).message())
                .doesNotContain(value)
                .contains("32 characters");
    }

    @Test
    void routersInACircleAreToldWithTheWay() throws Exception {
        Problem problem = problemOf(
                "portolan.models.c.provider=fallback",
                "portolan.models.c.targets=a",
                "portolan.models.a.provider=fallback",
                "portolan.models.a.targets=b",
                "portolan.models.b.provider=fallback",
                "portolan.models.b.targets=c");
        assertThat(problem.message()).isEqualTo("routers lead in a circle: a -> b -> c -> a");
        assertThat(problem.key()).isEqualTo("portolan.models.a.targets");
    }

    @Test
    void severalRoutersMayShareATarget() throws Exception {
        Path file = Files.write(
                folder.resolve("app.properties"),
                List.of(modelWith(
                        "portolan.models.r.provider=fallback",
                        "portolan.models.r.targets=a,s",
                        "portolan.models.s.provider=fallback",
                        "portolan.models.s.targets=a")));
        builder().file(file).build().close();
    }

    @Test
    void anUnknownTargetIsToldWithTheNearestName() throws Exception {
        Problem problem =
                problemOf(modelWith("portolan.models.r.provider=fallback", "portolan.models.r.targets=${TARGET:aa}"));
        assertThat(problem.nearest()).isEqualTo("a");
        assertThat(problem.message()).isEqualTo("there is no model \"aa\" to route to");
    }

    @Test
    void whatARouterRefusesIsAMistake() throws Exception {
        Problem problem = problemOf("portolan.models.r.provider=fallback", "portolan.models.r.targets=forbidden");
        assertThat(problem.key()).isEqualTo("portolan.models.r");
        assertThat(problem.message()).contains("must not be forbidden");
        assertThat(problemOf("portolan.models.r.provider=fallback").key()).isEqualTo("portolan.models.r.targets");
    }

    @Test
    void aTargetWithMistakesOfItsOwnIsNotToldTwice() throws Exception {
        assertThat(problemOf(
                                "portolan.models.a.provider=fake",
                                "portolan.models.r.provider=fallback",
                                "portolan.models.r.targets=a")
                        .key())
                .isEqualTo("portolan.models.a.model");
    }

    @Test
    void aKeyTwiceInOneFileIsToldWithBothLines() throws Exception {
        Problem problem = problemOf(modelWith("# again", "portolan.models.a.model=n"));
        assertThat(problem.line()).isEqualTo(4);
        assertThat(problem.message()).isEqualTo("is given twice in this file, first in line 2");
    }

    @Test
    void aFileThatIsNotUtf8IsToldWithTheLine() throws Exception {
        Path file = folder.resolve("app.properties");
        Files.write(file, "# one\nportolan.models.a.model=gr\u00f6\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems(builder().file(file))).anySatisfy(problem -> {
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.message()).contains("not UTF-8");
        });
    }

    @Test
    void aHandMadeModelCannotTakeAConfiguredName() {
        try (Portolan source =
                builder().properties(FakeProvider.model("a", "fake", "m")).build()) {
            assertThat(problems(builder()
                            .properties(FakeProvider.model("a", "fake", "m"))
                            .model("a", source.chatModel("a"))))
                    .extracting(Problem::message)
                    .containsExactly("a model made in code stands behind \"a\" already; rename one of the two");
        }
    }

    @Test
    void aMistakeInCodeNamesTheBuilder() {
        assertThat(problems(builder().property("portolan.models.a.provider", "nobody")))
                .extracting(Problem::source)
                .containsOnly("Portolan.builder()");
    }

    @Test
    void aWrongDefaultOfAnExtensionIsAMistake() {
        ModelProvider wrong = new FakeProvider(
                "wrong",
                List.of(SettingSpec.of("ping", SettingSpec.Type.DURATION, "Often.")
                        .withDefault("soon")),
                List.of());
        assertThat(problems(builder().extension(wrong).properties(FakeProvider.model("a", "wrong", "m"))))
                .extracting(Problem::message)
                .containsExactly("the extension's own default is wrong: \"soon\" is not a time such as 500ms, 30s, 2m,"
                        + " 1h, 1d or PT30S");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"Fake, fake", "FAKE, fake", "Azure, azure", "\"azure\", azure", "FallBack, fallback"})
    void aProviderInAnotherCaseOrInQuotesIsRecognised(String written, String meant) throws Exception {
        assertThat(problemOf("portolan.models.a.provider=" + written, "portolan.models.a.model=m")
                        .nearest())
                .isEqualTo(meant);
    }

    @Test
    void aSettingInAnotherCaseIsRecognised() throws Exception {
        assertThat(problemOf(modelWith("portolan.models.a.TEMPERATURE=1")).nearest())
                .isEqualTo("portolan.models.a.temperature");
    }

    @Test
    void quotesAroundAValueAreTold() throws Exception {
        assertThat(problemOf(modelWith("portolan.models.a.temperature=\"0.2\"")).message())
                .contains("quotes included");
    }

    @Test
    void aProviderFromTheEnvironmentIsShownAsWritten() throws Exception {
        Path file = Files.write(
                folder.resolve("env.properties"),
                List.of("portolan.models.a.provider=${WHO}", "portolan.models.a.model=m"));
        assertThat(problems(builder().environment(Map.of("WHO", "hunter22")).file(file)))
                .singleElement()
                .asString()
                .contains("\"${WHO}\"")
                .doesNotContain("hunter22");
    }
}
