package dev.portolan.simulator.bedrock;

import static dev.portolan.simulator.bedrock.Shape.ANY_TEXT;
import static dev.portolan.simulator.bedrock.Shape.BOOLEAN;
import static dev.portolan.simulator.bedrock.Shape.DOCUMENT;
import static dev.portolan.simulator.bedrock.Shape.blob;
import static dev.portolan.simulator.bedrock.Shape.integer;
import static dev.portolan.simulator.bedrock.Shape.list;
import static dev.portolan.simulator.bedrock.Shape.structure;
import static dev.portolan.simulator.bedrock.Shape.text;
import static dev.portolan.simulator.bedrock.Shape.union;
import static dev.portolan.simulator.bedrock.Shape.values;

/**
 * What stands in messages and system texts: blocks of content. See
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html.
 */
final class ContentShapes {

    static final Shape NOT_EMPTY = text(1, null, null);
    static final Shape TOOL_NAME = text(1, 64, "[a-zA-Z0-9_-]+");
    private static final Shape TOOL_USE_ID = text(1, 64, "[a-zA-Z0-9_.:-]+");
    static final Shape CACHE_POINT =
            structure("CachePointBlock", "type*", values("default"), "ttl", values("5m", "1h"));
    private static final Shape S3 = structure(
            "S3Location",
            "uri*",
            text(1, 1024, "s3://[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9](/.*)?"),
            "bucketOwner",
            text(null, null, "[0-9]{12}"));
    private static final Shape ERROR = structure("ErrorBlock", "message", ANY_TEXT);
    private static final Shape CITATIONS = structure("CitationsConfig", "enabled*", BOOLEAN);

    private static final Shape IMAGE = structure(
            "ImageBlock",
            "format*",
            values("png", "jpeg", "gif", "webp"),
            "source*",
            union("ImageSource", "bytes", blob(1), "s3Location", S3),
            "error",
            ERROR);
    private static final Shape DOCUMENT_BLOCK = structure(
            "DocumentBlock",
            "format",
            values("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md"),
            "name*",
            text(1, 200, null),
            "source*",
            union(
                    "DocumentSource",
                    "bytes",
                    blob(1),
                    "s3Location",
                    S3,
                    "text",
                    ANY_TEXT,
                    "content",
                    list(union("DocumentContentBlock", "text", ANY_TEXT))),
            "context",
            ANY_TEXT,
            "citations",
            CITATIONS);
    private static final Shape VIDEO = structure(
            "VideoBlock",
            "format*",
            values("mkv", "mov", "mp4", "webm", "flv", "mpeg", "mpg", "wmv", "three_gp"),
            "source*",
            union("VideoSource", "bytes", blob(1), "s3Location", S3));
    private static final Shape AUDIO = structure(
            "AudioBlock",
            "format*",
            values(
                    "mp3", "opus", "wav", "aac", "flac", "mp4", "ogg", "mkv", "mka", "x-aac", "m4a", "mpeg", "mpga",
                    "pcm", "webm"),
            "source*",
            union("AudioSource", "bytes", blob(1), "s3Location", S3),
            "error",
            ERROR);
    private static final Shape SEARCH_RESULT = structure(
            "SearchResultBlock",
            "source*",
            ANY_TEXT,
            "title*",
            ANY_TEXT,
            "content*",
            list(structure("SearchResultContentBlock", "text*", ANY_TEXT)),
            "citations",
            CITATIONS);

    private static final Shape TOOL_USE = structure(
            "ToolUseBlock",
            "toolUseId*",
            TOOL_USE_ID,
            "name*",
            TOOL_NAME,
            "input*",
            DOCUMENT,
            "type",
            values("server_tool_use"));
    private static final Shape TOOL_RESULT = structure(
            "ToolResultBlock",
            "toolUseId*",
            TOOL_USE_ID,
            "content*",
            list(union(
                    "ToolResultContentBlock",
                    "json",
                    DOCUMENT,
                    "text",
                    ANY_TEXT,
                    "image",
                    IMAGE,
                    "document",
                    DOCUMENT_BLOCK,
                    "video",
                    VIDEO,
                    "searchResult",
                    SEARCH_RESULT)),
            "status",
            values("success", "error"),
            "type",
            ANY_TEXT);
    private static final Shape GUARD = union(
            "GuardrailConverseContentBlock",
            "text",
            structure(
                    "GuardrailConverseTextBlock",
                    "text*",
                    ANY_TEXT,
                    "qualifiers",
                    list(values("grounding_source", "query", "guard_content"))),
            "image",
            structure(
                    "GuardrailConverseImageBlock",
                    "format*",
                    values("png", "jpeg"),
                    "source*",
                    union("GuardrailConverseImageSource", "bytes", blob(1))));
    private static final Shape REASONING = union(
            "ReasoningContentBlock",
            "reasoningText",
            structure("ReasoningTextBlock", "text*", ANY_TEXT, "signature", ANY_TEXT),
            "redactedContent",
            blob(null));
    private static final Shape CITATION_LOCATION = union(
            "CitationLocation",
            "web",
            structure("WebLocation", "url", ANY_TEXT, "domain", ANY_TEXT),
            "documentChar",
            location("DocumentCharLocation", "documentIndex"),
            "documentPage",
            location("DocumentPageLocation", "documentIndex"),
            "documentChunk",
            location("DocumentChunkLocation", "documentIndex"),
            "searchResultLocation",
            location("SearchResultLocation", "searchResultIndex"));
    private static final Shape CITED = structure(
            "CitationsContentBlock",
            "content",
            list(union("CitationGeneratedContent", "text", ANY_TEXT)),
            "citations",
            list(structure(
                    "Citation",
                    "title",
                    ANY_TEXT,
                    "source",
                    ANY_TEXT,
                    "sourceContent",
                    list(union("CitationSourceContent", "text", ANY_TEXT)),
                    "location",
                    CITATION_LOCATION)));
    private static final Shape TOOL_REFERENCE = structure(
            "ToolReference", "type", text(1, 64, null), "name", text(1, 128, null), "serverName", text(1, 128, null));

    private static final Shape CONTENT = union(
            "ContentBlock",
            "text",
            ANY_TEXT,
            "image",
            IMAGE,
            "document",
            DOCUMENT_BLOCK,
            "video",
            VIDEO,
            "audio",
            AUDIO,
            "toolUse",
            TOOL_USE,
            "toolResult",
            TOOL_RESULT,
            "guardContent",
            GUARD,
            "cachePoint",
            CACHE_POINT,
            "reasoningContent",
            REASONING,
            "citationsContent",
            CITED,
            "searchResult",
            SEARCH_RESULT,
            "toolAddition",
            structure("ToolAdditionBlock", "tool*", TOOL_REFERENCE),
            "toolRemoval",
            structure("ToolRemovalBlock", "tool*", TOOL_REFERENCE));
    static final Shape MESSAGES =
            list(structure("Message", "role*", values("user", "assistant", "system"), "content*", list(CONTENT)));
    static final Shape SYSTEM =
            list(union("SystemContentBlock", "text", NOT_EMPTY, "guardContent", GUARD, "cachePoint", CACHE_POINT));

    private ContentShapes() {}

    private static Shape location(String name, String index) {
        return structure(name, index, integer(0), "start", integer(0), "end", integer(0));
    }
}
