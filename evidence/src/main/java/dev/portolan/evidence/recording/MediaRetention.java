package dev.portolan.evidence.recording;

/** What a recording keeps of the bytes of images, documents, audio and video. */
public enum MediaRetention {
    /** Their SHA-256 and size, as the id of a file reference; enough to find the recording again. */
    HASH,
    /** The bytes themselves, in base64. */
    KEEP,
    /** Nothing but the media type; requests that differ in media alone then count as equal. */
    DROP
}
