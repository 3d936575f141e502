package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Usage;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.simulator.Simulator;
import dev.portolan.spi.ForwardingChatModel;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The contract notices what it is there to notice. */
class BrokenModelsTest {

    @TempDir
    Path folder;

    /** A double with something wrong. */
    abstract static class Broken extends ChatModelContract {
        private final TestSimulator simulator = new TestSimulator();
        private final UnaryOperator<ChatModel> spoil;

        Broken(UnaryOperator<ChatModel> spoil) {
            this.spoil = spoil;
        }

        @Override
        protected String name() {
            return "broken";
        }

        @Override
        protected String model() {
            return "broken-model";
        }

        @Override
        protected Simulator simulator() {
            return simulator;
        }

        @Override
        protected Set<WireFeature> wireLacks() {
            return Set.of(
                    WireFeature.REQUEST_IDS, WireFeature.RATE_LIMITS, WireFeature.PLAIN_KEYS, WireFeature.LISTENING);
        }

        @Override
        protected ProviderConnection connect(String apiKey) {
            ProviderConnection sound = simulator.connect();
            return new ProviderConnection() {
                @Override
                public ChatModel chatModel(ModelSettings settings) {
                    return spoil.apply(sound.chatModel(settings));
                }

                @Override
                public EmbeddingModel embeddingModel(ModelSettings settings) {
                    return sound.embeddingModel(settings);
                }

                @Override
                public void close() {
                    sound.close();
                }
            };
        }
    }

    /** Takes a setting away without a word. */
    static class Silent extends Broken {
        Silent() {
            super(sound -> new ForwardingChatModel(sound) {
                @Override
                public ChatResponse chat(ChatRequest request, CallContext context) {
                    return super.chat(request.toBuilder().temperature(null).build(), context);
                }
            });
        }
    }

    /** Sends before it is pulled. */
    static class Eager extends Broken {
        Eager() {
            super(sound -> new ForwardingChatModel(sound) {
                @Override
                public ChatStream stream(ChatRequest request, CallContext context) {
                    super.chat(request, context);
                    return super.stream(request, context);
                }
            });
        }
    }

    /** Says zero where it knows nothing. */
    static class Zero extends Broken {
        Zero() {
            super(sound -> new ForwardingChatModel(sound) {
                @Override
                public ChatResponse chat(ChatRequest request, CallContext context) {
                    ChatResponse response = super.chat(request, context);
                    return response.usage().equals(Usage.UNKNOWN)
                            ? response.toBuilder().usage(Usage.of(0, 0)).build()
                            : response;
                }
            });
        }
    }

    /** Prints what it is told. */
    static class Talkative extends Broken {
        Talkative() {
            super(sound -> new ForwardingChatModel(sound) {
                @Override
                public ChatResponse chat(ChatRequest request, CallContext context) {
                    System.out.println(request.messages().get(0).text());
                    return super.chat(request, context);
                }
            });
        }
    }

    @Test
    void aSettingThatIsDroppedInSilenceIsNoticed() {
        assertThat(failures(Silent.class)).contains("temperatureIsSentOrTold(Bench)");
    }

    @Test
    void aStreamThatDoesNotWaitIsNoticed() {
        assertThat(failures(Eager.class)).contains("nothingIsSentBeforeTheFirstPull(Bench)");
    }

    @Test
    void aZeroThatMeansUnknownIsNoticed() {
        assertThat(failures(Zero.class)).containsExactly("whatTheVendorDoesNotTellIsAbsentAndNotZero(Bench)");
    }

    @Test
    void aPromptThatIsPrintedIsNoticed() throws Exception {
        assertThat(failures(Talkative.class)).contains("nothingThatIsSaidOrShownIsALeak(Bench)");
        ContractMatrix matrix = ContractMatrix.of(List.of(folder.resolve("broken.json")));
        assertThat(matrix.names()).containsExactly("broken");
        assertThat(matrix.missing("broken")).contains("cancellingBeforeTheAnswerReachesTheServer");
        assertThat(matrix.markdown())
                .startsWith("| | `broken` |\n|---|---|\n| message | ")
                .containsPattern("\\| secret \\| 0?.*\\*\\*\\d fail\\*\\*")
                .contains("n/a |\n");
        assertThat(Files.readString(folder.resolve("broken.json"))).contains("the wire has no plain keys");
    }

    /** The tests that fail, untagged ones only. */
    private List<String> failures(Class<?> contract) {
        List<String> failed = new ArrayList<>();
        String before = System.getProperty(ContractResults.FOLDER);
        System.setProperty(ContractResults.FOLDER, folder.toString());
        try {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(contract))
                                    .filters(TagFilter.excludeTags("integration"))
                                    .build(),
                            new TestExecutionListener() {
                                @Override
                                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                                        failed.add(test.getDisplayName());
                                    }
                                }
                            });
        } finally {
            if (before == null) {
                System.clearProperty(ContractResults.FOLDER);
            } else {
                System.setProperty(ContractResults.FOLDER, before);
            }
        }
        return failed;
    }
}
