package dev.portolan.simulator.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Signatures against AWS's own vectors. */
class SignatureV4Test {

    private static final Path SUITE = Path.of(System.getProperty("portolan.specs", "../../shared/data/specs"))
            .resolve("bedrock/aws4_testsuite.json.gz");
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String SCOPE = "20150830/us-east-1/service/aws4_request";
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void theVanillaVectorIsSigned() {
        String canonical = SignatureV4.canonicalRequest(
                "GET",
                "/",
                "",
                Map.of("host", List.of("example.amazonaws.com"), "x-amz-date", List.of("20150830T123600Z")),
                List.of("host", "x-amz-date"),
                EMPTY);
        String toSign = SignatureV4.stringToSign("20150830T123600Z", SCOPE, canonical);

        assertThat(SignatureV4.sign(SECRET, SCOPE, toSign))
                .isEqualTo("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }

    @Test
    void aPathIsCodedOnceMoreThanItWasSent() {
        assertThat(canonicalPath("/model/amazon.nova-lite-v1%3A0/converse"))
                .isEqualTo("/model/amazon.nova-lite-v1%253A0/converse");
        assertThat(canonicalPath("/model/amazon.nova-lite-v1:0/converse"))
                .isEqualTo("/model/amazon.nova-lite-v1%3A0/converse");
    }

    private static String canonicalPath(String path) {
        return SignatureV4.canonicalRequest("POST", path, "", Map.of(), List.of("host"), EMPTY)
                .split("\n", -1)[1];
    }

    @Test
    void theSuiteOfAwsIsSigned() throws IOException {
        assumeTrue(Files.exists(SUITE), "AWS's suite of signatures is not here");
        JsonNode cases;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(SUITE))) {
            cases = new ObjectMapper().readTree(in).path("cases");
        }
        int signed = 0;
        for (Map.Entry<String, JsonNode> one : cases.properties()) {
            // The service signs the path as it was sent; normal forms of paths and lines that go on in the next are
            // others' affair.
            if (!one.getKey().matches(".*(normalize-path|multiline|sts-header-after).*")) {
                check(one.getKey(), one.getValue());
                signed++;
            }
        }
        assertThat(signed).isGreaterThan(15);
    }

    private static void check(String name, JsonNode vector) {
        String[] parts = vector.path("req").asText().split("\n\n", 2);
        String[] lines = parts[0].strip().split("\n", -1);
        String start = lines[0];
        String target = start.substring(start.indexOf(' ') + 1, start.lastIndexOf(' '));
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.computeIfAbsent(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                    .add(lines[i].substring(colon + 1));
        }
        int question = target.indexOf('?');
        String authorization = vector.path("authz").asText();
        List<String> signedHeaders = List.of(
                authorization.replaceAll(".*SignedHeaders=([^,]*),.*", "$1").split(";", -1));
        String canonical = SignatureV4.canonicalRequest(
                start.substring(0, start.indexOf(' ')),
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                headers,
                signedHeaders,
                SignatureV4.hash(parts.length > 1 ? parts[1].strip() : ""));

        assertThat(canonical).as(name).isEqualTo(vector.path("creq").asText());
        String toSign = SignatureV4.stringToSign("20150830T123600Z", SCOPE, canonical);
        assertThat(toSign).as(name).isEqualTo(vector.path("sts").asText());
        assertThat(authorization).as(name).endsWith("Signature=" + SignatureV4.sign(SECRET, SCOPE, toSign));
    }
}
