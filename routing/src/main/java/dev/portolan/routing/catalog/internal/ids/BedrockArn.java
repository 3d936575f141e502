package dev.portolan.routing.catalog.internal.ids;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An ARN that can stand in place of a model's id on Bedrock (AWS, "Actions, resources, and condition keys for Amazon Bedrock", resource
 * types).
 *
 * @param region where the resource is, or {@code null} when it does not say
 * @param type such as {@code inference-profile}
 * @param resource what follows the type
 */
record BedrockArn(@Nullable String region, String type, String resource) {

    private static final Pattern FORM =
            Pattern.compile("arn:aws[a-z-]*:(?:bedrock|sagemaker):([a-z0-9-]*):[0-9]*:([a-z-]+)/(.+)");

    static @Nullable BedrockArn of(String id) {
        Matcher matcher = FORM.matcher(id);
        if (!matcher.matches()) {
            return null;
        }
        String region = matcher.group(1);
        return new BedrockArn(region.isEmpty() ? null : region, matcher.group(2), matcher.group(3));
    }

    @Nullable
    String scope() {
        return region == null ? null : "region:" + region;
    }
}
