/** LangChain4j's clients against the simulators. */
package dev.portolan.interop.langchain4j;
