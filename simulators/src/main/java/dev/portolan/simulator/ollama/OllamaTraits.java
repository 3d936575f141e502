package dev.portolan.simulator.ollama;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is Ollama's own among the options; each is described at the builder.
 *
 * @param capabilities what models can do, by name
 * @param pullable what the registry has, none for any name
 * @param contextLength how many tokens the context has when a request does not say
 * @param omitsCachedPrompts whether the tokens of a prompt that was seen before are not told
 * @param enforcesFormat whether a format is obeyed
 * @param hosted whether it is the hosted service
 */
record OllamaTraits(
        Map<String, List<String>> capabilities,
        Set<String> pullable,
        int contextLength,
        boolean omitsCachedPrompts,
        boolean enforcesFormat,
        boolean hosted) {}
