/**
 * OpenAI, and every server that speaks its protocol: vLLM, llama.cpp, LM Studio, DeepSeek, Mistral, Groq, OpenRouter, xAI,
 * Gemini and Ollama in their OpenAI dress. Applications configure it as provider {@code openai}; {@link
 * dev.portolan.openai.OpenAiConnection} is for those who would rather do it in code.
 */
@NullMarked
package dev.portolan.openai;

import org.jspecify.annotations.NullMarked;
