package dev.portolan.wire.openai.chat;

import org.jspecify.annotations.Nullable;

/** The names of audio formats on the wire and their media types. */
final class AudioFormats {

    private AudioFormats() {}

    /** The wire's name, or {@code null} when it has none. */
    static @Nullable String name(@Nullable String mediaType) {
        return mediaType == null
                ? null
                : switch (mediaType) {
                    case "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave" -> "wav";
                    case "audio/mpeg", "audio/mp3" -> "mp3";
                    case "audio/flac", "audio/x-flac" -> "flac";
                    case "audio/ogg" -> "ogg";
                    case "audio/mp4", "audio/m4a", "audio/x-m4a" -> "m4a";
                    case "audio/webm" -> "webm";
                    case "audio/aac" -> "aac";
                    case "audio/pcm" -> "pcm16";
                    default -> null;
                };
    }

    static String mediaType(String name) {
        return switch (name) {
            case "mp3" -> "audio/mpeg";
            case "m4a" -> "audio/mp4";
            case "pcm16" -> "audio/pcm";
            default -> "audio/" + name;
        };
    }

    static String sniff(byte[] sound) {
        if (startsWith(sound, "RIFF")) {
            return "audio/wav";
        }
        if (startsWith(sound, "ID3") || (sound.length > 1 && sound[0] == -1 && (sound[1] & 0xE0) == 0xE0)) {
            return "audio/mpeg";
        }
        if (startsWith(sound, "OggS")) {
            return "audio/ogg";
        }
        return startsWith(sound, "fLaC") ? "audio/flac" : "audio/pcm";
    }

    private static boolean startsWith(byte[] sound, String magic) {
        for (int i = 0; i < magic.length(); i++) {
            if (i >= sound.length || sound[i] != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
