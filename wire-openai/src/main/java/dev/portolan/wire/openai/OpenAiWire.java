package dev.portolan.wire.openai;

import dev.portolan.spi.support.ChatWire;

/** One of OpenAI's two chat APIs. Thread-safe. */
public interface OpenAiWire extends ChatWire {}
