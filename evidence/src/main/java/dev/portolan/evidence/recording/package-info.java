/**
 * Calls kept in a file and answered from it again: {@link dev.portolan.evidence.recording.RecordingChatModel} writes, {@link
 * dev.portolan.evidence.recording.Recordings} reads, {@link dev.portolan.evidence.recording.ReplayChatModel} answers. In a
 * configuration: the decorator {@code record} and the provider {@code replay}.
 */
@NullMarked
package dev.portolan.evidence.recording;

import org.jspecify.annotations.NullMarked;
