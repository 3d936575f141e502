package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ids as they stand in code, consoles and answers, cloud by cloud: how each is found, which model, version and scope, which flags. */
class IdTableTest {

    private static final ModelCatalog CATALOG = Charts.of(
            "openai gpt-4o-mini openai/gpt-4o-mini",
            "openai gpt-4o-mini-2024-07-18 openai/gpt-4o-mini #2024-07-18",
            "openai gpt-4 openai/gpt-4",
            "openai gpt-3.5-turbo openai/gpt-3.5-turbo",
            "openai gpt-4-1106-preview openai/gpt-4-turbo #1106",
            "openai gpt-5 openai/gpt-5",
            "openai gpt-5.6-sol openai/gpt-5.6-sol",
            "openai gpt-5.6 openai/gpt-5.6-sol ~",
            "azure gpt-4o-mini openai/gpt-4o-mini @2024-07-18",
            "azure gpt-4o openai/gpt-4o @2024-05-13 @2024-08-06 @2024-11-20",
            "azure gpt-35-turbo openai/gpt-3.5-turbo @0125 @0613",
            "azure claude-opus-5 anthropic/claude-opus-5 @1 @2",
            "azure claude-opus-4 anthropic/claude-opus-4 @1",
            "azure Llama-3.3-70B-Instruct meta/llama-3.3-70b @5",
            "azure FW-GLM-5 zai/glm-5 @1",
            "bedrock anthropic.claude-sonnet-4-5-20250929-v1:0 anthropic/claude-sonnet-4-5 #2025-09-29"
                    + " =eu.anthropic.claude-sonnet-4-5-20250929-v1:0 &eu &us",
            "bedrock anthropic.claude-3-5-sonnet-20240620-v1:0 anthropic/claude-3-5-sonnet #2024-06-20",
            "bedrock anthropic.claude-3-5-sonnet-20241022-v2:0 anthropic/claude-3-5-sonnet #2024-10-22",
            "bedrock anthropic.claude-v2:1 anthropic/claude-2-1",
            "bedrock anthropic.claude-v1 anthropic/claude-1",
            "bedrock anthropic.claude-opus-5 anthropic/claude-opus-5 &eu &global",
            "bedrock anthropic.claude-opus-4-6-v1 anthropic/claude-opus-4-6",
            "bedrock amazon.titan-embed-text-v1 amazon/titan-embed-text-v1",
            "bedrock amazon.titan-embed-text-v2:0 amazon/titan-embed-text-v2",
            "bedrock amazon.nova-lite-v1:0 amazon/nova-lite &us &eu",
            "bedrock openai.gpt-oss-120b-1:0 openai/gpt-oss-120b =openai.gpt-oss-120b",
            "vertex claude-sonnet-4-5@20250929 anthropic/claude-sonnet-4-5 #2025-09-29 =claude-sonnet-4-5",
            "vertex claude-opus-5 anthropic/claude-opus-5",
            "vertex gemini-2.0-flash google/gemini-2.0-flash",
            "vertex gemini-2.5-pro google/gemini-2.5-pro",
            "vertex gemini-3-flash-preview google/gemini-3-flash",
            "vertex meta/llama-3.3-70b-instruct-maas meta/llama-3.3-70b",
            "vertex openai/gpt-oss-120b-maas openai/gpt-oss-120b",
            "vertex mistral-large-2411 mistral/mistral-large-2.1",
            "vertex mistral-large@2407 mistral/mistral-large-2",
            "vertex text-embedding-005 google/text-embedding-005",
            "google gemini-2.5-flash google/gemini-2.5-flash",
            "google gemini-3.1-pro-preview google/gemini-3.1-pro",
            "google gemini-flash-latest google/gemini-flash-latest ~",
            "google gemini-embedding-001 google/gemini-embedding-001",
            "anthropic claude-opus-5 anthropic/claude-opus-5",
            "anthropic claude-haiku-4-5-20251001 anthropic/claude-haiku-4-5 #2025-10-01 =claude-haiku-4-5",
            "anthropic claude-3-5-sonnet-20240620 anthropic/claude-3-5-sonnet #2024-06-20",
            "anthropic claude-3-5-sonnet-20241022 anthropic/claude-3-5-sonnet #2024-10-22",
            "mistral mistral-small-2503 mistral/mistral-small-3.1",
            "mistral mistral-small-2506 mistral/mistral-small-3.2",
            "mistral mistral-large-2512 mistral/mistral-large-3 =mistral-large-3",
            "mistral mistral-large-latest mistral/mistral-large-latest ~",
            "mistral open-mistral-nemo mistral/mistral-nemo",
            "deepseek deepseek-v4-pro deepseek/deepseek-v4-pro",
            "deepseek deepseek-flash deepseek/deepseek-v4.1-flash ~",
            "qwen qwen-plus qwen/qwen-plus ~",
            "qwen qwen3-coder-plus-2025-07-22 qwen/qwen3-coder-plus #2025-07-22",
            "qwen qwen3-max qwen/qwen3-max",
            "ollama llama3.1:8b meta/llama-3.1-8b =llama3.1:latest",
            "ollama qwen3:8b qwen/qwen3-8b =qwen3",
            "ollama qwen3:30b qwen/qwen3-30b-a3b",
            "ollama gpt-oss:120b openai/gpt-oss-120b",
            "ollama deepseek-r1:671b deepseek/deepseek-r1-0528",
            "ollama deepseek-r1:8b deepseek/deepseek-r1-0528-qwen3-8b =deepseek-r1:latest",
            "ollama glm-4.7-flash zai/glm-4.7-flash",
            "self-hosted meta-llama/Llama-3.3-70B-Instruct meta/llama-3.3-70b");

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        // as OpenAI writes them
        "openai, gpt-4o-mini, exact, openai/gpt-4o-mini, , ,",
        "openai, gpt-4o-mini-2024-07-18, exact, openai/gpt-4o-mini, 2024-07-18, ,",
        "openai, gpt-4o-mini-2025-03-01, snapshot, openai/gpt-4o-mini, 2025-03-01, , unlisted-version",
        "openai, gpt-4-0613, snapshot, openai/gpt-4, 0613, , unlisted-version",
        "openai, gpt-4-1106-preview, exact, openai/gpt-4-turbo, 1106, ,",
        "openai, gpt-5.6, exact, openai/gpt-5.6-sol, , , moving",
        "openai, gpt-5.6-2026-07-09, snapshot, openai/gpt-5.6-sol, 2026-07-09, , unlisted-version",
        "openai, ft:gpt-4o-mini-2024-07-18:acme::Ab12Cd34, snapshot, openai/gpt-4o-mini, 2024-07-18, , fine-tuned",
        "openai, ft:gpt-3.5-turbo-0613:acme:support:8aBcDeFg:ckpt-step-90, snapshot, openai/gpt-3.5-turbo, 0613, ,"
                + " fine-tuned unlisted-version",
        "openai, ft:gpt-9:acme::Ab12Cd34, opaque, , , , fine-tuned",
        "openai, gpt-4o-mini-2024-13-18, unknown, , , ,",
        "openai, gpt-4o-mini-2024-07-18-2024-07-19, unknown, , , ,",
        "openai, gpt-5-0807, unknown, , , ,",
        "openai, gpt-5.61, unknown, , , ,",
        "openai, GPT-4o-mini, unknown, , , ,",
        // as deployments and Azure's list name them
        "azure, gpt-4o-mini, exact, openai/gpt-4o-mini, , , chosen-name",
        "azure, GPT-4o-Mini, spelling, openai/gpt-4o-mini, , , chosen-name",
        "azure, gpt-4o@2024-11-20, snapshot, openai/gpt-4o, 2024-11-20, , chosen-name",
        "azure, gpt-4o-2024-11-20, snapshot, openai/gpt-4o, 2024-11-20, , chosen-name",
        "azure, gpt-4o-2026-01-01, snapshot, openai/gpt-4o, 2026-01-01, , chosen-name unlisted-version",
        "azure, gpt-3.5-turbo-0125, snapshot, openai/gpt-3.5-turbo, 0125, , chosen-name",
        "azure, llama-3.3-70b-instruct, spelling, meta/llama-3.3-70b, , , chosen-name",
        "azure, claude-opus-5@2, snapshot, anthropic/claude-opus-5, 2, , chosen-name",
        "azure, claude-opus-4-1, opaque, , , ,",
        "azure, claude-opus-5-2, opaque, , , ,",
        "azure, FW-GLM-5, exact, zai/glm-5, , , chosen-name",
        "azure, prod-chat-westeurope, opaque, , , ,",
        // as Bedrock writes them
        "bedrock, anthropic.claude-opus-5, exact, anthropic/claude-opus-5, , ,",
        "bedrock, eu.anthropic.claude-sonnet-4-5-20250929-v1:0, alias, anthropic/claude-sonnet-4-5, 2025-09-29, eu,",
        "bedrock, us.anthropic.claude-sonnet-4-5-20250929-v1:0, spelling, anthropic/claude-sonnet-4-5, 2025-09-29, us,",
        "bedrock, global.anthropic.claude-opus-5, spelling, anthropic/claude-opus-5, , global,",
        "bedrock, jp.anthropic.claude-opus-5, spelling, anthropic/claude-opus-5, , jp, unlisted-scope",
        "bedrock, us-gov.anthropic.claude-opus-5, spelling, anthropic/claude-opus-5, , us-gov, unlisted-scope",
        "bedrock, mars.anthropic.claude-opus-5, unknown, , , ,",
        "bedrock, eu.us.anthropic.claude-opus-5, unknown, , , ,",
        "bedrock, anthropic.claude-opus-5-v1:0, spelling, anthropic/claude-opus-5, , ,",
        "bedrock, anthropic.claude-opus-4-6, spelling, anthropic/claude-opus-4-6, , ,",
        "bedrock, anthropic.claude-sonnet-4-5, spelling, anthropic/claude-sonnet-4-5, 2025-09-29, ,",
        "bedrock, anthropic.claude-3-5-sonnet, unknown, , , ,",
        "bedrock, anthropic.claude-opus-5-5, unknown, , , ,",
        "bedrock, anthropic.claude-v2, unknown, , , ,",
        "bedrock, amazon.titan-embed-text, unknown, , , ,",
        "bedrock, amazon.nova-lite-v2:0, unknown, , , ,",
        "bedrock, amazon.nova-lite-v1:00, unknown, , , ,",
        "bedrock, amazon.nova-lite-v1:0:300k, spelling, amazon/nova-lite, , , provisioned",
        "bedrock, openai.gpt-oss-120b, alias, openai/gpt-oss-120b, , ,",
        "bedrock, arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-opus-5, spelling,"
                + " anthropic/claude-opus-5, , region:eu-central-1,",
        "bedrock, arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.amazon.nova-lite-v1:0, spelling,"
                + " amazon/nova-lite, , eu,",
        "bedrock, arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/ab12cd34ef56, opaque, , ,"
                + " region:us-east-1,",
        "bedrock, arn:aws:bedrock:us-east-1:123456789012:provisioned-model/ab12cd34ef56, opaque, , , region:us-east-1,"
                + " provisioned",
        "bedrock, arn:aws:bedrock:us-east-1:123456789012:imported-model/ab12cd34ef56, opaque, , , region:us-east-1,",
        "bedrock, arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.nova-lite-v1:0:300k/ab12cd34ef56, snapshot,"
                + " amazon/nova-lite, , region:us-east-1, fine-tuned provisioned",
        "bedrock, arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-opus-5, spelling,"
                + " anthropic/claude-opus-5, , region:us-gov-west-1,",
        "bedrock, arn:aws:s3:::bucket/anthropic.claude-opus-5, unknown, , , ,",
        // as Vertex AI writes them
        "vertex, claude-sonnet-4-5@20250929, exact, anthropic/claude-sonnet-4-5, 2025-09-29, ,",
        "vertex, claude-sonnet-4-5@20260301, snapshot, anthropic/claude-sonnet-4-5, 2026-03-01, , unlisted-version",
        "vertex, claude-opus-5@default, spelling, anthropic/claude-opus-5, , ,",
        "vertex, publishers/anthropic/models/claude-opus-5, spelling, anthropic/claude-opus-5, , ,",
        "vertex, projects/acme/locations/europe-west1/publishers/google/models/gemini-2.5-pro, spelling,"
                + " google/gemini-2.5-pro, , region:europe-west1,",
        "vertex, projects/acme/locations/global/publishers/meta/models/llama-3.3-70b-instruct-maas, spelling,"
                + " meta/llama-3.3-70b, , global,",
        "vertex, google/gemini-2.5-pro, spelling, google/gemini-2.5-pro, , ,",
        "vertex, mistralai/gpt-oss-120b-maas, unknown, , , ,",
        "vertex, mistralai/mistral-large-2411, spelling, mistral/mistral-large-2.1, , ,",
        "vertex, llama-3.3-70b-instruct-maas, spelling, meta/llama-3.3-70b, , ,",
        "vertex, mistral-large@2411-001, spelling, mistral/mistral-large-2.1, , ,",
        "vertex, mistral-large-2407, unknown, , , ,",
        "vertex, gemini-2.0-flash-001, snapshot, google/gemini-2.0-flash, 001, , unlisted-version",
        "vertex, gemini-2.5-pro-preview-05-06, snapshot, google/gemini-2.5-pro, preview-05-06, ,"
                + " preview unlisted-version",
        "vertex, gemini-3-flash, unknown, , , ,",
        "vertex, text-embedding-005@001, snapshot, google/text-embedding-005, 001, , unlisted-version",
        "vertex, claude-opus-5@default-maas, unknown, , , ,",
        "vertex, openai/gpt-oss-120b-maas-maas, unknown, , , ,",
        "vertex, openai/gpt-oss-120b, spelling, openai/gpt-oss-120b, , ,",
        "vertex, gemini-2.5-pro-maas, unknown, , , ,",
        "vertex, 1234567890123456789, opaque, , , ,",
        "vertex, projects/acme/locations/us-central1/endpoints/123456789, opaque, , , region:us-central1,",
        "vertex, projects/acme/locations/us-central1/models/987654321, opaque, , , region:us-central1,",
        // as the Gemini API writes them
        "google, gemini-2.5-flash, exact, google/gemini-2.5-flash, , ,",
        "google, models/gemini-2.5-flash, spelling, google/gemini-2.5-flash, , ,",
        "google, models/gemini-2.5-flash-preview-09-2025, snapshot, google/gemini-2.5-flash, preview-09-2025, ,"
                + " preview unlisted-version",
        "google, gemini-2.5-flash-preview-99-2025, unknown, , , ,",
        "google, gemini-2.5-flash-001, snapshot, google/gemini-2.5-flash, 001, , unlisted-version",
        "google, gemini-flash-latest, exact, google/gemini-flash-latest, , , moving",
        "google, gemini-3.1-pro-preview-customtools, spelling, google/gemini-3.1-pro, , ,",
        "google, gemini-embedding-002, unknown, , , ,",
        "google, gemini-2.5-flash-lite, unknown, , , ,",
        "google, gemini-embedding-001-preview, unknown, , , ,",
        "google, tunedModels/my-model-a1b2, opaque, , , ,",
        // as Anthropic writes them
        "anthropic, claude-opus-5, exact, anthropic/claude-opus-5, , ,",
        "anthropic, claude-opus-5-5, unknown, , , ,",
        "anthropic, claude-opus-5-20260501, snapshot, anthropic/claude-opus-5, 2026-05-01, , unlisted-version",
        "anthropic, claude-haiku-4-5, alias, anthropic/claude-haiku-4-5, 2025-10-01, ,",
        "anthropic, claude-haiku-4-5-20251001, exact, anthropic/claude-haiku-4-5, 2025-10-01, ,",
        "anthropic, claude-3-5-sonnet-latest, spelling, anthropic/claude-3-5-sonnet, 2024-10-22, , moving",
        "anthropic, claude-opus-5-latest, unknown, , , ,",
        "anthropic, claude-5-opus, unknown, , , ,",
        "anthropic, claude-opus-5-20269999, unknown, , , ,",
        // as Mistral writes them
        "mistral, mistral-small-2506, exact, mistral/mistral-small-3.2, , ,",
        "mistral, mistral-small-2503, exact, mistral/mistral-small-3.1, , ,",
        "mistral, mistral-small-2611, unknown, , , ,",
        "mistral, mistral-large-latest, exact, mistral/mistral-large-latest, , , moving",
        "mistral, mistral-large-3, alias, mistral/mistral-large-3, , ,",
        "mistral, mistral-large-4, unknown, , , ,",
        "mistral, ft:open-mistral-nemo:daf5e488:20240430:c1bed559, snapshot, mistral/mistral-nemo, , , fine-tuned",
        "mistral, ag:9f8a7b6c:20240807:support:0b1c2d3e, opaque, , , ,",
        // as DeepSeek writes them
        "deepseek, deepseek-v4-pro, exact, deepseek/deepseek-v4-pro, , ,",
        "deepseek, deepseek-flash, exact, deepseek/deepseek-v4.1-flash, , , moving",
        "deepseek, deepseek-v4, unknown, , , ,",
        "deepseek, deepseek-v4-pro-0813, unknown, , , ,",
        "deepseek, deepseek-v5-pro, unknown, , , ,",
        "deepseek, DeepSeek-V4-Pro, unknown, , , ,",
        "deepseek, deepseek-flash-latest, unknown, , , ,",
        "deepseek, deepseek-v4-pro-2026-08-13, unknown, , , ,",
        // as Model Studio writes them
        "qwen, qwen-plus, exact, qwen/qwen-plus, , , moving",
        "qwen, qwen-plus-2025-12-01, snapshot, qwen/qwen-plus, 2025-12-01, , unlisted-version",
        "qwen, qwen-plus-latest, unknown, , , ,",
        "qwen, qwen3-coder-plus-2025-07-22, exact, qwen/qwen3-coder-plus, 2025-07-22, ,",
        "qwen, qwen3-coder-plus-2025-09-23, unknown, , , ,",
        "qwen, qwen3-max-2026-02-30, unknown, , , ,",
        "qwen, qwen3-max-2026-01-23, snapshot, qwen/qwen3-max, 2026-01-23, , unlisted-version",
        "qwen, qwen3.5-max, unknown, , , ,",
        // as Ollama writes them
        "ollama, llama3.1:8b, exact, meta/llama-3.1-8b, , ,",
        "ollama, llama3.1, spelling, meta/llama-3.1-8b, , ,",
        "ollama, registry.ollama.ai/library/llama3.1:8b, spelling, meta/llama-3.1-8b, , ,",
        "ollama, library/Llama3.1:8B, spelling, meta/llama-3.1-8b, , ,",
        "ollama, llama3.1:8b-instruct-q8_0, snapshot, meta/llama-3.1-8b, q8_0, , other-quantisation",
        "ollama, llama3.1:8b-text-q8_0, unknown, , , ,",
        "ollama, llama3.1:70b, unknown, , , ,",
        "ollama, qwen3:latest, spelling, qwen/qwen3-8b, , ,",
        "ollama, qwen3:30b-instruct, unknown, , , ,",
        "ollama, qwen3:30b-q4_K_M, snapshot, qwen/qwen3-30b-a3b, q4_k_m, , other-quantisation",
        "ollama, qwen3:30b-instruct-q4_K_M, unknown, , , ,",
        "ollama, gpt-oss:120b-cloud, spelling, openai/gpt-oss-120b, , , leaves-machine",
        "ollama, glm-4.7-flash:cloud, spelling, zai/glm-4.7-flash, , , leaves-machine",
        "ollama, deepseek-r1, spelling, deepseek/deepseek-r1-0528-qwen3-8b, , ,",
        "ollama, qwen3:30b-q4_K_M-cloud, unknown, , , ,",
        "ollama, a/registry.ollama.ai/library/llama3.1:8b, opaque, , , ,",
        "ollama, hf.co/acme/llama3.1:8b, opaque, , , ,",
        "ollama, acme/llama3.1:8b, opaque, , , ,",
        // on servers of one's own
        "self-hosted, meta-llama/Llama-3.3-70B-Instruct, exact, meta/llama-3.3-70b, , , chosen-name",
        "self-hosted, my-llama, opaque, , , ,",
    })
    void anIdMeansWhatItsCloudSays(
            String cloud, String id, String how, String model, String version, String scope, String flags) {
        IdMatch match = CATALOG.identify(Cloud.of(cloud), id);

        assertThat(match.id()).isEqualTo(id);
        assertThat(match.how().id()).as(match.toString()).isEqualTo(how);
        assertThat(match.model() == null ? null : match.model().name()).isEqualTo(model);
        assertThat(match.version()).isEqualTo(version);
        assertThat(match.scope()).isEqualTo(scope);
        assertThat(match.flags().stream().map(IdMatch.Flag::id).sorted().collect(Collectors.joining(" ")))
                .isEqualTo(flags == null ? "" : flags);
        if (how.equals("opaque")) {
            assertThat(match.remedy()).contains("base-model");
        }
    }
}
