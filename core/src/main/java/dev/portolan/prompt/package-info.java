/**
 * Prompts by name, with variants for families of models: {@code Prompts.classPath().get("triage").system(variables)} makes a message
 * that each model is sent in the words that are meant for it, a fallback too.
 */
@NullMarked
package dev.portolan.prompt;

import org.jspecify.annotations.NullMarked;
