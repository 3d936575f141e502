package dev.portolan.wire.openai.responses;

/** How {@code input_audio} names a format, and the media type that stands for it. */
final class AudioFormats {

    private AudioFormats() {}

    static String name(String mediaType) {
        return switch (mediaType) {
            case "audio/mpeg", "audio/mp3" -> "mp3";
            case "audio/x-wav", "audio/wave", "audio/vnd.wave" -> "wav";
            default -> mediaType.substring(mediaType.indexOf('/') + 1);
        };
    }

    static String mediaType(String name) {
        return name.equals("mp3") ? "audio/mpeg" : "audio/" + name;
    }
}
