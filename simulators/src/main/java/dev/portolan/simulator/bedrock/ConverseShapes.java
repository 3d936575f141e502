package dev.portolan.simulator.bedrock;

import static dev.portolan.simulator.bedrock.ContentShapes.CACHE_POINT;
import static dev.portolan.simulator.bedrock.ContentShapes.MESSAGES;
import static dev.portolan.simulator.bedrock.ContentShapes.NOT_EMPTY;
import static dev.portolan.simulator.bedrock.ContentShapes.SYSTEM;
import static dev.portolan.simulator.bedrock.ContentShapes.TOOL_NAME;
import static dev.portolan.simulator.bedrock.Shape.ANY_TEXT;
import static dev.portolan.simulator.bedrock.Shape.BOOLEAN;
import static dev.portolan.simulator.bedrock.Shape.DOCUMENT;
import static dev.portolan.simulator.bedrock.Shape.integer;
import static dev.portolan.simulator.bedrock.Shape.structure;
import static dev.portolan.simulator.bedrock.Shape.text;
import static dev.portolan.simulator.bedrock.Shape.union;
import static dev.portolan.simulator.bedrock.Shape.values;

/**
 * What Converse, ConverseStream and CountTokens take. See
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html.
 */
final class ConverseShapes {

    private static final Shape TOOLS = structure(
            "ToolConfiguration",
            "tools*",
            new Shape.ListOf(
                    union(
                            "Tool",
                            "toolSpec",
                            structure(
                                    "ToolSpecification",
                                    "name*",
                                    TOOL_NAME,
                                    "description",
                                    NOT_EMPTY,
                                    "inputSchema*",
                                    union("ToolInputSchema", "json", DOCUMENT),
                                    "strict",
                                    BOOLEAN),
                            "systemTool",
                            structure("SystemTool", "name*", TOOL_NAME),
                            "cachePoint",
                            CACHE_POINT),
                    1,
                    null),
            "toolChoice",
            union(
                    "ToolChoice",
                    "auto",
                    structure("AutoToolChoice"),
                    "any",
                    structure("AnyToolChoice"),
                    "tool",
                    structure("SpecificToolChoice", "name*", TOOL_NAME)));
    private static final Shape SAMPLING = structure(
            "InferenceConfiguration",
            "maxTokens",
            integer(1),
            "temperature",
            new Shape.One(Shape.Scalar.FLOAT, 0, 1),
            "topP",
            new Shape.One(Shape.Scalar.FLOAT, 0, 1),
            "stopSequences",
            new Shape.ListOf(NOT_EMPTY, 0, 2500));
    private static final Shape OUTPUT = structure(
            "OutputConfig",
            "textFormat",
            structure(
                    "OutputFormat",
                    "type*",
                    values("json_schema"),
                    "structure*",
                    union(
                            "OutputFormatStructure",
                            "jsonSchema",
                            structure(
                                    "JsonSchemaDefinition",
                                    "schema*",
                                    ANY_TEXT,
                                    "name",
                                    ANY_TEXT,
                                    "description",
                                    ANY_TEXT))),
            "effort",
            text(0, 16, null));

    /** Converse. */
    static final Shape WHOLE = request("ConverseRequest", false);

    /** ConverseStream. */
    static final Shape STREAM = request("ConverseStreamRequest", true);

    /** What of a conversation can be counted. */
    static final Shape COUNTED = structure(
            "ConverseTokensRequest",
            "messages",
            MESSAGES,
            "system",
            SYSTEM,
            "toolConfig",
            TOOLS,
            "additionalModelRequestFields",
            DOCUMENT);

    /** CountTokens. */
    static final Shape COUNT_TOKENS = structure(
            "CountTokensRequest",
            "input*",
            union(
                    "CountTokensInput",
                    "invokeModel",
                    structure("InvokeModelTokensRequest", "body*", new Shape.One(Shape.Scalar.BLOB, 0, 25_000_000)),
                    "converse",
                    COUNTED));

    private ConverseShapes() {}

    private static Shape guardrail(boolean stream) {
        Shape id = text(
                0, 2048, "(|([a-z0-9]+)|(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+))");
        Shape version = text(null, null, "(|([1-9][0-9]{0,7})|(DRAFT))");
        Shape trace = values("enabled", "disabled", "enabled_full");
        return stream
                ? structure(
                        "GuardrailStreamConfiguration",
                        "guardrailIdentifier",
                        id,
                        "guardrailVersion",
                        version,
                        "trace",
                        trace,
                        "streamProcessingMode",
                        values("sync", "async"))
                : structure(
                        "GuardrailConfiguration",
                        "guardrailIdentifier",
                        id,
                        "guardrailVersion",
                        version,
                        "trace",
                        trace);
    }

    private static Shape request(String name, boolean stream) {
        return structure(
                name,
                "messages",
                MESSAGES,
                "system",
                SYSTEM,
                "inferenceConfig",
                SAMPLING,
                "toolConfig",
                TOOLS,
                "guardrailConfig",
                guardrail(stream),
                "additionalModelRequestFields",
                DOCUMENT,
                "promptVariables",
                new Shape.MapOf(union("PromptVariableValues", "text", ANY_TEXT), null, null),
                "additionalModelResponseFieldPaths",
                new Shape.ListOf(text(1, 256, null), 0, 10),
                "requestMetadata",
                new Shape.MapOf(text(0, 256, "[a-zA-Z0-9\\s:_@$#=/+,-.]{0,256}"), 1, 16),
                "performanceConfig",
                structure("PerformanceConfiguration", "latency", values("standard", "optimized")),
                "serviceTier",
                structure("ServiceTier", "type*", values("priority", "default", "flex", "reserved")),
                "outputConfig",
                OUTPUT);
    }
}
