package dev.portolan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTest {

    @TempDir
    private Path folder;

    private Path classPath;
    private Path work;
    private Path etc;
    private final FakeProvider fake = new FakeProvider();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> system = new LinkedHashMap<>();

    @BeforeEach
    void folders() throws Exception {
        classPath = Files.createDirectory(folder.resolve("classes"));
        work = Files.createDirectory(folder.resolve("work"));
        etc = Files.createDirectory(folder.resolve("etc"));
    }

    private static void write(Path folder, String name, String... lines) throws Exception {
        Files.write(folder.resolve(name), List.of(lines));
    }

    private static String model(String value) {
        return "portolan.models.a.model=" + value;
    }

    private String modelOf(Portolan.Builder builder) throws Exception {
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null);
                Portolan portolan = builder.classLoader(loader)
                        .workingDirectory(work)
                        .environment(environment)
                        .systemProperties(system)
                        .extension(fake)
                        .build()) {
            return portolan.chatModel("a").info().model();
        }
    }

    @Test
    void eachLaterSourceWins() throws Exception {
        write(classPath, "portolan.properties", "portolan.models.a.provider=fake", model("class-path"));
        assertThat(modelOf(Portolan.builder())).isEqualTo("class-path");

        write(work, "portolan.properties", model("working-directory"));
        assertThat(modelOf(Portolan.builder())).isEqualTo("working-directory");

        write(etc, "llm.properties", model("named"));
        system.put("portolan.config", etc.resolve("llm.properties").toString());
        assertThat(modelOf(Portolan.builder())).isEqualTo("named");

        write(etc, "code.properties", model("file-in-code"));
        Path inCode = etc.resolve("code.properties");
        assertThat(modelOf(Portolan.builder().file(inCode))).isEqualTo("file-in-code");

        write(classPath, "portolan-prod.properties", model("class-path-prod"));
        assertThat(modelOf(Portolan.builder().file(inCode).profile("prod"))).isEqualTo("class-path-prod");

        write(work, "portolan-prod.properties", model("working-directory-prod"));
        assertThat(modelOf(Portolan.builder().file(inCode).profile("prod"))).isEqualTo("working-directory-prod");

        write(etc, "llm-prod.properties", model("named-prod"));
        assertThat(modelOf(Portolan.builder().file(inCode).profile("prod"))).isEqualTo("named-prod");

        write(etc, "code-prod.properties", model("file-in-code-prod"));
        assertThat(modelOf(Portolan.builder().file(inCode).profile("prod"))).isEqualTo("file-in-code-prod");

        assertThat(modelOf(Portolan.builder().profile("prod").property("portolan.models.a.model", "code")))
                .isEqualTo("code");

        environment.put("PORTOLAN_MODELS_A_MODEL", "environment");
        assertThat(modelOf(Portolan.builder().property("portolan.models.a.model", "code")))
                .isEqualTo("environment");

        system.put("portolan.models.a.model", "system");
        assertThat(modelOf(Portolan.builder())).isEqualTo("system");
    }

    @Test
    void theProfileIsTakenFromCodeThenSystemPropertyThenEnvironment() throws Exception {
        write(work, "portolan.properties", "portolan.models.a.provider=fake");
        for (String profile : new String[] {"code", "system", "environment"}) {
            write(work, "portolan-" + profile + ".properties", model(profile));
        }
        environment.put("PORTOLAN_PROFILE", "environment");
        assertThat(modelOf(Portolan.builder())).isEqualTo("environment");
        system.put("portolan.profile", "system");
        assertThat(modelOf(Portolan.builder())).isEqualTo("system");
        assertThat(modelOf(Portolan.builder().profile("code"))).isEqualTo("code");
    }

    @Test
    void theConfigurationFileMayBeNamedInTheEnvironment() throws Exception {
        write(etc, "llm.properties", "portolan.models.a.provider=fake", model("m"));
        environment.put("PORTOLAN_CONFIG", etc.resolve("llm.properties").toString());
        assertThat(modelOf(Portolan.builder())).isEqualTo("m");
    }

    @Test
    void aProfileWithoutFileIsAMistake() throws Exception {
        write(work, "portolan.properties", "portolan.models.a.provider=fake", model("m"));
        assertThatThrownBy(() -> modelOf(Portolan.builder().profile("prdo")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("profile \"prdo\" has no file")
                .hasMessageContaining("portolan-prdo.properties on the class path")
                .hasMessageContaining("portolan-prdo.properties");
    }

    @Test
    void aProfileCannotLeaveItsFolder() {
        assertThatThrownBy(() -> modelOf(Portolan.builder().profile("../../etc/passwd")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("letters, digits");
    }

    @Test
    void aNamedFileThatIsMissingIsAMistake() {
        system.put("portolan.config", "nowhere.properties");
        assertThatThrownBy(() -> modelOf(Portolan.builder()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(work.resolve("nowhere.properties") + ": there is no such file");
    }

    @Test
    void aConfigurationThatIsNoPathIsAMistake() {
        system.put("portolan.config", "nul\0");
        assertThatThrownBy(() -> modelOf(Portolan.builder())).hasMessageContaining("portolan.config is not a path");
    }

    @Test
    void ofSeveralFilesOnTheClassPathTheFirstIsRead() throws Exception {
        Path second = Files.createDirectory(folder.resolve("second"));
        write(classPath, "portolan.properties", "portolan.models.a.provider=fake", model("first"));
        write(second, "portolan.properties", model("second"));
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {classPath.toUri().toURL(), second.toUri().toURL()}, null);
                Portolan portolan = Portolan.builder()
                        .classLoader(loader)
                        .workingDirectory(work)
                        .environment(environment)
                        .systemProperties(system)
                        .extension(fake)
                        .build()) {
            assertThat(portolan.chatModel("a").info().model()).isEqualTo("first");
        }
    }

    @Test
    void aFileWithoutEndingHasItsProfileBehindItsName() throws Exception {
        write(etc, "llm", "portolan.models.a.provider=fake", model("m"));
        write(etc, "llm-prod", model("prod"));
        assertThat(modelOf(Portolan.builder().file(etc.resolve("llm")).profile("prod")))
                .isEqualTo("prod");
    }

    @Test
    void aFileThatCannotBeReadIsAMistake() throws Exception {
        Files.createDirectory(work.resolve("portolan.properties"));
        assertThatThrownBy(() -> modelOf(Portolan.builder()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("portolan.properties: cannot be read");
    }

    @Test
    void aFileInAJarIsReadToo() throws Exception {
        Path jar = folder.resolve("app.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("portolan.properties"));
            out.write("portolan.models.a.provider=fake\nportolan.models.a.model=in-jar\n".getBytes());
        }
        classPath = jar;
        assertThat(modelOf(Portolan.builder())).isEqualTo("in-jar");
    }

    @Test
    void anEmptyValueInAnOverlayTakesASettingBack() throws Exception {
        write(
                work,
                "portolan.properties",
                "portolan.models.a.provider=fake",
                model("m"),
                "portolan.models.a.temperature=0.2",
                "portolan.models.a.service-tier=flex");
        write(
                work,
                "portolan-b.properties",
                "portolan.models.a.provider=other",
                "portolan.models.a.temperature=",
                "portolan.models.a.service-tier=");
        FakeProvider other = new FakeProvider("other", List.of(), List.of());

        modelOf(Portolan.builder().extension(other).profile("b"));

        assertThat(other.models.get(0).temperature()).isNull();
    }

    @Test
    void inAnOverlayLikeReplacesTheModelOfTheBase() throws Exception {
        write(work, "portolan.properties", "portolan.models.a.provider=fake", model("gpt-4o-mini"));
        write(work, "portolan-b.properties", "portolan.models.a.like=gpt-4o-mini");
        assertThat(modelOf(Portolan.builder()
                        .profile("b")
                        .extension(LoadingTest.resolver("catalog", Map.of("gpt-4o-mini", "small-2")))))
                .isEqualTo("small-2");
    }

    @Test
    void theUsualPlacesAreTheProcessOwn() {
        // no portolan.properties on the class path of these tests: nothing is configured, and that is no mistake
        try (Portolan portolan = Portolan.load()) {
            assertThat(portolan.names()).isEmpty();
        }
    }

    @Test
    void environmentNamesReachEveryKindOfKey() throws Exception {
        write(
                work,
                "portolan.properties",
                "portolan.models.a.provider=my-east_1",
                model("m"),
                "portolan.providers.my-east_1.type=fake",
                "portolan.providers.my-east_1.headers.X-Team=one");
        environment.put("PORTOLAN_MODELS_A_TEMPERATURE", "0.5");
        environment.put("PORTOLAN_MODELS_A_LIMITS_MAX_OUTPUT_TOKENS", "99");
        environment.put("PORTOLAN_MODELS_A_SERVICE_TIER", "flex");
        environment.put("PORTOLAN_PROVIDERS_MY_EAST_1_ORGANIZATION", "acme");
        environment.put("PORTOLAN_PROVIDERS_MY_EAST_1_HEADERS_X_TEAM", "two");
        environment.put("PORTOLAN_SERVICE_HOST", "10.0.0.1");

        modelOf(Portolan.builder());

        var model = fake.models.get(0);
        assertThat(model.temperature()).isEqualTo(0.5);
        assertThat(model.limits().maxOutputTokens()).isEqualTo(99);
        assertThat(model.own().string("service-tier")).isEqualTo("flex");
        assertThat(fake.connection().settings.string("organization")).isEqualTo("acme");
        assertThat(fake.connection().settings.map("headers")).containsEntry("X-Team", "two");
    }

    @Test
    void theEnvironmentAloneCanConfigureAModel() throws Exception {
        environment.put("PORTOLAN_MODELS_A_PROVIDER", "east");
        environment.put("PORTOLAN_MODELS_A_MODEL", "m");
        environment.put("PORTOLAN_MODELS_A_LIMITS_MAX_OUTPUT_TOKENS", "99");
        environment.put("PORTOLAN_PROVIDERS_EAST_TYPE", "fake");
        environment.put("PORTOLAN_PROVIDERS_EAST_MAX_CONNECTIONS", "3");
        modelOf(Portolan.builder());
        assertThat(fake.models.get(0).limits().maxOutputTokens()).isEqualTo(99);
        assertThat(fake.connection().settings.integer("max-connections")).isEqualTo(3);
    }

    @Test
    void anAmbiguousVariableThatIsSetIsAMistake() throws Exception {
        write(
                work,
                "portolan.properties",
                "portolan.models.a.provider=fake",
                model("m"),
                "portolan.models.x-y.provider=fake",
                "portolan.models.x-y.model=m",
                "portolan.models.x_y.provider=fake",
                "portolan.models.x_y.model=m");
        assertThat(modelOf(Portolan.builder())).isEqualTo("m");

        environment.put("PORTOLAN_MODELS_X_Y_TEMPERATURE", "0.5");
        assertThatThrownBy(() -> modelOf(Portolan.builder()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("environment variable PORTOLAN_MODELS_X_Y_TEMPERATURE: is ambiguous")
                .hasMessageContaining("portolan.models.x-y.temperature or portolan.models.x_y.temperature");
    }

    @Test
    void aNewNameWithAnUnderscoreIsAmbiguous() {
        environment.put("PORTOLAN_MODELS_MY_BOT_PROVIDER", "fake");
        assertThatThrownBy(() -> modelOf(Portolan.builder()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("portolan.models.my-bot.provider or portolan.models.my_bot.provider");
    }

    @Test
    void aVariableThatMatchesNoSettingIsAMistakeWithTheNearestName() throws Exception {
        write(work, "portolan.properties", "portolan.models.a.provider=fake", model("m"));
        environment.put("PORTOLAN_MODELS_A_TEMPRATURE", "0.5");
        assertThatThrownBy(() -> modelOf(Portolan.builder()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("PORTOLAN_MODELS_A_TEMPRATURE: no setting has this name")
                .hasMessageContaining("did you mean \"PORTOLAN_MODELS_A_TEMPERATURE\"?");
    }

    @Test
    void systemPropertiesOfOtherToolsAreLeftAloneButMisspeltOnesAreNot() throws Exception {
        write(work, "portolan.properties", "portolan.models.a.provider=fake", model("m"));
        system.put("portolan.recordings", "/data");
        assertThat(modelOf(Portolan.builder())).isEqualTo("m");

        system.put("portolan.modles.a.model", "n");
        assertThatThrownBy(() -> modelOf(Portolan.builder()))
                .hasMessageContaining("did you mean \"portolan.models.a.model\"?");
    }

    @Test
    void placeholdersComeFromTheEnvironmentAndSystemPropertiesWin() throws Exception {
        write(work, "portolan.properties", "portolan.models.a.provider=fake", model("${BASE}-${SIZE:mini}"));
        environment.put("BASE", "gpt");
        assertThat(modelOf(Portolan.builder())).isEqualTo("gpt-mini");
        system.put("BASE", "o");
        assertThat(modelOf(Portolan.builder())).isEqualTo("o-mini");
    }

    @Test
    void onlyTheWinningValueIsExpanded() throws Exception {
        write(work, "portolan.properties", "portolan.models.a.provider=fake", model("${NOT_SET_ANYWHERE}"));
        assertThat(modelOf(Portolan.builder().property("portolan.models.a.model", "m")))
                .isEqualTo("m");
    }

    @Test
    void aFileIsUtf8AndMayBeginWithAByteOrderMark() throws Exception {
        write(work, "portolan.properties", "\uFEFFportolan.models.a.provider=fake", model("größe-ß"));
        assertThat(modelOf(Portolan.builder())).isEqualTo("größe-ß");
    }
}
