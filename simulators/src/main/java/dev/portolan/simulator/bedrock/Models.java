package dev.portolan.simulator.bedrock;

import java.util.Set;
import java.util.regex.Pattern;

/** Which models there are. Without a list every well-formed id is one. */
final class Models {

    /** Ids and ARNs, all in the letters that the service allows. */
    private static final Pattern WELL_FORMED = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,255}");

    private static final Pattern ARN = Pattern.compile(
            "arn:aws(-[^:]+)?:(bedrock|sagemaker):[a-z0-9-]{1,20}:([0-9]{12})?:"
                    + "(foundation-model|inference-profile|application-inference-profile|provisioned-model|imported-model"
                    + "|custom-model|custom-model-deployment|prompt|prompt-router|default-prompt-router|endpoint)/[a-zA-Z0-9./:-]+");

    private final Set<String> names;
    private final Set<String> retired;

    Models(Set<String> names, Set<String> retired) {
        this.names = Set.copyOf(names);
        this.retired = Set.copyOf(retired);
    }

    /** What the id says, when there is such a model. */
    ModelTraits require(String id) {
        if (retired.contains(id)) {
            throw BedrockError.of(
                    404,
                    "ResourceNotFoundException",
                    "This model version has reached the end of its life. Please refer to the AWS documentation for more"
                            + " details.");
        }
        boolean formed = WELL_FORMED.matcher(id).matches() || ARN.matcher(id).matches();
        if (!formed || (!names.isEmpty() && !names.contains(id))) {
            throw BedrockError.unknownModel();
        }
        return ModelTraits.of(id);
    }
}
