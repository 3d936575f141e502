package dev.portolan.routing.eligibility;

import java.util.Map;
import java.util.Set;

/**
 * Which places lie in which zones. The EU's are listed one by one: London and Zurich are none of them. Regions as the vendors list them (AWS,
 * "Supported Regions and models for inference profiles"; Google, "Vertex AI locations"; Microsoft, "Azure regions").
 */
final class Zones {

    private static final Map<String, Set<String>> REGIONS = Map.of(
            "eu",
            Set.of(
                    "eu-central-1",
                    "eu-north-1",
                    "eu-south-1",
                    "eu-south-2",
                    "eu-west-1",
                    "eu-west-3",
                    "europe-central2",
                    "europe-north1",
                    "europe-north2",
                    "europe-southwest1",
                    "europe-west1",
                    "europe-west3",
                    "europe-west4",
                    "europe-west8",
                    "europe-west9",
                    "europe-west10",
                    "europe-west12",
                    "francecentral",
                    "germanywestcentral",
                    "italynorth",
                    "northeurope",
                    "polandcentral",
                    "spaincentral",
                    "swedencentral",
                    "westeurope"),
            "us",
            Set.of(
                    "us-east-1",
                    "us-east-2",
                    "us-west-1",
                    "us-west-2",
                    "us-central1",
                    "us-east1",
                    "us-east4",
                    "us-east5",
                    "us-south1",
                    "us-west1",
                    "us-west2",
                    "us-west3",
                    "us-west4",
                    "centralus",
                    "eastus",
                    "eastus2",
                    "northcentralus",
                    "southcentralus",
                    "westcentralus",
                    "westus",
                    "westus2",
                    "westus3"),
            "us-gov",
            Set.of("us-gov-east-1", "us-gov-west-1"),
            "jp",
            Set.of("ap-northeast-1", "ap-northeast-3", "asia-northeast1", "asia-northeast2", "japaneast", "japanwest"),
            "au",
            Set.of(
                    "ap-southeast-2",
                    "ap-southeast-4",
                    "australia-southeast1",
                    "australia-southeast2",
                    "australiaeast",
                    "australiasoutheast"),
            "in",
            Set.of("ap-south-1", "ap-south-2", "asia-south1", "asia-south2", "centralindia", "southindia"),
            "ca",
            Set.of(
                    "ca-central-1",
                    "ca-west-1",
                    "northamerica-northeast1",
                    "northamerica-northeast2",
                    "canadacentral",
                    "canadaeast"),
            "apac",
            Set.of(
                    "ap-east-2",
                    "ap-northeast-2",
                    "ap-southeast-1",
                    "ap-southeast-3",
                    "ap-southeast-5",
                    "ap-southeast-7",
                    "asia-northeast3",
                    "asia-southeast1",
                    "asia-southeast2",
                    "koreacentral",
                    "southeastasia"));

    private static final Set<String> OF_APAC = Set.of("jp", "au", "in");

    private static final String REGION = "region:";

    private Zones() {}

    /** Whether a place, a zone or {@code region:} with its name, lies in a zone; false when it is not known. */
    static boolean within(String place, String zone) {
        if (place.equals(zone)) {
            return true;
        }
        if (zone.equals("apac")) {
            return OF_APAC.stream().anyMatch(part -> within(place, part)) || listed(place, zone);
        }
        return listed(place, zone);
    }

    private static boolean listed(String place, String zone) {
        return place.startsWith(REGION)
                && REGIONS.getOrDefault(zone, Set.of()).contains(place.substring(REGION.length()));
    }
}
