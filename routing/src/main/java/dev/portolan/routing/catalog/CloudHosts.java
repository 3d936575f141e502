package dev.portolan.routing.catalog;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Who answers at an address of OpenAI's protocol. Host names as the vendors' API references give them. */
final class CloudHosts {

    private static final Map<String, Cloud> HOSTS = hosts();

    private CloudHosts() {}

    private static Map<String, Cloud> hosts() {
        Map<String, Cloud> hosts = new LinkedHashMap<>();
        hosts.put("api.openai.com", Cloud.OPENAI);
        hosts.put("openai.azure.com", Cloud.AZURE);
        hosts.put("services.ai.azure.com", Cloud.AZURE);
        hosts.put("cognitiveservices.azure.com", Cloud.AZURE);
        hosts.put("amazonaws.com", Cloud.BEDROCK);
        hosts.put("api.aws", Cloud.BEDROCK);
        hosts.put("aiplatform.googleapis.com", Cloud.VERTEX);
        hosts.put("generativelanguage.googleapis.com", Cloud.GOOGLE);
        hosts.put("api.anthropic.com", Cloud.ANTHROPIC);
        hosts.put("api.mistral.ai", Cloud.MISTRAL);
        hosts.put("api.deepseek.com", Cloud.DEEPSEEK);
        hosts.put("aliyuncs.com", Cloud.QWEN);
        return hosts;
    }

    static Cloud cloudOf(String address) {
        String host = host(address);
        for (Map.Entry<String, Cloud> entry : HOSTS.entrySet()) {
            String known = entry.getKey();
            // regional names stand before a dot, on Vertex AI before a hyphen
            if (host.equals(known) || host.endsWith("." + known) || host.endsWith("-" + known)) {
                return entry.getValue();
            }
        }
        return Cloud.SELF_HOSTED;
    }

    private static String host(String address) {
        try {
            String host = URI.create(address).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return ""; // no address of a known vendor, whatever it is
        }
    }
}
